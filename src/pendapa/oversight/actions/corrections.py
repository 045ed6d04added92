"""The unit's side of a corrective action: plan it, show how far it is, say that it is done."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendapa.files.actions import mark_attached
from pendapa.files.models import StoredFile
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Conflict, FieldError, Forbidden, Invalid, NotFound
from pendapa.kernel.text import plain_text
from pendapa.oversight.actions.answering import tell_office
from pendapa.oversight.actions.locking import lock_action, lock_finding, save_finding
from pendapa.oversight.actions.publishing import check_words
from pendapa.oversight.actions.recording import record_as, told_of_action
from pendapa.oversight.actions.telling import tell
from pendapa.oversight.models import CorrectiveAction, Evidence, Milestone
from pendapa.oversight.permissions import ACTION_PLAN, ACTION_WORK, works_for
from pendapa.oversight.queries.changes import Version
from pendapa.oversight.queries.units import staff_of_branch
from pendapa.oversight.rules import CLAIMS, FindingState, FollowUp
from pendapa.oversight.verbs import ActionClaimed, ActionPlanned, ActionProgressed
from pendapa.people.models import Account
from pendapa.people.permissions import require
from pendapa.ui.formatting import body_date

LONGEST_TEXT = 4000
MOST_ACTIONS, MOST_MILESTONES, MOST_EVIDENCE = 20, 20, 30


@transaction.atomic
def plan_action(
    actor: Actor,
    finding_id: UUID,
    what: str,
    *,
    owner: Account | None,
    due_on: date,
    confirmed: str = "",
    at: datetime,
) -> CorrectiveAction:
    """Promise a corrective action by a day, not after the finding's deadline unless that has passed already.

    Raises Forbidden for all but the heads of the unit, Conflict before the finding is answered or after it ended, and
    Exposing as `answer_finding` does.
    """
    finding = lock_finding(finding_id)
    require(actor, ACTION_PLAN, finding)
    if finding.state != FindingState.ANSWERED:
        raise Conflict(_("Answer the finding first; then plan what you do about it."))
    words = _words(what, "what", _("Write what will be done."))
    today = local_date(at)
    last = max(finding.due_on or today, today)
    if not today <= due_on <= last:
        message = _("Choose a day from today to {day}.").format(day=body_date(last))
        raise Invalid(message, errors=[FieldError("due_on", message)])
    if owner is not None and not staff_of_branch(finding.unit, on=today).filter(pk=owner.pk).exists():
        message = _("Choose somebody of this unit.")
        raise Invalid(message, errors=[FieldError("owner", message)])
    position = finding.actions.count() + 1
    if position > MOST_ACTIONS:
        raise Conflict(_("There are very many actions already. Finish some of them first."))
    check_words(actor, ACTION_PLAN, finding, [(_("What will be done?"), words)], confirmed, at=at)
    action = CorrectiveAction.objects.create(
        finding=finding,
        position=position,
        what=words,
        owner_unit=finding.unit,
        owner=owner,
        due_on=due_on,
        planned_at=at,
        before_value=finding.measured_value,
        before_n=finding.measured_n,
    )
    save_finding(finding)
    if owner is not None and str(owner.pk) != actor.id:
        _tell_owner(action, gettext_lazy("You are responsible for this."), at=at)
    happened = ActionPlanned(**told_of_action(action), due=due_on, what=words, until=due_on)
    record_as(actor, ACTION_PLAN, happened, finding, action.subject, at=at)
    return action


@transaction.atomic
def add_milestone(
    actor: Actor, action_id: UUID, title: str, *, due_on: date, confirmed: str = "", at: datetime
) -> Milestone:
    """Add a step with its day, not after the day of the action. The action is then in process. Raises Exposing as
    `answer_finding` does."""
    action = _open_action(actor, action_id)
    words = _words(title, "title", _("Write what the step is."))[:200]
    if due_on > action.due_on:
        message = _("Choose a day up to {day}.").format(day=body_date(action.due_on))
        raise Invalid(message, errors=[FieldError("due_on", message)])
    if action.milestones.count() >= MOST_MILESTONES:
        raise Conflict(_("There are very many steps already."))
    check_words(actor, ACTION_WORK, action.finding, [(_("Step"), words)], confirmed, target=action, at=at)
    milestone = Milestone.objects.create(action=action, title=words, due_on=due_on)
    _progress(actor, action, "milestone", words, at=at)
    return milestone


@transaction.atomic
def finish_milestone(actor: Actor, action_id: UUID, milestone_id: int, *, at: datetime) -> Milestone:
    """Say that a step is done today. Raises Conflict when it was said already."""
    action = _open_action(actor, action_id)
    milestone = action.milestones.filter(pk=milestone_id).first()
    if milestone is None:
        raise NotFound(_("This step does not belong to the action."))
    if milestone.done_on is not None:
        raise Conflict(_("This step is done already."))
    milestone.done_on = local_date(at)
    milestone.save(update_fields=["done_on"])
    _progress(actor, action, "milestone_done", milestone.title, at=at)
    return milestone


@transaction.atomic
def add_evidence(actor: Actor, action_id: UUID, file: StoredFile, label: str, *, at: datetime) -> Evidence:
    """Add a stored file that shows what was done. It stays."""
    action = _open_action(actor, action_id)
    words = _words(label, "label", _("Write what the file shows."))[:200]
    if action.evidence.count() >= MOST_EVIDENCE:
        raise Conflict(_("There are very many files already."))
    evidence = Evidence.objects.create(action=action, file=file, label=words, added_by_id=actor.id, added_at=at)
    mark_attached(file.pk, at=at)
    _progress(actor, action, "evidence", words, at=at)
    return evidence


@transaction.atomic
def hand_over(actor: Actor, action_id: UUID, owner: Account | None, *, at: datetime) -> CorrectiveAction:
    """Make somebody else of the unit responsible (None: its head); the day and the promise stay.

    Raises Forbidden for all but the heads of the unit, Conflict once the action was reported, Invalid for a stranger
    and for whoever is responsible already.
    """
    action = _open_action(actor, action_id)
    require(actor, ACTION_PLAN, action.finding)
    if owner is not None and not staff_of_branch(action.finding.unit, on=local_date(at)).filter(pk=owner.pk).exists():
        message = _("Choose somebody of this unit.")
        raise Invalid(message, errors=[FieldError("owner", message)])
    if owner == action.owner:
        message = _("They are responsible already. Choose somebody else.")
        raise Invalid(message, errors=[FieldError("owner", message)])
    action.owner = owner
    action.save(update_fields=["owner"])
    save_finding(action.finding)
    if owner is not None and str(owner.pk) != actor.id:
        _tell_owner(action, gettext_lazy("You are responsible for this."), at=at)
    name = owner.get_full_name() if owner is not None else action.owner_unit.name
    words = _("handed over to {name}").format(name=name)
    happened = ActionProgressed(**told_of_action(action), step="handed_over", words=words)
    record_as(actor, ACTION_PLAN, happened, action.finding, action.subject, at=at)
    return action


@transaction.atomic
def link_change(actor: Actor, action_id: UUID, version: Version, *, at: datetime) -> CorrectiveAction:
    """Name the version of a standard, process or form by which the action changed something."""
    action = _open_action(actor, action_id)
    action.change, action.change_id, action.change_label = version.kind, version.id, version.label[:200]
    _progress(actor, action, f"changed_{version.kind}", version.label, at=at)
    return action


@transaction.atomic
def claim_progress(actor: Actor, action_id: UUID, claim: FollowUp, words: str, *, at: datetime) -> CorrectiveAction:
    """Say that an action is done, or cannot be done; it counts once the office that issued the finding accepts it.

    Raises Invalid without words: what was done, or the valid reason.
    """
    action = _open_action(actor, action_id)
    if claim not in CLAIMS:
        raise Invalid(_("Choose one of the two."), errors=[FieldError("claim", _("Choose one of the two."))])
    action.claim = claim
    action.claim_text = _words(words, "words", _("Write what was done, or why it cannot be done."))
    action.claimed_at, action.returned = at, ""
    action.save(update_fields=["claim", "claim_text", "claimed_at", "returned"])
    save_finding(action.finding)
    tell_office(
        action.finding,
        f"action-claimed:{action.pk}:{at.isoformat()}",
        gettext_lazy("The unit reports on an action. Accept it or return it."),
        link=address_of(action),
        at=at,
    )
    happened = ActionClaimed(**told_of_action(action), claim=claim, claim_label=str(FollowUp(claim).label))
    record_as(actor, ACTION_WORK, happened, action, action.subject, at=at)
    return action


def address_of(action: CorrectiveAction) -> str:
    """The page of an action."""
    return reverse("oversight:action", args=[action.finding.number, action.position])


def _open_action(actor: Actor, action_id: UUID) -> CorrectiveAction:
    """The action, locked, while the unit still works on it. Raises Forbidden, Conflict."""
    action = lock_action(action_id)
    require(actor, ACTION_WORK, action)
    if not works_for(actor, action.finding.unit.path):
        raise Forbidden(_("You no longer work for this unit. Its head goes on with the action."))
    if action.is_accepted or action.claim or not action.finding.is_open:
        raise Conflict(_("The action was reported or accepted already; nothing can be added now."))
    return action


def _progress(actor: Actor, action: CorrectiveAction, step: str, words: str, *, at: datetime) -> None:
    action.progress = FollowUp.IN_PROCESS
    action.save(update_fields=["progress", "change", "change_id", "change_label"])
    save_finding(action.finding)
    happened = ActionProgressed(**told_of_action(action), step=step, words=words)
    record_as(actor, ACTION_WORK, happened, action, action.subject, at=at)


def _tell_owner(action: CorrectiveAction, sentence: object, *, at: datetime) -> None:
    if action.owner is None:
        return
    tell(
        [action.owner],
        f"action-owner:{action.pk}:{at.isoformat()}",
        number=str(action),
        title=action.what[:120],
        sentence=sentence,
        link=address_of(action),
        at=at,
    )


def _words(text: str, field: str, message: str) -> str:
    words = plain_text(text).strip()[:LONGEST_TEXT]
    if not words:
        raise Invalid(message, errors=[FieldError(field, message)])
    return words
