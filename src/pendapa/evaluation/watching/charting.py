"""Which charts are kept, and which of their alarms are told: of several that say the same, the narrowest, once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pendapa.evaluation.watching.models import Alarm, WatchRule
from pendapa.evaluation.watching.rules import MEASURES, SURVEYED, Chart, Run, Sensitivity, chart_of
from pendapa.evaluation.watching.series import Kept, Where, everything_kept, wider_than_one

Key = tuple[str, str, str]
"""Measure, unit, service."""


@dataclass(frozen=True, slots=True)
class Signal:
    """An alarm that lasts on the chart of a measure of a unit and service; `with_it` are elements that fell with an
    index."""

    measure: str
    unit: str
    service: str
    chart: Chart
    run: Run
    with_it: tuple[str, ...] = ()


def rules_in_force() -> dict[str, Sensitivity]:
    """How each measure is watched, without those that are not (one query)."""
    given = {rule.measure: rule for rule in WatchRule.objects.all()}
    return {
        key: given[key].sensitivity if key in given else Sensitivity()
        for key in MEASURES
        if key not in given or given[key].is_watched
    }


def begun_anew() -> list[Alarm]:
    """The alarms that were judged to be none (one query): what they told of is the new normal."""
    return list(Alarm.objects.filter(dismissed_at__isnull=False).only("measure", "unit", "service", "since"))


def begin_of(key: Key, dismissed: Iterable[Alarm]) -> date:
    """Since when a chart counts: since the latest of these alarms that was its own, or that of a part of it."""
    measure, unit, service = key
    said = {measure, "index"} if measure in SURVEYED else {measure}
    return max(
        (
            one.since
            for one in dismissed
            if one.measure in said and unit in ("", one.unit) and service in ("", one.service)
        ),
        default=date.min,
    )


def chart_for(kept: Kept, key: Key, how: Sensitivity, today: date, dismissed: Iterable[Alarm] = ()) -> Chart:
    """The chart of one measure up to the last whole month."""
    measure, unit, service = key
    least = how.least_count or MEASURES[measure].least_count
    periods = kept.series(measure, (unit, service), today=today, least=least)
    begins = begin_of(key, dismissed)
    return chart_of(MEASURES[measure], [period for period in periods if period.since >= begins], how)


def signals_on(today: date) -> list[Signal]:
    """Every alarm to be told: those that last (four queries).

    An element is silent while the index of the same unit and service alarms; the sum over a unit, or over a service of
    several units, is silent while one of its parts alarms by the same measure (an element: or by the index).
    """
    kept, dismissed, rules = everything_kept(), begun_anew(), rules_in_force()
    found: dict[Key, Signal] = {}
    for key in _keys(kept.months, rules):
        chart = chart_for(kept, key, rules[key[0]], today, dismissed)
        if chart.lasting is not None:
            found[key] = Signal(*key, chart, chart.lasting)
    return [_with_elements(signal, found) for key, signal in found.items() if not _is_told_otherwise(key, found)]


def _keys(places: Iterable[Where], rules: Iterable[str]) -> list[Key]:
    """The charts that are kept: of each service of each unit, of sums over several of them, and, since complaints name
    no service, of complaints by unit."""
    known = sorted(places)
    narrow = [where for where in known if all(where)]
    working = {unit for unit, _service in narrow}
    units = [(unit, service) for unit, service in known if unit and not service]
    summed = wider_than_one(narrow) | {where for where in units if where[0] not in working}
    return [
        (measure, *where)
        for measure in rules
        for where in (units if measure == "complaints" else [*narrow, *sorted(summed & set(known))])
    ]


def _is_told_otherwise(key: Key, found: Mapping[Key, Signal]) -> bool:
    measure, unit, service = key
    said = {measure, "index"} if measure in SURVEYED else {measure}
    for other, holder, slug in found:
        if other not in said or (other, holder, slug) == key:
            continue
        is_same = (holder, slug) == (unit, service)
        is_part = bool(holder and slug) and not (unit and service) and unit in ("", holder) and service in ("", slug)
        if is_same or is_part:
            return True
    return False


def _with_elements(signal: Signal, found: Mapping[Key, Signal]) -> Signal:
    if signal.measure != "index":
        return signal
    fallen = tuple(
        sorted(
            measure
            for measure, unit, service in found
            if measure != "index" and measure in SURVEYED and (unit, service) == (signal.unit, signal.service)
        )
    )
    return Signal(signal.measure, signal.unit, signal.service, signal.chart, signal.run, fallen)
