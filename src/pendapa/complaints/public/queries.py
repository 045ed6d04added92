"""The reads of `/laporan/`: every one of them begins at `complaints.queries.public_complaints`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pendapa.complaints.models import Answer, Complaint, PublicPhoto, Topic
from pendapa.complaints.moderating.queries import known_words
from pendapa.complaints.moderating.rules import redacted
from pendapa.complaints.public.drawing import Point
from pendapa.complaints.public.filters import ReportFilters
from pendapa.complaints.public.knowledge import answers_like as answers_like
from pendapa.complaints.queries import public_complaint, public_complaints
from pendapa.files.models import StoredFile
from pendapa.kernel.pagination import KeysetPage, keyset_page
from pendapa.kernel.problems import NotFound
from pendapa.people.models import Organization

PAGE_SIZE: Final = 20
ORDER: Final = ("-published_at", "case")


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """An answer as the public reads it: who answers, when, and its words without what tells of a person."""

    unit: Organization
    at: datetime
    words: str


def public_reports(filters: ReportFilters | None = None) -> QuerySet[Complaint]:
    """Published reports with what their rows show."""
    reports = public_complaints().filter(published_at__isnull=False).select_related("outside_body")
    return filters.apply(reports) if filters else reports


def page_of_reports(filters: ReportFilters, cursor: str = "") -> KeysetPage[Complaint]:
    """One page of the list, newest first (one query). Raises Invalid for a cursor that no page of ours gave out."""
    return keyset_page(public_reports(filters), order=ORDER, cursor=cursor, size=PAGE_SIZE)


def newest_reports(filters: ReportFilters, most: int) -> list[Complaint]:
    """The newest reports that match, for a feed."""
    return list(public_reports(filters).order_by(*ORDER)[:most])


def public_answers(complaint: Complaint) -> list[PublicAnswer]:
    """The public answers to a published report, oldest first (one query)."""
    answers = Answer.objects.filter(complaint=complaint, is_public=True).select_related("message__case", "unit")
    return [PublicAnswer(answer.unit, answer.at, public_words(answer)) for answer in answers.order_by("at", "pk")]


def public_words(answer: Answer) -> str:
    """The words of an answer without what tells of a person: nobody moderates them, and officers write to a reporter
    by name. Needs `message__case` selected with it."""
    return redacted(answer.message.body, known_words(answer.message.case))


def public_photos(complaint: Complaint) -> list[PublicPhoto]:
    """The photos of a published report that were decided to be shown, in their order (one query)."""
    shown = PublicPhoto.objects.filter(complaint=complaint, is_shown=True, case_file__superseded_at__isnull=True)
    return list(shown.select_related("case_file").order_by("place"))


def photo_file(number: str, place: int, *, preview: bool) -> StoredFile:
    """The copy of a photo that the public may fetch; raises NotFound for anything else, whatever it is."""
    complaint = public_complaint(number)
    shown = PublicPhoto.objects.filter(complaint=complaint, is_shown=True, case_file__superseded_at__isnull=True)
    photo = shown.filter(place=place).select_related("copy", "preview").first()
    file = (photo.preview if preview else photo.copy) if photo else None
    if file is None:
        raise NotFound(_("There is no public photo at this address."))
    return file


def topics_in_public() -> list[Topic]:
    """Topics of published reports, by name."""
    return list(Topic.objects.filter(pk__in=public_complaints().order_by().values("topic")).order_by("name"))


def units_in_public() -> list[Organization]:
    """Units with published reports, by name."""
    return list(
        Organization.objects.filter(pk__in=public_complaints().order_by().values("case__unit")).order_by("name")
    )


def points_of(filters: ReportFilters) -> list[Point]:
    """The rounded places of published reports that match (one query)."""
    rows = public_reports(filters).select_related(None).order_by()
    found = rows.filter(public_latitude__isnull=False).values_list("public_latitude", "public_longitude", "region_name")
    return [
        Point(latitude, longitude, district_of(name))
        for latitude, longitude, name in found
        if latitude is not None and longitude is not None
    ]


def places_of(filters: ReportFilters) -> list[str]:
    """The place names of published reports that match, one for each report (one query)."""
    names = public_reports(filters).select_related(None).order_by().values_list("region_name", flat=True)
    return [district_of(name) for name in names]


def district_of(region_name: str) -> str:
    """The district in "Jatimulyo, Lowokwaru, Kota Malang, Jawa Timur"; the whole where there are fewer parts."""
    parts = [part.strip() for part in region_name.split(",")]
    return parts[1] if len(parts) >= 4 else parts[0]


def names_of_units(codes: Iterable[str]) -> dict[str, str]:
    """The names of units by code, in the language now active."""
    return {unit.code: unit.local_name for unit in Organization.objects.filter(code__in=list(codes))}


def names_of_topics(slugs: Iterable[str]) -> dict[str, str]:
    """The names of topics by slug, in the language now active."""
    return {topic.slug: topic.local_name for topic in Topic.objects.filter(slug__in=list(slugs))}
