"""Service requests as they are answered: published reports whole, others by what may be known of them.

Whoever knows the number of a report that came by Open311 and is not looked at yet reads its status, code and dates.
The key that handed it in also reads the public answers of the office: that is how another body's system hears them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, DateTimeField, F, Func, Max, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Greatest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pendapa.cases.models import OPEN_STATUSES, Clock, Status
from pendapa.complaints.models import Answer, Complaint, Publication, PublicPhoto
from pendapa.complaints.public.queries import public_words
from pendapa.complaints.queries import public_complaint, public_complaints
from pendapa.complaints.rules import OPEN_KINDS
from pendapa.exchange.georeport import parameters
from pendapa.exchange.georeport.refusals import Refusal
from pendapa.exchange.georeport.topics import OTHER, name_of, notice_of, profile_of
from pendapa.exchange.models import ApiKey
from pendapa.kernel.calendar import local_date, start_of_day
from pendapa.kernel.identifiers import normalise_number
from pendapa.kernel.problems import NotFound

OPEN, CLOSED = "open", "closed"
PAGE_SIZE = parameters.LONGEST_LIST
NEAR_DEGREES = 111_320.0
"""Metres of one degree of latitude."""
FURTHEST_METRES = 50_000


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: with which key, if any, and whether what we add to the specification is wanted."""

    key: ApiKey | None = None
    wants_extensions: bool = False


def request_list(given: QueryDict, reader: Reader, at: datetime) -> list[dict[str, Any]]:
    """The requests that a query asks for, the newest first; numbers given override every other condition."""
    numbers = parameters.words(given, "service_request_id")
    if numbers:
        return _named(numbers, reader)
    found = _narrowed(given, at).order_by(_day_in_rows("case__received_at").desc(), "-published_at", "-pk")
    size = parameters.whole(given, "page_size", PAGE_SIZE, parameters.LONGEST_LIST)
    first = (parameters.whole(given, "page", 1, 1_000_000) - 1) * size
    return [_row(one, reader) for one in with_clocks(with_answers(found)[first : first + size])]


def request_of(number: str, reader: Reader) -> dict[str, Any]:
    """One request; raises Refusal (404) the same for what is hidden and for what never was."""
    try:
        complaint = with_answers(public_complaints()).get(pk=public_complaint(number).pk)
    except NotFound:
        hidden = _hidden([normalise_number(number) or ""], reader)
        if not hidden:
            raise Refusal(404, _("service_request_id {number} was not found.").format(number=number[:40])) from None
        return hidden[0]
    return _row(complaint, reader)


def with_answers(complaints: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """The complaints with what the office answered publicly, and the photos of their persons that it shows."""
    answers = Answer.objects.filter(is_public=True).select_related("message__case").order_by("at", "pk")
    photos = PublicPhoto.objects.filter(is_shown=True, case_file__superseded_at=None, case_file__message=None)
    return complaints.select_related("topic__open311").prefetch_related(
        Prefetch("public_photos", photos.order_by("place"), to_attr="shown_photos"),
        Prefetch("answers", answers, to_attr="public_answers"),
    )


def with_clocks(complaints: Iterable[Complaint]) -> list[Complaint]:
    """The complaints, their cases' clocks loaded in one query."""
    found = list(complaints)
    clocks: dict[Any, list[Clock]] = {one.pk: [] for one in found}
    for clock in Clock.objects.filter(case_id__in=list(clocks)).order_by("id"):
        clocks[clock.case_id].append(clock)
    for one in found:
        one.case.loaded_clocks = clocks[one.pk]
    return found


def _named(numbers: list[str], reader: Reader) -> list[dict[str, Any]]:
    if len(numbers) > parameters.MOST_IDS:
        raise Refusal(400, _("Ask for at most {most} numbers at once.").format(most=parameters.MOST_IDS))
    written = list(dict.fromkeys(filter(None, map(normalise_number, numbers))))
    public = {
        one.case.number: one for one in with_clocks(with_answers(public_complaints()).filter(case__number__in=written))
    }
    hidden = {row["service_request_id"]: row for row in _hidden([n for n in written if n not in public], reader)}
    return [_row(public[n], reader) if n in public else hidden[n] for n in written if n in public or n in hidden]


def _narrowed(given: QueryDict, at: datetime) -> QuerySet[Complaint]:
    after, before = parameters.moment(given, "updated_after"), parameters.moment(given, "updated_before")
    found = public_complaints()
    if (after or before) and not (given.get("start_date") or given.get("end_date")):
        pass
    else:
        start, end = parameters.span(given, at)
        found = found.filter(_requested_between(start, end))
    if after or before:
        found = _updated_between(found, after, before)
    codes = parameters.words(given, "service_code")
    if codes:
        found = found.filter(Q(topic__slug__in=codes) | Q(topic=None) if OTHER in codes else Q(topic__slug__in=codes))
    states = parameters.words(given, "status")
    if set(states) - {OPEN, CLOSED}:
        raise Refusal(400, _("status should be open or closed."))
    if len(states) == 1:
        is_open = Q(case__status__in=OPEN_STATUSES)
        found = found.filter(is_open if states == [OPEN] else ~is_open)
    return _near(found, given)


def _requested_between(start: datetime, end: datetime) -> Q:
    """Those whose day of arrival began between the two: the hour cannot be found by narrowing."""
    first = local_date(start)
    first += timedelta(days=start > start_of_day(first))
    until = start_of_day(local_date(end) + timedelta(days=1))
    return Q(case__received_at__gte=start_of_day(first), case__received_at__lt=until)


def _updated_between(
    found: QuerySet[Complaint], after: datetime | None, before: datetime | None
) -> QuerySet[Complaint]:
    """By `_changed`, which says why: what the list shows is what it is narrowed by."""
    answered = Max("answers__at", filter=Q(answers__is_public=True))
    closed = Case(When(solved_at__isnull=False, then=_day_in_rows("case__closed_at")), default=F("case__closed_at"))
    acts = (F("published_at"), F("verified_at"), F("forwarded_at"), closed)
    last = Greatest(answered, _day_in_rows("case__received_at"), *acts)
    found = found.filter(published_at__isnull=False).annotate(
        changed=Func(Value("second"), last, function="date_trunc", output_field=DateTimeField())
    )
    if after:
        found = found.filter(changed__gte=after)
    return found.filter(changed__lte=before) if before else found


def _near(found: QuerySet[Complaint], given: QueryDict) -> QuerySet[Complaint]:
    """Within `radius` metres (a square of twice that) of lat and long."""
    latitude, longitude = parameters.place(given)
    if latitude is None or longitude is None:
        return found
    metres = parameters.whole(given, "radius", 1000, FURTHEST_METRES)
    reach = metres / NEAR_DEGREES
    return found.filter(
        public_latitude__range=(latitude - reach, latitude + reach),
        public_longitude__range=(longitude - reach, longitude + reach),
    )


def _hidden(numbers: Iterable[str], reader: Reader) -> list[dict[str, Any]]:
    """Of what came by Open311 and is not public: its status, code and dates; none once it was withheld, but for the
    key that handed it in."""
    mine = Q(service_request__api_key=reader.key) if reader.key else Q(pk__in=[])
    waiting = Q(publication=Publication.PENDING, joined_to__isnull=True) & ~Q(case__status=Status.WITHDRAWN)
    found = Complaint.objects.filter(
        mine | waiting,
        case__number__in=list(numbers),
        service_request__isnull=False,
        is_secret=False,
        kind__in=OPEN_KINDS,
    ).select_related("case__unit", "topic", "service_request")
    return [_little(one, reader) for one in with_clocks(with_answers(found))]


def _row(complaint: Complaint, reader: Reader) -> dict[str, Any]:
    case, region = complaint.case, complaint.region_name
    row = {
        **_dates_and_status(complaint),
        "service_name": name_of(complaint.topic),
        "description": complaint.public_text[:4000] or None,
        "status_notes": _last_words(complaint),
        "agency_responsible": case.unit.local_name,
        "service_notice": notice_of(profile_of(complaint.topic)),
        "address": region or None,
        "address_id": complaint.region_code or None,
        "lat": complaint.public_latitude,
        "long": complaint.public_longitude,
        "media_url": address_of_photo(complaint),
    }
    return _extended(_in_order(row), complaint, reader)


def _little(complaint: Complaint, reader: Reader) -> dict[str, Any]:
    row = _dates_and_status(complaint)
    if reader.key is not None and complaint.service_request.api_key_id == reader.key.pk:
        row["status_notes"] = _last_words(complaint)
        return _extended(_in_order(row), complaint, reader)
    return _in_order(row)


FIELDS = (
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
    "agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime", "address",
    "address_id", "zipcode", "lat", "long", "media_url",
)  # fmt: skip


def _in_order(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row.get(name) for name in FIELDS}


def _dates_and_status(complaint: Complaint) -> dict[str, Any]:
    case = complaint.case
    clock = case.main_clock if case.is_open else None
    return {
        "service_request_id": case.number,
        "status": OPEN if case.is_open else CLOSED,
        "service_code": complaint.topic.slug if complaint.topic else OTHER,
        "requested_datetime": parameters.written(_day(case.received_at)),
        "updated_datetime": parameters.written(_changed(complaint)),
        "expected_datetime": parameters.written(
            datetime.combine(clock.due_on, time(23, 59, 59), timezone.get_current_timezone()) if clock else None
        ),
    }


def _changed(complaint: Complaint) -> datetime:
    """When it last changed: to the second for what the office did since it published the report. What its person did is
    told by the day, and so is everything before, when a check may follow the arrival by a minute."""
    case = complaint.case
    closed = _day(case.closed_at) if case.closed_at and complaint.solved_at else case.closed_at
    answered = [answer.at for answer in complaint.public_answers]  # type: ignore[attr-defined]
    acts: list[datetime | None] = [complaint.verified_at, complaint.forwarded_at, closed, *answered]
    last = max([_day(case.received_at), *(one for one in acts if one is not None)])
    published: datetime | None = complaint.published_at
    return max(last, published) if published else _day(last)


def _day(at: datetime) -> datetime:
    """The beginning of its day: more than the day on which somebody wrote is nobody's business."""
    return start_of_day(local_date(at))


def _day_in_rows(name: str) -> Func:
    """The same of a column. (Django's own truncation leaves a time without a zone, which compares wrongly.)"""
    zone = Value(settings.TIME_ZONE)
    return Func(Value("day"), F(name), zone, function="date_trunc", output_field=DateTimeField())


def _last_words(complaint: Complaint) -> str | None:
    answers = complaint.public_answers  # type: ignore[attr-defined]
    return public_words(answers[-1]) if answers else None


def address_of_photo(complaint: Complaint) -> str | None:
    """The first photo of a published report that everyone may see."""
    photos = complaint.shown_photos  # type: ignore[attr-defined]
    if not photos:
        return None
    return settings.PENDAPA_PUBLIC_URL + reverse("reports:photo", args=[complaint.case.number, photos[0].place])


def _extended(row: dict[str, Any], complaint: Complaint, reader: Reader) -> dict[str, Any]:
    if reader.wants_extensions:
        row["extended_attributes"] = {"stage": complaint.stage}
    return row
