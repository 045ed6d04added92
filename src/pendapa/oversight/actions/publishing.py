"""Before words are published: a search for personal data, which is edited out or confirmed on the record."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.oversight.actions.recording import record_as
from pendapa.oversight.exposure import Exposed, Exposing, count_by_kind, exposed_in, mark_of, named_in
from pendapa.oversight.models import Audit, CorrectiveAction, Finding
from pendapa.oversight.queries.units import staff_of_branch
from pendapa.oversight.verbs import PersonalDataConfirmed
from pendapa.people.permissions import Permission

Texts = list[tuple[str, str]]


def words_of(finding: Finding) -> Texts:
    """What the office wrote."""
    return [
        (_("Title"), finding.title),
        (_("Condition"), finding.condition),
        (_("Criterion"), finding.criterion),
        (_("Cause"), finding.cause),
        (_("Effect"), finding.effect),
        (_("Recommendation"), finding.recommendation),
    ]


def all_words_of(finding: Finding) -> Texts:
    """Everything that stands on the public page of a finding: the office's words and the unit's."""
    texts = words_of(finding) + [(_("Answer of the unit"), answer.text) for answer in finding.answers.all()]
    for action in finding.actions.prefetch_related("milestones"):
        name = _("Action {n}").format(n=action.position)
        texts += [(name, action.what), *((name, step.title) for step in action.milestones.all())]
    return [*texts, (_("How it ended"), finding.ending)]


def exposed_by(finding: Finding, texts: Texts, *, at: datetime) -> list[Exposed]:
    """What looks like personal data in words about a finding; who reported, and the unit's staff, are known by name."""
    known = [finding.report.reporter, finding.report.contact] if finding.report is not None else []
    staff = [account.get_full_name() for account in staff_of_branch(finding.unit, on=local_date(at))]
    return exposed_in(texts, [*known, *named_in(staff, texts)])


def exposed_by_audit(audit: Audit, conclusion: str) -> list[Exposed]:
    """The same of an audit; the persons of its cases are known by name."""
    texts = [(_("Title"), audit.title), (_("Conclusion"), conclusion)]
    persons = {one.case.applicant_name for one in audit.sample.select_related("case")}
    return exposed_in(texts, named_in(persons, texts))


def require_confirmed(exposed: list[Exposed], confirmed: str) -> None:
    """Raise Exposing unless nothing was found, or exactly what was found has been confirmed."""
    if exposed and confirmed != mark_of(exposed):
        message = _("This looks like personal data. Take it out, or confirm that everybody may read it.")
        raise Exposing(message, exposed)


def check_words(
    actor: Actor,
    permission: Permission,
    finding: Finding,
    texts: Texts,
    confirmed: str,
    *,
    at: datetime,
    target: Finding | CorrectiveAction | None = None,
) -> None:
    """Search words that are added to a published finding; before publication nobody but its readers sees them, and
    `publish_finding` searches them then. Raises Exposing, or records what was confirmed."""
    if not finding.is_published:
        return
    exposed = exposed_by(finding, texts, at=at)
    require_confirmed(exposed, confirmed)
    record_confirmed(actor, permission, target or finding, exposed, at=at)


def record_confirmed(
    actor: Actor,
    permission: Permission,
    target: Finding | Audit | CorrectiveAction,
    exposed: Iterable[Exposed],
    *,
    at: datetime,
) -> None:
    """That somebody confirmed it, with how many of each kind; not the words, which stand where they were written."""
    counts = count_by_kind(exposed)
    if not counts:
        return
    found = ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items()))
    happened = PersonalDataConfirmed(number=str(target), found=found)
    record_as(actor, permission, happened, target, target.subject, at=at)
