"""The clock that a case is read by, and where it stands."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from pendapa.cases.models import Case, Clock
from pendapa.cases.rules import progress
from pendapa.kernel.calendar import body_calendar

CLOCK_FIELDS = (
    "id",
    "name",
    "working_days",
    "source",
    "started_on",
    "due_on",
    "paused_on",
    "stopped_on",
    "warned_on",
    "overdue_on",
)


def with_clocks(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases that bring their clocks along in the same query; each is then made ready by `load_clocks`."""
    clocks = Clock.objects.filter(case=OuterRef("pk")).order_by("id")
    rows = clocks.values(row=JSONObject(**{name: name for name in CLOCK_FIELDS}))
    return cases.annotate(clock_rows=ArraySubquery(rows))


def load_clocks(case: Case) -> None:
    """Give a case from `with_clocks` its clocks, without a query."""
    found: Any = case
    case.loaded_clocks = [_clock_from(case, row) for row in found.clock_rows]


def _clock_from(case: Case, row: dict[str, Any]) -> Clock:
    days = {name: date.fromisoformat(row[name]) for name in CLOCK_FIELDS if name.endswith("_on") and row[name]}
    return Clock(case=case, **{**row, **days})


def main_clock(case: Case) -> Clock | None:
    """The clock that matters now: of those that have not ended the one due first, else the last of the work."""
    return case.main_clock


def clock_progress(clock: Clock, today: date) -> tuple[int, int]:
    """(n, m): working day n of the m promised."""
    return progress(body_calendar(), clock, today)
