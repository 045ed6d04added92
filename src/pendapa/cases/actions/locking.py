"""Taking a case in hand: one at a time, and never over somebody else's change."""

from uuid import UUID

from django.utils.translation import gettext as _

from pendapa.cases.models import Case
from pendapa.cases.verbs import QUIET_VERBS
from pendapa.journal.queries import STAFF, entries_about
from pendapa.kernel.problems import Conflict, NotFound
from pendapa.ui.formatting import clock_time


def lock_case(case_id: UUID, *, expected_revision: int | None = None) -> Case:
    """The case under a row lock, its unit and service selected; call it in a transaction, before any other lock.

    Raises NotFound, and Conflict when the case is no longer at `expected_revision`; the conflict says who changed it.
    """
    case = (
        Case.objects.select_for_update(no_key=True, of=("self",))
        .select_related("unit", "service")
        .filter(pk=case_id)
        .first()
    )
    if case is None:
        raise NotFound(_("We do not find this case."))
    if expected_revision is not None and case.revision != expected_revision:
        raise Conflict(describe_change(case))
    return case


def touch(case: Case) -> None:
    """Save where a locked case stands and raise its revision; call it once per change."""
    case.revision += 1
    case.save(update_fields=["status", "closed_at", "assignee", "unit", "revision"])


def describe_change(case: Case) -> str:
    """Who changed the case last and when, and what to do now."""
    last = entries_about(case.subject, STAFF).exclude(verb__in=QUIET_VERBS).order_by("-id").first()
    if last is None:
        return _("This case has changed while you read it. Look at it as it is now; what you typed is kept.")
    who = last.actor_name or _("The applicant")
    return _("{who} changed this case at {time}. Look at it as it is now; what you typed is kept.").format(
        who=who, time=clock_time(last.at)
    )
