"""Who works on a case."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.cases.actions.locking import describe_change, lock_case, touch
from pendapa.cases.actions.recording import record_as
from pendapa.cases.models import Case
from pendapa.cases.permissions import CASE_ASSIGN, CASE_WORK, require_impartial
from pendapa.cases.verbs import CaseAssigned, CaseClaimed, CaseReleased
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Conflict, FieldError, Forbidden, Invalid
from pendapa.people.actors import actor_for
from pendapa.people.models import Account
from pendapa.people.permissions import can, require


@transaction.atomic
def claim_case(actor: Actor, case_id: UUID, *, expected_revision: int, at: datetime) -> Case:
    """Take a case to work on. Taken again by the same officer, nothing changes.

    Raises Conflict when somebody else was faster; nobody's case is taken away by claiming.
    """
    case = _lock_open_case(case_id)
    require(actor, CASE_WORK, case)
    require_impartial(actor, case)
    if str(case.assignee_id) == actor.id:
        return case
    if case.assignee_id is not None or case.revision != expected_revision:
        raise Conflict(describe_change(case))
    case.assignee_id = UUID(actor.id)
    touch(case)
    record_as(actor, CASE_WORK, CaseClaimed(account=actor.id, name=actor.name), case, at=at)
    return case


@transaction.atomic
def release_case(actor: Actor, case_id: UUID, *, expected_revision: int, at: datetime) -> Case:
    """Give a case back to the unit: by who holds it, or by the head. Raises Conflict when it has changed since."""
    case = _lock_open_case(case_id)
    require(actor, CASE_WORK, case)
    if case.assignee_id is None:
        return case
    if str(case.assignee_id) != actor.id and not can(actor, CASE_ASSIGN, case):
        raise Forbidden(_("Only who works on this case, or the head of the unit, can give it back."))
    if case.revision != expected_revision:
        raise Conflict(describe_change(case))
    holder = Account.objects.get(pk=case.assignee_id)
    case.assignee_id = None
    touch(case)
    record_as(actor, CASE_WORK, CaseReleased(account=str(holder.pk), name=holder.get_full_name()), case, at=at)
    return case


@transaction.atomic
def assign_case(actor: Actor, case_id: UUID, account: Account, *, expected_revision: int, at: datetime) -> Case:
    """Give a case to an officer of the unit. Raises Invalid for somebody who may not work on it."""
    case = _lock_open_case(case_id)
    require(actor, CASE_ASSIGN, case)
    if case.assignee_id == account.pk:
        return case
    if case.revision != expected_revision:
        raise Conflict(describe_change(case))
    if account.pk == case.applicant_id or not can(actor_for(account, on=local_date(at)), CASE_WORK, case):
        message = _("This person may not work on this case. Choose somebody of the unit.")
        raise Invalid(message, errors=[FieldError("account", message)])
    case.assignee_id = account.pk
    touch(case)
    record_as(actor, CASE_ASSIGN, CaseAssigned(account=str(account.pk), name=account.get_full_name()), case, at=at)
    return case


def _lock_open_case(case_id: UUID) -> Case:
    case = lock_case(case_id)
    if not case.is_open:
        raise Conflict(_("This case is closed. Nobody needs to work on it any more."))
    return case
