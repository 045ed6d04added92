"""The overseers' side of an action: accept it, return it, and check whether it worked."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Conflict, FieldError, Forbidden, Invalid
from pendapa.kernel.text import plain_text
from pendapa.oversight.actions.corrections import LONGEST_TEXT, address_of
from pendapa.oversight.actions.locking import lock_action, save_finding
from pendapa.oversight.actions.recording import record_as, told_of_action
from pendapa.oversight.actions.telling import heads_above, tell
from pendapa.oversight.models import CorrectiveAction
from pendapa.oversight.permissions import ACTION_JUDGE, require_apart, require_judge
from pendapa.oversight.queries.deadlines import deadline_on
from pendapa.oversight.queries.measuring import after_of, before_of
from pendapa.oversight.rules import (
    SMALLEST_COUNT,
    DeadlineStep,
    Effect,
    FollowUp,
    Reading,
    judge_effect,
    measure_named,
)
from pendapa.oversight.verbs import ActionAccepted, ActionChecked, ActionReturned


@transaction.atomic
def accept_action(actor: Actor, action_id: UUID, *, at: datetime) -> CorrectiveAction:
    """Accept what the unit reported; from now on it counts. An action that is done gets a day for its effect check.

    Raises Forbidden for all but the office that issued the finding, and for whoever owns the action; Conflict when
    nothing was reported.
    """
    action = _reported(actor, action_id)
    action.progress, action.claim = action.claim, ""
    action.accepted_at, action.accepted_by_id = at, UUID(actor.id)
    if action.progress == FollowUp.DONE and action.finding.measure:
        action.effect = Effect.NOT_YET
        today = local_date(at)
        action.effect_due_on = deadline_on(DeadlineStep.EFFECT_CHECK, today).after(today)
    action.save()
    save_finding(action.finding)
    _tell_unit(action, "accepted", gettext_lazy("The overseer has accepted the action."), at=at)
    record_as(actor, ACTION_JUDGE, ActionAccepted(**told_of_action(action)), action, action.subject, at=at)
    return action


@transaction.atomic
def return_action(actor: Actor, action_id: UUID, reason: str, *, at: datetime) -> CorrectiveAction:
    """Do not accept what the unit reported; it works on. Raises Invalid without a reason."""
    action = _reported(actor, action_id)
    words = plain_text(reason).strip()[:LONGEST_TEXT]
    if not words:
        message = _("Write what is still missing.")
        raise Invalid(message, errors=[FieldError("reason", message)])
    action.claim, action.returned, action.progress = "", words, FollowUp.IN_PROCESS
    action.save()
    save_finding(action.finding)
    _tell_unit(action, f"returned:{at.isoformat()}", gettext_lazy("The overseer has returned the action."), at=at)
    happened = ActionReturned(**told_of_action(action), reason=words)
    record_as(actor, ACTION_JUDGE, happened, action, action.subject, at=at)
    return action


@transaction.atomic
def check_effect(
    actor: Actor, action_id: UUID, before: Reading | None = None, after: Reading | None = None, *, at: datetime
) -> CorrectiveAction:
    """Compare the measure before and after, by `rules.judge_effect`, and show what came of it.

    What the record has counted is taken from there; `before` and `after` stand in only where it has nothing. It may be
    checked again, to see whether it lasts. Raises Conflict for an action that was not accepted as done, or whose
    finding names no measure, and Invalid where nothing is known of the time before.
    """
    action = lock_action(action_id)
    _require_judge(actor, action)
    finding = action.finding
    if action.progress != FollowUp.DONE or not finding.measure or action.effect_due_on is None:
        raise Conflict(_("The effect is checked when the action was accepted and the finding names a measure."))
    counted = before_of(finding), after_of(action, local_date(at))
    before, after = counted[0] or before, counted[1] or after
    if before is None:
        message = _("Give the value before: the record has none.")
        raise Invalid(message, errors=[FieldError("before_value", message)])
    measure = measure_named(finding.measure)
    effect = judge_effect(measure, before, after, due_on=action.effect_due_on, today=local_date(at))
    action.before_value, action.before_n = before.value, before.n
    action.after_value, action.after_n = (after.value, after.n) if after else (None, None)
    action.is_from_record = None not in counted
    action.effect, action.effect_checked_at = effect, at
    action.save()
    save_finding(finding)
    told = told_of_action(action)
    del told["state"]
    happened = ActionChecked(
        **told,
        effect=effect,
        measure=finding.measure,
        before=_shown(before),
        before_n=_counted(before),
        after=_shown(after),
        after_n=_counted(after),
        from_record=action.is_from_record,
        effect_label=str(effect.label),
    )
    record_as(actor, ACTION_JUDGE, happened, action, action.subject, at=at)
    return action


def _reported(actor: Actor, action_id: UUID) -> CorrectiveAction:
    action = lock_action(action_id)
    _require_judge(actor, action)
    if not action.claim or not action.finding.is_open:
        raise Conflict(_("Nothing was reported on this action that could be accepted."))
    return action


def _require_judge(actor: Actor, action: CorrectiveAction) -> None:
    require_judge(actor, ACTION_JUDGE, action)
    require_apart(actor, action)
    if str(action.owner_id) == actor.id:
        raise Forbidden(_("You are responsible for this action yourself. Another overseer has to judge it."))


def _shown(reading: Reading | None) -> str:
    """A value as text; empty where too few cases stand behind it."""
    return f"{reading.value:.4g}" if reading is not None and reading.n >= SMALLEST_COUNT else ""


def _counted(reading: Reading | None) -> int | None:
    return reading.n if reading is not None and reading.n >= SMALLEST_COUNT else None


def _tell_unit(action: CorrectiveAction, key: str, sentence: object, *, at: datetime) -> None:
    told = heads_above(action.finding.unit, at=at)
    if action.owner is not None:
        told.append(action.owner)
    tell(
        told,
        f"action-{key}:{action.pk}",
        number=str(action),
        title=action.what[:120],
        sentence=sentence,
        link=address_of(action),
        at=at,
    )
