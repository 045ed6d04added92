"""Over which installations a report has come, so that it never goes round in a circle.

Sent along as `extended_attributes[hops]`, host names separated by spaces; other servers leave it aside.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from pendapa.exchange.georeport.refusals import Refusal
from pendapa.exchange.models import Open311Peer, ServiceRequest

PARAMETER = "extended_attributes[hops]"
MOST_HOPS = 8


def own_hop() -> str:
    """How this installation is named in a list of hops."""
    return urlsplit(settings.PENDAPA_PUBLIC_URL).netloc.lower()


def hops_of(given: QueryDict) -> list[str]:
    """The hops that a report has behind it, the first one first."""
    return [hop[:200] for hop in given.get(PARAMETER, "").lower().split()[: MOST_HOPS + 1]]


def refuse_circle(hops: list[str]) -> None:
    """Raise Refusal for a report that was here before, or has come too far."""
    if own_hop() in hops:
        raise Refusal(409, _("This report has come through here before."))
    if len(hops) > MOST_HOPS:
        raise Refusal(409, _("This report was handed on too many times."))


def came_from(peer: Open311Peer, request: ServiceRequest | None) -> bool:
    """Whether a report came from this peer, directly or over others."""
    if request is None:
        return False
    return request.api_key_id == peer.received_with_id or peer.host in request.hops
