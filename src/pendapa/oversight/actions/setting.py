"""What overseers set: deadlines. Those who are overseen never do."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.journal.actions import record
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import FieldError, Invalid
from pendapa.kernel.text import plain_text
from pendapa.oversight.models import DeadlineRule
from pendapa.oversight.permissions import DEADLINE_SET, require_deadline_setter
from pendapa.oversight.queries.deadlines import deadlines_on
from pendapa.oversight.rules import CHAIN_STEPS, DeadlineStep, climbs
from pendapa.oversight.verbs import DeadlineSet
from pendapa.people.organizations.outside import own_body
from pendapa.people.permissions import acting_as

LONGEST = 365


@transaction.atomic
def set_deadline(actor: Actor, step: str, days: int, source: str, valid_from: date, *, at: datetime) -> DeadlineRule:
    """Let a deadline count for what begins from a day on; what has begun keeps its promise.

    Raises Forbidden for whoever is overseen, Invalid without days or source, for a day before tomorrow, and for a chain
    that would not climb.
    """
    body = own_body()
    require_deadline_setter(actor, body, step)
    errors = []
    if step not in DeadlineStep.values:
        errors.append(FieldError("step", _("Choose a step.")))
    if not 1 <= days <= LONGEST:
        errors.append(FieldError("days", _("Give between 1 and 365 days.")))
    words = plain_text(source).strip()[:200]
    if not words:
        errors.append(FieldError("source", _("Name the rule that sets this deadline.")))
    if valid_from <= local_date(at):
        errors.append(FieldError("valid_from", _("Choose tomorrow or a later day: what has begun keeps its deadline.")))
    if errors:
        raise Invalid(_("Something must be corrected."), errors=errors)
    before = {name: deadline.days for name, deadline in deadlines_on(valid_from).items()}
    if step in CHAIN_STEPS and not climbs({**before, step: days}):
        message = _("The first reminder comes before the second; then unit, superior and overseer are told in turn.")
        raise Invalid(message, errors=[FieldError("days", message)])
    rule, _is_new = DeadlineRule.objects.update_or_create(
        step=step, valid_from=valid_from, defaults={"days": days, "source": words, "is_confirmed": True}
    )
    happened = DeadlineSet(
        step=step,
        days=days,
        was=before[step],
        source=words,
        valid_from=valid_from,
        step_label=str(DeadlineStep(step).label),
    )
    record(actor, happened, body.subject, at=at, **acting_as(actor, DEADLINE_SET, body))
    return rule
