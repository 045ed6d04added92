"""What may be done with a finding: by the office that wrote it, and by the unit."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.oversight import actions
from pendapa.oversight.forms.corrections import PlanForm
from pendapa.oversight.forms.fields import StepForm
from pendapa.oversight.forms.findings import AnswerForm, CloseForm, FindingForm, IssueForm, WithdrawForm, draft_of
from pendapa.oversight.models import Finding
from pendapa.oversight.permissions import ACTION_PLAN, FINDING_ANSWER, FINDING_ISSUE, require_judge
from pendapa.oversight.queries.units import staff_of_branch
from pendapa.oversight.rules import FindingState
from pendapa.oversight.steps import Given, Step, plain
from pendapa.oversight.views.stepping import confirmed_in
from pendapa.people.pages import StaffRequest
from pendapa.people.permissions import Permission, require


def _judging(actor: Actor, finding: Finding) -> None:
    require_judge(actor, FINDING_ISSUE, finding)


def _asking(permission: Permission) -> Any:
    return lambda actor, finding: require(actor, permission, finding)


def _draft_form(request: StaffRequest, finding: Finding, data: Any, _files: Any) -> StepForm:
    return FindingForm(data, actor=request.actor, initial=draft_of(finding))


def _plan_form(_request: StaffRequest, finding: Finding, data: Any, _files: Any) -> StepForm:
    form = PlanForm(data, initial={"due_on": finding.due_on})
    today = local_date(timezone.now())
    form.fields["owner"].queryset = staff_of_branch(finding.unit, on=today)  # type: ignore[attr-defined]
    return form


def _change(request: StaffRequest, finding: Finding, given: Given, at: datetime) -> object:
    revision = given.pop("revision")
    return actions.change_draft(
        request.actor, finding.pk, actions.FindingIn(**given), expected_revision=revision, at=at
    )


def _issue(request: StaffRequest, finding: Finding, given: Given, at: datetime) -> object:
    is_public = given["audience"] == "public"
    return actions.issue_finding(
        request.actor,
        finding.pk,
        is_public=is_public,
        confirmed=confirmed_in(request),
        expected_revision=given["revision"],
        at=at,
    )


def _publish(request: StaffRequest, finding: Finding, _given: Given, at: datetime) -> object:
    return actions.publish_finding(request.actor, finding.pk, confirmed=confirmed_in(request), at=at)


def _withdraw(request: StaffRequest, finding: Finding, given: Given, at: datetime) -> object:
    return actions.withdraw_finding(
        request.actor,
        finding.pk,
        given["reason"],
        confirmed=confirmed_in(request),
        expected_revision=given["revision"],
        at=at,
    )


def _close(request: StaffRequest, finding: Finding, given: Given, at: datetime) -> object:
    return actions.close_finding(
        request.actor,
        finding.pk,
        given["words"],
        confirmed=confirmed_in(request),
        expected_revision=given["revision"],
        at=at,
    )


def _answer(request: StaffRequest, finding: Finding, given: Given, at: datetime) -> object:
    return actions.answer_finding(
        request.actor,
        finding.pk,
        given["text"],
        agrees=given["agrees"],
        confirmed=confirmed_in(request),
        expected_revision=given["revision"],
        at=at,
    )


def _plan(request: StaffRequest, finding: Finding, given: Given, at: datetime) -> object:
    return actions.plan_action(
        request.actor,
        finding.pk,
        given["what"],
        owner=given["owner"],
        due_on=given["due_on"],
        confirmed=confirmed_in(request),
        at=at,
    )


STEPS: tuple[Step[Finding], ...] = (
    Step(
        "ubah",
        _("Change the draft"),
        _judging,
        lambda finding: finding.is_draft,
        _change,
        _draft_form,
        icon="pencil",
    ),
    Step(
        "terbitkan",
        _("Issue the finding"),
        _judging,
        lambda finding: finding.is_draft,
        _issue,
        plain(IssueForm),
        look="main",
        icon="send",
        warning=_("The unit is told at once and its time to answer begins. The words cannot be changed any more."),
    ),
    Step(
        "jawab",
        _("Answer the finding"),
        _asking(FINDING_ANSWER),
        lambda finding: finding.is_open,
        _answer,
        plain(AnswerForm),
        look="main",
        icon="message-square",
        warning=_("An answer cannot be changed or taken back. You can add another one."),
    ),
    Step(
        "rencana",
        _("Plan an action"),
        _asking(ACTION_PLAN),
        lambda finding: finding.state == FindingState.ANSWERED,
        _plan,
        _plan_form,
        look="main",
        icon="list-checks",
        warning=_("A planned action and its day cannot be changed or taken back."),
    ),
    Step(
        "publikasikan",
        _("Let everybody read it"),
        _judging,
        lambda finding: finding.issued_at is not None and not finding.is_published,
        _publish,
        plain(StepForm),
        icon="megaphone",
        warning=_("Everybody can read the finding, the answer and the actions from now on. This cannot be undone."),
    ),
    Step(
        "tutup",
        _("Close the finding"),
        _judging,
        lambda finding: finding.state == FindingState.ANSWERED,
        _close,
        plain(CloseForm),
        icon="circle-check",
        warning=_("A closed finding is not opened again."),
    ),
    Step(
        "cabut",
        _("Withdraw"),
        _judging,
        lambda finding: finding.is_draft or finding.is_open,
        _withdraw,
        plain(WithdrawForm),
        look="danger",
        icon="undo-2",
        warning=_("A withdrawn finding stays to be seen, with your reason. It cannot be taken up again."),
    ),
)
