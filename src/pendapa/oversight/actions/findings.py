"""The overseers' side of a finding: propose, change the draft, issue, publish, withdraw, close."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendapa.catalogue.models import PublicService
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Conflict, FieldError, Forbidden, Invalid
from pendapa.kernel.text import plain_text
from pendapa.oversight.actions.locking import FINDING_PREFIX, free_number, lock_finding, move_finding, save_finding
from pendapa.oversight.actions.publishing import (
    all_words_of,
    check_words,
    exposed_by,
    record_confirmed,
    require_confirmed,
)
from pendapa.oversight.actions.recording import record_as, told_of_finding
from pendapa.oversight.actions.telling import heads_above, tell
from pendapa.oversight.models import Audit, Finding, OverseerReport
from pendapa.oversight.permissions import (
    FINDING_ISSUE,
    FINDING_PROPOSE,
    require_apart,
    require_impartial,
    require_judge,
)
from pendapa.oversight.queries.deadlines import deadline_on
from pendapa.oversight.rules import DeadlineStep, FindingState, Source
from pendapa.oversight.verbs import (
    FindingChanged,
    FindingClosed,
    FindingIssued,
    FindingMoved,
    FindingProposed,
    FindingPublished,
    FindingWithdrawn,
)
from pendapa.people.models import Organization
from pendapa.people.permissions import acting_grant, require

ELEMENTS = ("condition", "criterion", "cause", "effect", "recommendation")
"""The five elements of an audit finding."""
LONGEST_TEXT = 4000


@dataclass(frozen=True, slots=True)
class FindingIn:
    """What an overseer writes; the five elements may be empty until the finding is issued."""

    title: str
    unit: Organization
    service: PublicService | None = None
    condition: str = ""
    criterion: str = ""
    cause: str = ""
    effect: str = ""
    recommendation: str = ""
    measure: str = ""


@transaction.atomic
def propose_finding(
    actor: Actor,
    given: FindingIn,
    *,
    source: Source = Source.MANUAL,
    audit: Audit | None = None,
    report: OverseerReport | None = None,
    at: datetime,
) -> Finding:
    """Write down a finding as a draft of the actor's office.

    Raises Forbidden unless the actor oversees the unit and does not answer for it, Invalid without a title.
    """
    require(actor, FINDING_PROPOSE, given.unit)
    require_impartial(actor, given.unit.path)
    grant = acting_grant(actor, FINDING_PROPOSE, given.unit)
    if grant is None:
        raise Forbidden(_("Only an overseer proposes a finding."))
    finding = Finding(
        number=free_number(Finding, FINDING_PREFIX),
        office=Organization.objects.get(code=grant.organisation),
        office_role=grant.role,
        source=source,
        audit=audit,
        report=report,
        proposed_at=at,
    )
    _fill(finding, given)
    finding.save()
    happened = FindingProposed(**told_of_finding(finding), source=source, title=finding.title)
    record_as(actor, FINDING_PROPOSE, happened, finding, finding.subject, at=at)
    return finding


@transaction.atomic
def change_draft(
    actor: Actor, finding_id: UUID, given: FindingIn, *, expected_revision: int | None = None, at: datetime
) -> Finding:
    """Rewrite a draft of one's own office; a draft of an alarm becomes one's own. That it now concerns another unit is
    told in the journal and in the log, as its proposal was. Raises Conflict once it is issued."""
    finding = lock_finding(finding_id, expected_revision=expected_revision)
    require_judge(actor, FINDING_ISSUE, finding)
    require_apart(actor, finding)
    _require_draft(finding)
    require(actor, FINDING_PROPOSE, given.unit)
    require_impartial(actor, given.unit.path)
    _take(actor, finding)
    was = finding.unit
    _fill(finding, given)
    save_finding(finding)
    happened = FindingChanged(finding=finding.number)
    record_as(actor, FINDING_ISSUE, happened, finding, finding.subject, at=at)
    if finding.unit != was:
        moved = FindingMoved(**told_of_finding(finding), was=was.code, unit_name=finding.unit.name, was_name=was.name)
        record_as(actor, FINDING_ISSUE, moved, finding, finding.subject, at=at)
    return finding


@transaction.atomic
def issue_finding(
    actor: Actor,
    finding_id: UUID,
    *,
    is_public: bool = False,
    confirmed: str = "",
    expected_revision: int | None = None,
    at: datetime,
) -> Finding:
    """Hand a finding to its unit, which has its days to follow it up. Its words stand fast, published or internal.

    Raises Forbidden for all but the office that wrote it, Invalid naming the elements that are still empty.
    """
    finding = lock_finding(finding_id, expected_revision=expected_revision)
    require_judge(actor, FINDING_ISSUE, finding)
    require_apart(actor, finding)
    missing = [name for name in ELEMENTS if not getattr(finding, name).strip()]
    if missing:
        message = _("Write all five elements before you issue the finding.")
        raise Invalid(message, errors=[FieldError(name, message) for name in missing])
    move_finding(finding, FindingState.ISSUED)
    _take(actor, finding)
    finding.issued_at, finding.issued_by_id = at, UUID(actor.id)
    today = local_date(at)
    finding.due_on = deadline_on(DeadlineStep.FOLLOW_UP, today).after(today)
    save_finding(finding)
    tell(
        heads_above(finding.unit, at=at),
        f"finding-issued:{finding.pk}",
        number=finding.number,
        title=finding.title,
        sentence=gettext_lazy("A finding was issued to your unit. Answer it and plan what you do about it."),
        link=reverse("oversight:finding", args=[finding.number]),
        at=at,
    )
    happened = FindingIssued(**told_of_finding(finding), due=finding.due_on, title=finding.title, until=finding.due_on)
    record_as(actor, FINDING_ISSUE, happened, finding, finding.subject, at=at)
    return publish_finding(actor, finding.pk, confirmed=confirmed, at=at) if is_public else finding


@transaction.atomic
def publish_finding(actor: Actor, finding_id: UUID, *, confirmed: str = "", at: datetime) -> Finding:
    """Let everybody read an issued finding; it cannot be hidden again.

    `confirmed` is the mark of what looks like personal data in it (`exposure.mark_of`). Raises Exposing without it,
    Conflict for a draft or a second time.
    """
    finding = lock_finding(finding_id)
    require_judge(actor, FINDING_ISSUE, finding)
    require_apart(actor, finding)
    if finding.issued_at is None or finding.published_at is not None:
        raise Conflict(_("This cannot be done with the finding as it is now."))
    exposed = exposed_by(finding, all_words_of(finding), at=at)
    require_confirmed(exposed, confirmed)
    finding.published_at = at
    save_finding(finding)
    record_confirmed(actor, FINDING_ISSUE, finding, exposed, at=at)
    happened = FindingPublished(**told_of_finding(finding), title=finding.title, recommendation=finding.recommendation)
    record_as(actor, FINDING_ISSUE, happened, finding, finding.subject, at=at)
    return finding


@transaction.atomic
def withdraw_finding(
    actor: Actor,
    finding_id: UUID,
    reason: str,
    *,
    confirmed: str = "",
    expected_revision: int | None = None,
    at: datetime,
) -> Finding:
    """Take a finding back, with a reason that stays beside it (published when the finding is: then Exposing may be
    raised, as by `publish_finding`)."""
    finding = lock_finding(finding_id, expected_revision=expected_revision)
    require_judge(actor, FINDING_ISSUE, finding)
    require_apart(actor, finding)
    words = _required(reason, "reason", _("Write why the finding is withdrawn."))
    move_finding(finding, FindingState.WITHDRAWN)
    _take(actor, finding)
    finding.ending, finding.ended_at = words, at
    check_words(actor, FINDING_ISSUE, finding, [(_("How it ended"), words)], confirmed, at=at)
    save_finding(finding)
    happened = FindingWithdrawn(**told_of_finding(finding), reason=words)
    record_as(actor, FINDING_ISSUE, happened, finding, finding.subject, at=at)
    return finding


@transaction.atomic
def close_finding(
    actor: Actor,
    finding_id: UUID,
    words: str,
    *,
    confirmed: str = "",
    expected_revision: int | None = None,
    at: datetime,
) -> Finding:
    """Close a finding whose actions were all accepted. Raises Conflict while one is not, or none was planned, and
    Exposing as `publish_finding` does when the finding is published."""
    finding = lock_finding(finding_id, expected_revision=expected_revision)
    require_judge(actor, FINDING_ISSUE, finding)
    require_apart(actor, finding)
    actions = list(finding.actions.all())
    if not actions or not all(action.is_accepted for action in actions):
        raise Conflict(_("A finding is closed when its actions were accepted. One is still open, or none was planned."))
    move_finding(finding, FindingState.CLOSED)
    finding.ending, finding.ended_at = plain_text(words).strip()[:LONGEST_TEXT], at
    check_words(actor, FINDING_ISSUE, finding, [(_("How it ended"), finding.ending)], confirmed, at=at)
    save_finding(finding)
    record_as(actor, FINDING_ISSUE, FindingClosed(**told_of_finding(finding)), finding, finding.subject, at=at)
    return finding


def _fill(finding: Finding, given: FindingIn) -> None:
    finding.title = _required(given.title, "title", _("Write a title."))[:200]
    finding.unit, finding.service = given.unit, given.service
    for name in ELEMENTS:
        setattr(finding, name, plain_text(getattr(given, name)).strip()[:LONGEST_TEXT])
    if finding.alarm is None and given.measure != finding.measure:
        finding.measure = given.measure
        finding.measured_value = finding.measured_n = None
    if finding.alarm is None:
        finding.measure_unit = given.unit.code if finding.measure else ""
        finding.measure_service = finding.service_code if finding.measure else ""


def _take(actor: Actor, finding: Finding) -> None:
    """A finding of an alarm becomes the draft of the office that first touches it."""
    if finding.office is not None:
        return
    grant = acting_grant(actor, FINDING_ISSUE, finding)
    if grant is None:
        raise Forbidden(_("Only an overseer proposes a finding."))
    finding.office, finding.office_role = Organization.objects.get(code=grant.organisation), grant.role


def _require_draft(finding: Finding) -> None:
    if not finding.is_draft:
        raise Conflict(_("The finding was issued. Its words stand fast; withdraw it and write another one."))


def _required(text: str, field: str, message: str) -> str:
    words = plain_text(text).strip()[:LONGEST_TEXT]
    if not words:
        raise Invalid(message, errors=[FieldError(field, message)])
    return words
