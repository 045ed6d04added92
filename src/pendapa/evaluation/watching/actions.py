"""The watch itself, and what an overseer does about it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.evaluation.watching.charting import Signal, signals_on
from pendapa.evaluation.watching.clusters import QUIET, SMALLEST
from pendapa.evaluation.watching.gathering import Cluster, clusters_on
from pendapa.evaluation.watching.models import Alarm, WatchRule
from pendapa.evaluation.watching.permissions import ALARM_DISMISS, require_setting
from pendapa.evaluation.watching.rules import CLUSTER, MEASURES, Sensitivity, Step, pooled
from pendapa.evaluation.watching.verbs import AlarmDismissed, AlarmRaised, WatchChanged
from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import SYSTEM, Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Conflict, FieldError, Forbidden, Invalid, NotFound
from pendapa.kernel.text import plain_text
from pendapa.people.impartiality import answers_for
from pendapa.people.models import Organization
from pendapa.people.permissions import require

LONGEST_REASON = 2000


def watch_measures(*, at: datetime) -> int:
    """Raise what the charts and the complaints alarm of; returns how many alarms are new.

    Done again it raises none again: an alarm of a measure, unit and service is one for as long as it lasts. Whole
    months are looked at, which no later entry of the log changes.
    """
    today = local_date(at)
    raised = sum(_raise_signal(signal, at=at) for signal in signals_on(today))
    if CLUSTER not in set(WatchRule.objects.filter(is_watched=False).values_list("measure", flat=True)):
        raised += sum(_raise_cluster(cluster, at=at) for cluster in clusters_on(today))
    return raised


@transaction.atomic
def dismiss_alarm(actor: Actor, alarm_id: int, reason: str, *, at: datetime) -> Alarm:
    """Judge that an alarm shows no shortcoming: its chart begins anew with what raised it.

    A finding that was proposed is taken back on its own page. Raises Forbidden for whoever answers for the unit,
    Invalid without a reason, Conflict when it was done before.
    """
    alarm = (
        Alarm.objects.select_for_update(no_key=True, of=("self",))
        .select_related("organization")
        .filter(pk=alarm_id)
        .first()
    )
    if alarm is None:
        raise NotFound(_("There is no such alarm among those that you may see."))
    require(actor, ALARM_DISMISS, alarm)
    if answers_for(actor, alarm.organization.path):
        raise Forbidden(_("You answer for this unit’s work yourself. Another overseer has to judge it."))
    if alarm.is_dismissed:
        raise Conflict(_("This alarm was judged already."))
    words = plain_text(reason).strip()[:LONGEST_REASON]
    if not words:
        message = _("Write why this is not a shortcoming.")
        raise Invalid(message, errors=[FieldError("reason", message)])
    alarm.dismissed_at, alarm.dismissed_by_id, alarm.dismissal = at, UUID(actor.id), words
    alarm.save(update_fields=["dismissed_at", "dismissed_by", "dismissal"])
    happened = AlarmDismissed(
        measure=alarm.measure, unit=alarm.unit, service=alarm.service, since=alarm.since, reason=words
    )
    record(actor, happened, alarm.subject, at=at)
    return alarm


@transaction.atomic
def set_watch(actor: Actor, measure: str, how: Sensitivity, *, is_watched: bool, at: datetime) -> WatchRule:
    """Set how a measure is watched from now on. Raises NotFound for a measure that is not watched at all, Forbidden
    also for an overseer who answers for a unit: it is watched, too."""
    require_setting(actor)
    if measure not in MEASURES and measure != CLUSTER:
        raise NotFound(_("There is no such measure."))
    least = how.least_count or WatchRule.to_begin_with(measure).least_count
    rule, _created = WatchRule.objects.update_or_create(
        measure=measure,
        defaults={
            "is_watched": is_watched,
            "least_count": least,
            "baseline": how.baseline,
            "allowance": how.allowance,
            "limit": how.limit,
        },
    )
    happened = WatchChanged(
        measure=measure,
        is_watched=is_watched,
        least_count=least,
        baseline=how.baseline,
        allowance=_told(how.allowance),
        limit=_told(how.limit),
    )
    record(actor, happened, Subject("watch", measure), at=at)
    return rule


@transaction.atomic
def _raise_signal(signal: Signal, *, at: datetime) -> bool:
    periods = signal.chart.periods_of(signal.run)
    value, n = pooled(periods)
    since, until = periods[0].since, periods[-1].until
    same = Alarm.objects.filter(measure=signal.measure, unit=signal.unit, service=signal.service)
    if same.filter(since__lt=until, until__gt=since).exists():
        return False
    evidence = {
        "n": n,
        "chart": "cusum",
        "periods": [_plain(step) for step in signal.chart.steps],
        "elements": list(signal.with_it),
    }
    alarm = Alarm(
        measure=signal.measure,
        unit=signal.unit,
        service=signal.service,
        since=since,
        until=until,
        value=value,
        expected=signal.chart.expected_of(signal.run) or 0.0,
        evidence=evidence,
        raised_at=at,
    )
    return _write(alarm, at=at)


@transaction.atomic
def _raise_cluster(cluster: Cluster, *, at: datetime) -> bool:
    near = Alarm.objects.filter(
        measure=CLUSTER, topic=cluster.topic, until__gt=cluster.until - timedelta(days=QUIET)
    ).values_list("place", flat=True)
    if any(cluster.place.startswith(place) or place.startswith(cluster.place) for place in near):
        return False
    alarm = Alarm(
        measure=CLUSTER,
        unit=cluster.unit,
        place=cluster.place,
        topic=cluster.topic,
        since=cluster.since,
        until=cluster.until,
        value=cluster.count,
        expected=cluster.expected,
        evidence={
            "n": cluster.count,
            "chart": "windows",
            "windows": [count if count >= SMALLEST else None for count in cluster.windows],
        },
        raised_at=at,
    )
    return _write(alarm, at=at)


def _write(alarm: Alarm, *, at: datetime) -> bool:
    """Keep the alarm and record it; False where there is no body yet to which it could belong."""
    organization = Organization.objects.filter(code=alarm.unit).first() if alarm.unit else None
    if organization is None:
        bodies = Organization.objects.filter(kind=Organization.Kind.BODY, parent__isnull=True)
        organization = bodies.order_by("id").first()
    if organization is None:
        return False
    alarm.organization = organization
    alarm.save()
    happened = AlarmRaised(
        alarm=alarm.pk,
        measure=alarm.measure,
        unit=alarm.unit,
        service=alarm.service,
        since=alarm.since,
        value=_told(alarm.value),
        expected=_told(alarm.expected),
        place=alarm.place,
        topic=alarm.topic,
        evidence={**alarm.evidence, "place": alarm.place, "topic": alarm.topic},
    )
    alarm.entry = record(SYSTEM, happened, alarm.subject, at=at).pk
    alarm.save(update_fields=["entry"])
    return True


def _plain(step: Step) -> dict[str, Any]:
    return {
        "label": step.period.label,
        "n": step.period.n,
        "value": round(step.period.value, 6),
        "expected": None if step.expected is None else round(step.expected, 6),
        "limit": None if step.limit is None else round(step.limit, 6),
        "sum": round(step.total, 4),
    }


def _told(value: float) -> str:
    return f"{value:.4g}"
