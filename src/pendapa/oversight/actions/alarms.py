"""A measure raised an alarm: it becomes a proposed finding, once."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from pendapa.catalogue.models import PublicService
from pendapa.complaints.models import Topic
from pendapa.journal.actions import record
from pendapa.journal.actors import SYSTEM
from pendapa.oversight.actions.locking import FINDING_PREFIX, free_number
from pendapa.oversight.actions.recording import told_of_finding
from pendapa.oversight.actions.telling import tell
from pendapa.oversight.models import Finding
from pendapa.oversight.queries.units import overseers_of
from pendapa.oversight.rules import Source, measure_named
from pendapa.oversight.verbs import FindingProposed
from pendapa.people.models import Organization
from pendapa.regions.models import Region


@transaction.atomic
def open_from_alarm(entry_id: int, told: Mapping[str, Any], *, at: datetime) -> Finding | None:
    """Propose a finding from an alarm (fields measure, unit, service, since, value, expected, evidence); None, and
    nothing done, when that alarm has one already.

    An alarm without a unit, or of one that is not known, is of the body as a whole.
    """
    if Finding.objects.filter(alarm=entry_id).exists():
        return None
    unit = Organization.objects.filter(code=str(told.get("unit") or "")).first() or _body()
    if unit is None:
        return None
    service = PublicService.objects.filter(slug=str(told.get("service") or "")).first()
    measure = str(told.get("measure") or "")[:24]
    evidence = told.get("evidence") if isinstance(told.get("evidence"), Mapping) else {"evidence": told.get("evidence")}
    finding = Finding(
        number=free_number(Finding, FINDING_PREFIX),
        unit=unit,
        service=service,
        source=Source.ALARM,
        measure=measure,
        measure_unit=str(told.get("unit") or ""),
        measure_service=str(told.get("service") or ""),
        measured_value=_number(told.get("value")),
        measured_n=_count(told, evidence or {}),
        expected_value=_number(told.get("expected")),
        measured_since=_day(told.get("since")),
        alarm=entry_id,
        evidence=evidence or {},
        proposed_at=at,
    )
    with override(settings.LANGUAGE_CODE):
        _word(finding)
    finding.save()
    tell(
        overseers_of(unit, at=at),
        f"alarm-finding:{finding.pk}",
        number=finding.number,
        title=finding.title,
        sentence=gettext_lazy("A measure raised an alarm. Look at the proposed finding."),
        link=f"/meja/temuan/{finding.number}/",
        at=at,
    )
    happened = FindingProposed(**told_of_finding(finding), source=Source.ALARM, title=finding.title)
    record(SYSTEM, happened, finding.subject, at=at)
    return finding


def _word(finding: Finding) -> None:
    measure = measure_named(finding.measure)
    where = _gathered(finding) or (finding.service.name if finding.service else finding.unit.name)
    finding.title = _("{measure}: {where}").format(measure=measure.label, where=where)[:200]
    finding.condition = _("{measure} of {where} is {value}.").format(
        measure=measure.label, where=where, value=_shown(finding.measured_value)
    )
    finding.criterion = _("On past periods, {value} was to be expected.").format(value=_shown(finding.expected_value))


def _gathered(finding: Finding) -> str:
    """Topic and place of complaints that gathered; empty for any other alarm."""
    topic = Topic.objects.filter(slug=str(finding.evidence.get("topic") or "")).values_list("name", flat=True).first()
    place = Region.objects.filter(code=str(finding.evidence.get("place") or "")).values_list("name", flat=True).first()
    return ", ".join(name for name in (topic, place or finding.evidence.get("place")) if name) if topic else ""


def _shown(value: float | None) -> str:
    """In the figures of the language: "87,62"."""
    return "–" if value is None else number_format(Decimal(f"{value:.4g}"))


def _body() -> Organization | None:
    return Organization.objects.filter(kind=Organization.Kind.BODY, parent__isnull=True).order_by("id").first()


def _number(value: Any) -> float | None:
    try:
        return None if value is None or value == "" else float(value)
    except (TypeError, ValueError):
        return None


def _count(told: Mapping[str, Any], evidence: Mapping[str, Any]) -> int | None:
    number = _number(told.get("n") or evidence.get("n"))
    return int(number) if number is not None and number >= 0 else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
