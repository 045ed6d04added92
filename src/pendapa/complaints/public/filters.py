"""What a visitor asks of the list: read from the address, kept to what makes sense, and asked of the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pendapa.complaints.models import Complaint, Stage
from pendapa.kernel.calendar import start_of_day
from pendapa.kernel.identifiers import normalise_number
from pendapa.kernel.text import plain_text

LONGEST_WORDS: Final = 100
WORDS_CONFIG: Final = "indonesian"
STATES: Final[Mapping[str, tuple[str | Promise, tuple[Stage, ...]]]] = {
    "baru": (_("Being checked"), (Stage.RECEIVED, Stage.VERIFIED)),
    "dikerjakan": (_("With the unit"), (Stage.FORWARDED, Stage.ASKED)),
    "dijawab": (_("Answered"), (Stage.ANSWERED,)),
    "selesai": (_("Finished"), (Stage.CLOSED,)),
}
"""How the public is told where a report stands: by the word in the address, its label and its stages."""


@dataclass(frozen=True, slots=True)
class ReportFilters:
    """Empty means everything. `place` is words of a place's name or the code of a region; days are inclusive."""

    words: str = ""
    topic: str = ""
    unit: str = ""
    state: str = ""
    place: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def is_filtered(self) -> bool:
        return self != ReportFilters()

    def apply(self, reports: QuerySet[Complaint]) -> QuerySet[Complaint]:
        """The reports that match all that is asked."""
        if self.topic:
            reports = reports.filter(topic__slug=self.topic)
        if self.unit:
            reports = reports.filter(case__unit__code=self.unit)
        if self.state:
            reports = reports.filter(stage__in=STATES[self.state][1])
        if self.place:
            reports = reports.filter(_at_place(self.place))
        if self.since:
            reports = reports.filter(case__received_at__gte=start_of_day(self.since))
        if self.until:
            reports = reports.filter(case__received_at__lt=start_of_day(self.until + timedelta(days=1)))
        return with_words(reports, self.words) if self.words else reports

    def as_query(self, **changes: str) -> str:
        """The filters as they stand in an address, without its question mark."""
        query = QueryDict(mutable=True)
        given: dict[str, Any] = {
            "q": self.words,
            "topik": self.topic,
            "unit": self.unit,
            "status": self.state,
            "tempat": self.place,
            "dari": self.since.isoformat() if self.since else "",
            "sampai": self.until.isoformat() if self.until else "",
        }
        for name, value in (given | changes).items():
            if value:
                query[name] = str(value)
        return query.urlencode()


def read_filters(query: QueryDict) -> ReportFilters:
    """What the address asks; what makes no sense is left out."""

    def words_of(name: str) -> str:
        return plain_text(query.get(name, "")).strip()[:LONGEST_WORDS]

    state = words_of("status")
    return ReportFilters(
        words=words_of("q"),
        topic=words_of("topik"),
        unit=words_of("unit"),
        state=state if state in STATES else "",
        place=words_of("tempat"),
        since=_read_day(words_of("dari")),
        until=_read_day(words_of("sampai")),
    )


def state_of(complaint: Complaint) -> str:
    """The word of `STATES` that tells where a report stands."""
    return next(key for key, (_label, stages) in STATES.items() if complaint.stage in stages)


def with_words(reports: QuerySet[Complaint], words: str) -> QuerySet[Complaint]:
    """Reports whose published words match, and the one of that number; written so that the index is read."""
    asked = SearchQuery(words, config=WORDS_CONFIG, search_type="websearch")
    found = reports.annotate(published_words=SearchVector("public_text", config=WORDS_CONFIG))
    number = normalise_number(words)
    match = Q(published_words=asked)
    return found.filter(match | Q(case__number=number) if number else match)


def _at_place(place: str) -> Q:
    if place.replace(".", "").isdecimal():
        return Q(region_code=place) | Q(region_code__startswith=f"{place}.")
    return Q(region_name__icontains=place)


def _read_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2999 else None
