"""How a case ends: decided by the office, or taken back by its person."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from pendapa.cases.actions.clocks import stop_clocks
from pendapa.cases.actions.locking import lock_case, touch
from pendapa.cases.actions.recording import record_as
from pendapa.cases.kinds import is_sealed
from pendapa.cases.models import Case, Decision, Status
from pendapa.cases.permissions import CASE_DECIDE, CASE_REFUSE, CASE_WITHDRAW, require_impartial
from pendapa.cases.verbs import CaseDecided, CaseWithdrawn
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Conflict, FieldError, Invalid
from pendapa.people.permissions import require


@transaction.atomic
def decide_case(actor: Actor, case: Case, outcome: str, reason: str, legal_basis: str, *, at: datetime) -> Decision:
    """Decide a locked case and close it; its clocks end.

    To grant is reserved to those who decide for the unit; to refuse may also be drawn into an officer's lane. Raises
    Forbidden otherwise, Conflict for a case that is closed, Invalid without a reason. What follows is an objection;
    one that is upheld opens the case again (`objections.answer_objection`).
    """
    permission = CASE_DECIDE if outcome == Decision.Outcome.GRANTED else CASE_REFUSE
    require(actor, permission, case)
    require_impartial(actor, case)
    if not case.is_open:
        raise Conflict(_("This case is closed already. Look at it as it is now."))
    if outcome not in (Decision.Outcome.GRANTED, Decision.Outcome.REFUSED):
        raise Invalid(_("Choose one of the decisions offered."))
    if not reason.strip():
        message = _("Write the reason, so that the applicant understands it.")
        raise Invalid(message, errors=[FieldError("reason", message)])
    decision = Decision.objects.create(
        case=case,
        outcome=outcome,
        reason=reason.strip(),
        legal_basis=legal_basis.strip(),
        decided_by_id=actor.id,
        at=at,
    )
    stop_clocks(case, at=at)
    case.status = Status(outcome)
    case.closed_at = at
    touch(case)
    labels = _labels(Decision.Outcome(outcome))
    happened = CaseDecided(
        outcome=outcome,
        unit=case.unit.code,
        decided_on=local_date(at),
        reason=decision.reason,
        legal_basis=decision.legal_basis,
        outcome_label=labels["id"],
        outcome_label_en=labels["en"],
    )
    record_as(actor, permission, happened, case, at=at)
    return decision


@transaction.atomic(savepoint=False)
def conclude_case(
    case: Case, status: Status, *, at: datetime, reason: str = "", decided_by: UUID | str | None = None
) -> Decision | None:
    """Close a locked case in a state other than granted or refused; its clocks end.

    With `decided_by` the reason is kept as a decision to which the person may object. Asks for no permission and
    records nothing: the kind's own action does both.
    """
    decision = None
    if decided_by is not None and status in Decision.Outcome.values:
        decision = Decision.objects.create(
            case=case, outcome=Decision.Outcome(status), reason=reason, decided_by_id=decided_by, at=at
        )
    stop_clocks(case, at=at)
    case.status = status
    case.closed_at = at
    touch(case)
    return decision


@transaction.atomic(savepoint=False)
def resume_work(case: Case, *, at: datetime) -> None:
    """Open a locked case that was concluded; its decision counts no more. Records nothing."""
    case.decisions.filter(superseded_at__isnull=True).update(superseded_at=at)
    case.status = Status.OPEN
    case.closed_at = None
    touch(case)


@transaction.atomic
def withdraw_case(actor: Actor, case_id: UUID, *, at: datetime) -> Case:
    """Take a matter back, for its person; a second call changes nothing. Raises Conflict for one that was decided."""
    case = lock_case(case_id)
    require(actor, CASE_WITHDRAW, case)
    if case.status == Status.WITHDRAWN:
        return case
    if not case.is_open:
        raise Conflict(_("This matter has been decided already and cannot be withdrawn."))
    stop_clocks(case, at=at)
    case.status = Status.WITHDRAWN
    case.closed_at = at
    touch(case)
    record_as(actor, CASE_WITHDRAW, CaseWithdrawn(unit="" if is_sealed(case) else case.unit.code), case, at=at)
    return case


def _labels(outcome: Decision.Outcome) -> dict[str, str]:
    labels = {}
    for language in ("id", "en"):
        with override(language):
            labels[language] = str(outcome.label)
    return labels
