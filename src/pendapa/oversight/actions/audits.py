"""Audits: plan, draw the sample, open its cases, publish."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.cases.actions import open_as_staff
from pendapa.cases.actions.reading import OVERSIGHT
from pendapa.catalogue.models import PublicService
from pendapa.journal.actions import record
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Conflict, FieldError, Forbidden, Invalid
from pendapa.kernel.text import plain_text
from pendapa.oversight.actions.locking import AUDIT_PREFIX, free_number, lock_audit
from pendapa.oversight.actions.publishing import exposed_by_audit, record_confirmed, require_confirmed
from pendapa.oversight.actions.recording import record_as
from pendapa.oversight.models import Audit, AuditMember, SampledCase
from pendapa.oversight.permissions import AUDIT_PLAN, AUDIT_WORK, require_apart, require_impartial, require_judge
from pendapa.oversight.queries.audits import is_in_team
from pendapa.oversight.queries.branches import in_branches
from pendapa.oversight.queries.log import PopulationRule, cases_by_handle, population, seed_after
from pendapa.oversight.queries.units import members_of_office
from pendapa.oversight.rules import AuditState
from pendapa.oversight.sampling import Rule, draw
from pendapa.oversight.verbs import AuditPlanned, AuditPublished, AuditSampled
from pendapa.people.models import Account, Organization
from pendapa.people.permissions import acting_as, acting_grant, require
from pendapa.people.roles import Role

LARGEST_SAMPLE = 300
LONGEST_CONCLUSION = 8000


@dataclass(frozen=True, slots=True)
class AuditIn:
    """A plan: what is audited, over which days (inclusive), how many cases, drawn how, and by whom."""

    title: str
    unit: Organization
    service: PublicService | None
    period_from: date
    period_until: date
    rule: Rule
    wanted: int
    team: Iterable[Account] = ()


@transaction.atomic
def plan_audit(actor: Actor, given: AuditIn, *, at: datetime) -> Audit:
    """Set down an audit and the rule of its sample; the seed comes from the log afterwards: nobody knows it yet.

    Raises Forbidden for all but overseers who do not answer for the unit, Invalid for a period that is not over.
    """
    require(actor, AUDIT_PLAN, given.unit)
    require_impartial(actor, given.unit.path)
    grant = acting_grant(actor, AUDIT_PLAN, given.unit)
    if grant is None:
        raise Forbidden(_("Only an overseer plans an audit."))
    _check(given, local_date(at))
    audit = Audit.objects.create(
        number=free_number(Audit, AUDIT_PREFIX),
        title=plain_text(given.title).strip()[:200],
        unit=given.unit,
        service=given.service,
        period_from=given.period_from,
        period_until=given.period_until,
        rule=given.rule,
        wanted=given.wanted,
        office=Organization.objects.get(code=grant.organisation),
        office_role=grant.role,
        planned_at=at,
    )
    colleagues = members_of_office(actor, Role(grant.role), on=local_date(at))
    members = {str(account.pk) for account in given.team if colleagues.filter(pk=account.pk).exists()} | {actor.id}
    AuditMember.objects.bulk_create(AuditMember(audit=audit, account_id=member) for member in sorted(members))
    happened = AuditPlanned(
        audit=audit.number,
        unit=audit.unit.code,
        units=units_of(audit.unit),
        service=audit.service.slug if audit.service else "",
        period_from=audit.period_from,
        period_until=audit.period_until,
        rule=audit.rule,
        wanted=audit.wanted,
        title=audit.title,
    )
    entry = record(actor, happened, audit.subject, at=at, **acting_as(actor, AUDIT_PLAN, audit))
    audit.plan_entry = entry.pk
    audit.plan_units = happened.units
    audit.save(update_fields=["plan_entry", "plan_units"])
    return audit


@transaction.atomic
def draw_sample(actor: Actor, audit: Audit, *, at: datetime) -> Audit:
    """Draw the sample by the plan's rule and the seed of the log, once; the list is public from now on.

    Raises Conflict while the log has not signed the plan (try again in a moment), when the sample was drawn already,
    or when no case fits.
    """
    audit = lock_audit(audit.pk)
    _require_team(actor, audit)
    if audit.state != AuditState.PLANNED:
        raise Conflict(_("The sample was drawn already. It stays as it is."))
    seed = seed_after(audit.plan_entry) if audit.plan_entry is not None else None
    if seed is None:
        raise Conflict(_("The public log has not signed the plan yet. Wait a moment, then try again."))
    rule = Rule(audit.rule)
    candidates = population(_rule_of(audit), seed.size, rule)
    if not candidates:
        raise Conflict(_("The log knows no case that fits the plan. Plan another audit with another unit or period."))
    drawn = draw(candidates, audit.wanted, seed.root, rule)
    cases = cases_by_handle([one.handle for one in drawn])
    SampledCase.objects.bulk_create(
        SampledCase(
            audit=audit,
            case=cases[one.handle],
            position=position,
            handle=one.handle,
            stratum=one.stratum[:60],
            weight=one.weight,
        )
        for position, one in enumerate(drawn, start=1)
        if one.handle in cases
    )
    audit.state, audit.sampled_at = AuditState.SAMPLED, at
    audit.population = len(candidates)
    audit.checkpoint_size, audit.checkpoint_root = seed.size, seed.root.hex()
    audit.save()
    happened = AuditSampled(
        audit=audit.number,
        unit=audit.unit.code,
        rule=audit.rule,
        population=audit.population,
        checkpoint_size=audit.checkpoint_size,
        checkpoint_root=audit.checkpoint_root,
        wanted=len(drawn),
        handles=[one.handle for one in drawn],
    )
    record_as(actor, AUDIT_WORK, happened, audit, audit.subject, at=at)
    return audit


@transaction.atomic
def open_sampled_case(actor: Actor, sampled: SampledCase, *, at: datetime) -> None:
    """Record that the team opens a case of the sample; its person reads that an overseer looked at it."""
    _require_team(actor, sampled.audit)
    open_as_staff(actor, sampled.case, at=at, purpose=OVERSIGHT)
    if sampled.opened_at is None:
        SampledCase.objects.filter(pk=sampled.pk, opened_at__isnull=True).update(opened_at=at)


@transaction.atomic
def publish_audit(actor: Actor, audit: Audit, conclusion: str, *, confirmed: str = "", at: datetime) -> Audit:
    """Publish the conclusion, how the sample was drawn, and the findings that are published.

    Raises Conflict before the sample was drawn, or for a second time; Invalid without a conclusion; Exposing for what
    looks like personal data in it, unless `confirmed` is its mark.
    """
    audit = lock_audit(audit.pk)
    _require_team(actor, audit)
    if audit.state != AuditState.SAMPLED:
        raise Conflict(_("This cannot be done with the audit as it is now."))
    words = plain_text(conclusion).strip()[:LONGEST_CONCLUSION]
    if not words:
        message = _("Write the conclusion.")
        raise Invalid(message, errors=[FieldError("conclusion", message)])
    exposed = exposed_by_audit(audit, words)
    require_confirmed(exposed, confirmed)
    audit.state, audit.conclusion, audit.published_at = AuditState.PUBLISHED, words, at
    audit.save()
    record_confirmed(actor, AUDIT_WORK, audit, exposed, at=at)
    published = audit.findings.filter(published_at__isnull=False).count()
    happened = AuditPublished(audit=audit.number, unit=audit.unit.code, findings=published)
    record_as(actor, AUDIT_WORK, happened, audit, audit.subject, at=at)
    return audit


def units_of(unit: Organization) -> list[str]:
    """The codes of a unit and of all below it, in the order of the tree."""
    return list(
        Organization.objects.filter(in_branches("path", [unit.path])).order_by("path").values_list("code", flat=True)
    )


def _rule_of(audit: Audit) -> PopulationRule:
    service = audit.service.slug if audit.service else ""
    return PopulationRule(audit.plan_units, service, audit.period_from, audit.period_until)


def _require_team(actor: Actor, audit: Audit) -> None:
    require_judge(actor, AUDIT_WORK, audit)
    require_apart(actor, audit)
    if not is_in_team(actor, audit):
        raise Forbidden(_("Only the team of the audit may do this."))


def _check(given: AuditIn, today: date) -> None:
    errors = []
    if not plain_text(given.title).strip():
        errors.append(FieldError("title", _("Write a title.")))
    if given.period_until < given.period_from:
        errors.append(FieldError("period_until", _("The last day is before the first.")))
    if given.period_until >= today:
        message = _("The period has to be over, so that no case can still enter it.")
        errors.append(FieldError("period_until", message))
    if not 1 <= given.wanted <= LARGEST_SAMPLE:
        errors.append(FieldError("wanted", _("Choose from 1 to {most} cases.").format(most=LARGEST_SAMPLE)))
    if errors:
        raise Invalid(errors[0].message, errors=errors)
