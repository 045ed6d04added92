"""Opening a case is recorded once a day; the visit remembers which, so that turning pages asks no more."""

from datetime import datetime

from pendapa.cases.actions import open_as_staff
from pendapa.cases.models import Case
from pendapa.kernel.calendar import local_date
from pendapa.people.pages import StaffRequest

SESSION_KEY = "opened_cases"


def record_opening(request: StaffRequest, case: Case, *, at: datetime) -> None:
    """Record the reading of a case (`cases.actions.open_as_staff`), unless this visit did so today."""
    today = local_date(at).isoformat()
    kept = request.session.get(SESSION_KEY, {})
    opened = kept.get("cases", []) if kept.get("day") == today else []
    if str(case.pk) in opened:
        return
    open_as_staff(request.actor, case, at=at)
    request.session[SESSION_KEY] = {"day": today, "cases": [*opened, str(case.pk)]}
