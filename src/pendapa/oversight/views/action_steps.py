"""What may be done with an action: by the unit and whoever is responsible, then by the office that judges it."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.oversight import actions
from pendapa.oversight.forms.corrections import (
    ChangeForm,
    ClaimForm,
    EffectForm,
    EvidenceForm,
    HandOverForm,
    MilestoneForm,
    ReturnForm,
)
from pendapa.oversight.forms.fields import StepForm
from pendapa.oversight.models import CorrectiveAction
from pendapa.oversight.permissions import ACTION_JUDGE, ACTION_PLAN, ACTION_WORK, require_judge
from pendapa.oversight.queries.measuring import after_of, before_of
from pendapa.oversight.queries.units import staff_of_branch
from pendapa.oversight.rules import FollowUp
from pendapa.oversight.steps import Given, Step, plain
from pendapa.oversight.views.stepping import confirmed_in, stored
from pendapa.people.pages import StaffRequest
from pendapa.people.permissions import require

Action = CorrectiveAction


def _working(actor: Actor, action: Action) -> None:
    require(actor, ACTION_WORK, action)


def _planning(actor: Actor, action: Action) -> None:
    require(actor, ACTION_PLAN, action.finding)


def _owner_form(_request: StaffRequest, action: Action, data: Any, _files: Any) -> StepForm:
    form = HandOverForm(data, initial={"owner": action.owner_id})
    today = local_date(timezone.now())
    form.fields["owner"].queryset = staff_of_branch(action.finding.unit, on=today)  # type: ignore[attr-defined]
    return form


def _hand_over(request: StaffRequest, action: Action, given: Given, at: datetime) -> object:
    return actions.hand_over(request.actor, action.pk, given["owner"], at=at)


def _judging(actor: Actor, action: Action) -> None:
    require_judge(actor, ACTION_JUDGE, action)


def _is_worked_on(action: Action) -> bool:
    return action.finding.is_open and not action.claim and not action.is_accepted


def _waits(action: Action) -> bool:
    return action.finding.is_open and bool(action.claim)


def _can_be_checked(action: Action) -> bool:
    return action.progress == FollowUp.DONE and bool(action.finding.measure) and action.effect_due_on is not None


def _change_form(_request: StaffRequest, action: Action, data: Any, _files: Any) -> StepForm:
    return ChangeForm(data, finding=action.finding)


def _effect_form(_request: StaffRequest, action: Action, data: Any, _files: Any) -> StepForm:
    after = after_of(action, local_date(timezone.now()))
    return EffectForm(data, before=before_of(action.finding), after=after)


def _milestone(request: StaffRequest, action: Action, given: Given, at: datetime) -> object:
    confirmed = confirmed_in(request)
    return actions.add_milestone(
        request.actor, action.pk, given["title"], due_on=given["due_on"], confirmed=confirmed, at=at
    )


def _evidence(request: StaffRequest, action: Action, given: Given, at: datetime) -> object:
    return actions.add_evidence(request.actor, action.pk, stored(given["file"]), given["label"], at=at)


def _link(request: StaffRequest, action: Action, given: Given, at: datetime) -> object:
    version = ChangeForm(None, finding=action.finding).versions[given["version"]]
    return actions.link_change(request.actor, action.pk, version, at=at)


def _claim(request: StaffRequest, action: Action, given: Given, at: datetime) -> object:
    return actions.claim_progress(request.actor, action.pk, given["claim"], given["words"], at=at)


def _accept(request: StaffRequest, action: Action, _given: Given, at: datetime) -> object:
    return actions.accept_action(request.actor, action.pk, at=at)


def _return(request: StaffRequest, action: Action, given: Given, at: datetime) -> object:
    return actions.return_action(request.actor, action.pk, given["reason"], at=at)


def _check(request: StaffRequest, action: Action, given: Given, at: datetime) -> object:
    return actions.check_effect(request.actor, action.pk, given["before"], given["after"], at=at)


STEPS: tuple[Step[Action], ...] = (
    Step("tonggak", _("Add a step"), _working, _is_worked_on, _milestone, plain(MilestoneForm), icon="plus"),
    Step("bukti", _("Add evidence"), _working, _is_worked_on, _evidence, plain(EvidenceForm), icon="paperclip"),
    Step("versi", _("Name what was changed"), _working, _is_worked_on, _link, _change_form, icon="file-pen"),
    Step("serahkan", _("Hand over"), _planning, _is_worked_on, _hand_over, _owner_form, icon="user-check"),
    Step(
        "lapor",
        _("Report what was done"),
        _working,
        _is_worked_on,
        _claim,
        plain(ClaimForm),
        look="main",
        icon="send",
        warning=_("The overseer is told. Until they accept or return it, nothing can be added."),
    ),
    Step(
        "terima",
        _("Accept"),
        _judging,
        _waits,
        _accept,
        plain(StepForm),
        look="main",
        icon="check",
        warning=_("An accepted action counts as followed up. This cannot be undone."),
    ),
    Step("kembalikan", _("Return"), _judging, _waits, _return, plain(ReturnForm), icon="undo-2"),
    Step(
        "dampak", _("Check the effect"), _judging, _can_be_checked, _check, _effect_form, look="main", icon="activity"
    ),
)
