"""Which key a request shows, and whether it may do what it asks for."""

from datetime import datetime

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from pendapa.cases.actions import count_handing_in
from pendapa.exchange.georeport.refusals import Refusal
from pendapa.exchange.models import ApiKey
from pendapa.kernel.calendar import local_date
from pendapa.kernel.identifiers import hash_secret

READS_FOR_EACH_WRITE = 30
"""For each request that a key may hand in within an hour it may read as many times."""
LONGEST_KEY = 100


def reading_key(request: HttpRequest, at: datetime) -> ApiKey | None:
    """The key of somebody who reads; none is needed. Raises Refusal for one that does not open."""
    given = _shown(request, request.GET)
    if not given:
        return None
    key = _key(given)
    if not key.may_read:
        raise Refusal(403, _("This api_key may not read."))
    count_handing_in("open311-read", f"key:{key.pk}", key.hourly_limit * READS_FOR_EACH_WRITE, at=at)
    return _used(key, at)


def writing_key(request: HttpRequest, at: datetime) -> ApiKey:
    """The key of somebody who hands in, counted. Raises Refusal without a good one, TooMany beyond its limit."""
    given = _shown(request, request.POST) or _shown(request, request.GET)
    if not given:
        raise Refusal(403, _("api_key was not provided."))
    key = _key(given)
    if not key.may_write:
        raise Refusal(403, _("This api_key may not hand anything in."))
    count_handing_in("open311", f"key:{key.pk}", key.hourly_limit, at=at)
    return _used(key, at)


def _shown(request: HttpRequest, given: QueryDict) -> str:
    return given.get("api_key", "").strip() or request.headers.get("X-Api-Key", "").strip()


def _key(given: str) -> ApiKey:
    key = ApiKey.objects.filter(key_hash=hash_secret(given), revoked_at__isnull=True).first()
    if key is None or len(given) > LONGEST_KEY:
        raise Refusal(403, _("Invalid api_key received."))
    return key


def _used(key: ApiKey, at: datetime) -> ApiKey:
    today = local_date(at)
    if key.last_used_on != today:
        key.last_used_on = today
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)
    return key
