"""The writes about peers."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.exchange.models import Open311Peer
from pendapa.exchange.peers.sending import send_again
from pendapa.exchange.permissions import OPEN311_MANAGE
from pendapa.exchange.verbs import PeerSaved
from pendapa.journal.actions import record
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import Conflict
from pendapa.notices.permissions import the_house
from pendapa.people.permissions import acting_as, require


@transaction.atomic
def save_peer(actor: Actor, peer: Open311Peer, given: dict[str, Any], *, at: datetime) -> Open311Peer:
    """Set up or change the endpoint of another body; an empty `api_key` keeps the one that is known.

    Raises Conflict for an organisation, or a key of ours, that another connection has.
    """
    house = the_house()
    require(actor, OPEN311_MANAGE, house)
    others = Open311Peer.objects.exclude(pk=peer.pk)
    if others.filter(organization=given["organization"]).exists():
        raise Conflict(_("This organisation has a connection already."))
    if given.get("received_with") and others.filter(received_with=given["received_with"]).exists():
        raise Conflict(_("This key belongs to another connection."))
    for name, value in given.items():
        if name != "api_key" or value:
            setattr(peer, name, value)
    peer.url = peer.url.rstrip("/")
    peer.save()
    happened = PeerSaved(
        organization=peer.organization.name, url=peer.url, direction=peer.direction, is_active=peer.is_active
    )
    record(actor, happened, peer.organization.subject, at=at, **acting_as(actor, OPEN311_MANAGE, house))
    return peer


@transaction.atomic
def try_again(actor: Actor, peer: Open311Peer, *, at: datetime) -> int:
    """Send once more what was given up; returns how many."""
    require(actor, OPEN311_MANAGE, the_house())
    return send_again(peer, at)
