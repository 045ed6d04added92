"""What an administrator or a head of unit sets: deadlines and ready answers."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.complaints.models import AnswerTemplate, DeadlineRule
from pendapa.complaints.permissions import DEADLINE_EDIT, TEMPLATE_EDIT
from pendapa.complaints.queries import intake_unit
from pendapa.complaints.verbs import DeadlineSet, TemplateSaved
from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import FieldError, Invalid
from pendapa.people.models import Organization
from pendapa.people.permissions import acting_as, require


@transaction.atomic
def set_deadline(
    actor: Actor, step: str, kind: str, working_days: int, source: str, valid_from: date, *, at: datetime
) -> DeadlineRule:
    """Let a deadline count from a day on; clocks that run already keep their promise.

    Raises Invalid without days or source, and for a day in the past: what was promised then stays promised.
    """
    body = intake_unit()
    require(actor, DEADLINE_EDIT, body)
    errors = []
    if not 1 <= working_days <= 365:
        errors.append(FieldError("working_days", _("Give between 1 and 365 working days.")))
    if not source.strip():
        errors.append(FieldError("source", _("Name the rule that sets this deadline.")))
    if valid_from < local_date(at):
        errors.append(FieldError("valid_from", _("Choose today or a later day.")))
    if errors:
        raise Invalid(_("Something must be corrected."), errors=errors)
    rule, _is_new = DeadlineRule.objects.update_or_create(
        step=step,
        kind=kind,
        valid_from=valid_from,
        defaults={"working_days": working_days, "source": source.strip()[:200], "is_confirmed": True},
    )
    happened = DeadlineSet(step=step, kind=kind, working_days=working_days, source=rule.source, valid_from=valid_from)
    record(actor, happened, Subject("organization", body.code), at=at, **acting_as(actor, DEADLINE_EDIT, body))
    return rule


@transaction.atomic
def save_template(
    actor: Actor, unit: Organization, title: str, body: str, *, template: AnswerTemplate | None = None, at: datetime
) -> AnswerTemplate:
    """Write a ready answer of a unit, or change one. Raises Invalid for a title that the unit has already."""
    require(actor, TEMPLATE_EDIT, unit)
    if template is not None:
        require(actor, TEMPLATE_EDIT, template)
    same = AnswerTemplate.objects.filter(unit=unit, title=title.strip())
    others = same.exclude(pk=template.pk) if template is not None else same
    if others.exists():
        message = _("There is a ready answer of this title already.")
        raise Invalid(message, errors=[FieldError("title", message)])
    kept = template or AnswerTemplate(unit=unit)
    kept.unit, kept.title, kept.body, kept.updated_at = unit, title.strip(), body.strip(), at
    kept.save()
    happened = TemplateSaved(unit=unit.code, title=kept.title)
    record(actor, happened, unit.subject, at=at, **acting_as(actor, TEMPLATE_EDIT, unit))
    return kept


@transaction.atomic
def drop_template(actor: Actor, template: AnswerTemplate, *, at: datetime) -> None:
    """Take a ready answer away; answers that were given with it stay."""
    require(actor, TEMPLATE_EDIT, template)
    happened = TemplateSaved(unit=template.unit.code, title=template.title)
    record(actor, happened, template.unit.subject, at=at, **acting_as(actor, TEMPLATE_EDIT, template))
    template.delete()
