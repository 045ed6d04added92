"""Taking a finding, an action or a report in hand: one at a time, and never over somebody else's change.

An action is locked by its finding, so that whatever happens around one finding happens one after the other.
"""

from uuid import UUID

from django.utils.translation import gettext as _

from pendapa.kernel.identifiers import new_number
from pendapa.kernel.problems import Conflict, NotFound
from pendapa.oversight.models import Audit, CorrectiveAction, Finding, OverseerReport
from pendapa.oversight.rules import FINDING_MOVES, FindingState

FINDING_PREFIX, AUDIT_PREFIX, REPORT_PREFIX = "TMN", "AUD", "PGW"


def lock_finding(finding_id: UUID, *, expected_revision: int | None = None) -> Finding:
    """The finding under a row lock, with unit, service and office. Raises NotFound, Conflict when it has changed."""
    found = (
        Finding.objects.select_for_update(no_key=True, of=("self",))
        .select_related("unit", "service", "office")
        .filter(pk=finding_id)
        .first()
    )
    if found is None:
        raise NotFound(_("We do not find this finding."))
    if expected_revision is not None and found.revision != expected_revision:
        raise Conflict(_("Somebody changed this meanwhile. Look at it as it is now; what you typed is kept."))
    return found


def lock_action(action_id: UUID) -> CorrectiveAction:
    """The action with its finding locked. Raises NotFound."""
    action = CorrectiveAction.objects.filter(pk=action_id).values_list("finding_id", flat=True).first()
    if action is None:
        raise NotFound(_("We do not find this action."))
    finding = lock_finding(action)
    found = CorrectiveAction.objects.select_related("owner", "owner_unit").get(pk=action_id)
    found.finding = finding
    return found


def lock_report(report_id: UUID, *, expected_revision: int | None = None) -> OverseerReport:
    """The report under a row lock, with unit and office. Raises NotFound, Conflict when it has changed."""
    found = (
        OverseerReport.objects.select_for_update(no_key=True, of=("self",))
        .select_related("unit", "office", "case")
        .filter(pk=report_id)
        .first()
    )
    if found is None:
        raise NotFound(_("We do not find this report."))
    if expected_revision is not None and found.revision != expected_revision:
        raise Conflict(_("Somebody changed this meanwhile. Look at it as it is now; what you typed is kept."))
    return found


def lock_audit(audit_id: UUID) -> Audit:
    """The audit under a row lock, with unit, service and office. Raises NotFound."""
    found = (
        Audit.objects.select_for_update(no_key=True, of=("self",))
        .select_related("unit", "service", "office")
        .filter(pk=audit_id)
        .first()
    )
    if found is None:
        raise NotFound(_("We do not find this audit."))
    return found


def move_finding(finding: Finding, state: FindingState) -> None:
    """Set a locked finding's state; the caller saves. Raises Conflict for a move that the rules do not know."""
    if state not in FINDING_MOVES[finding.state]:
        raise Conflict(_("This cannot be done with the finding as it is now."))
    finding.state = state


def save_finding(finding: Finding) -> None:
    """Save a locked finding and raise its revision; once per change."""
    finding.revision += 1
    finding.save()


def free_number(model: type[Finding] | type[Audit] | type[OverseerReport], prefix: str) -> str:
    """A number that nothing of its kind has."""
    while True:
        number = new_number(prefix)
        if not model.objects.filter(number=number).exists():
            return number
