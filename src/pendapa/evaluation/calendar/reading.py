"""Instruments from a YAML file of the installation: checked as a whole, every fault is told."""

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from pendapa.evaluation.calendar.evidence import EVIDENCE
from pendapa.evaluation.models import Instrument

Kind = Instrument.Kind


class WrongInstruments(ValueError):
    """The file cannot be used; `faults` says why, each naming where."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("; ".join(faults))


@transaction.atomic
def load_instruments(path: Path) -> int:
    """Bring the instruments of a file into the installation; returns how many. Those it does not name stay.

    Raises WrongInstruments, and changes nothing then.
    """
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as unread:
        raise WrongInstruments([f"{path}: {unread}"]) from unread
    rows = read.get("instruments") if isinstance(read, dict) else None
    if not isinstance(rows, list) or not rows:
        raise WrongInstruments([f"{path}: “instruments” must be a list."])
    faults = [f"{path}: {fault}" for place, row in enumerate(rows, start=1) for fault in _faults_of(row, place)]
    if faults:
        raise WrongInstruments(faults)
    for row in rows:
        Instrument.objects.update_or_create(
            key=row["key"],
            defaults={
                "kind": row["kind"],
                "name": row["name"],
                "source": row["source"],
                "every_months": row.get("every_months", 12),
                "is_confirmed": row.get("is_confirmed", True),
                "definition": {name: row[name] for name in ("scale", "aspects", "grades") if name in row},
            },
        )
    return len(rows)


def _faults_of(row: Any, place: int) -> list[str]:
    if not isinstance(row, dict):
        return [f"instrument {place} must be a mapping."]
    where = f"instrument {row.get('key') or place}"
    faults = [f"{where} lacks “{name}”." for name in ("key", "kind", "name", "source") if not row.get(name)]
    if row.get("kind") not in Kind.values:
        faults.append(f"{where}: “kind” is one of {', '.join(Kind.values)}.")
    if not _is_named(row.get("name")):
        faults.append(f"{where}: “name” has id and en.")
    months = row.get("every_months", 12)
    if not isinstance(months, int) or not 1 <= months <= 120:
        faults.append(f"{where}: “every_months” is a whole number from 1 to 120.")
    if row.get("kind") == Kind.SELF_ASSESSMENT:
        faults += [f"{where}: {fault}" for fault in _faults_of_assessment(row)]
    return faults


def _faults_of_assessment(row: dict[str, Any]) -> list[str]:
    scale, aspects = row.get("scale"), row.get("aspects")
    faults = [] if isinstance(scale, int) and 1 <= scale <= 100 else ["“scale” is a whole number from 1 to 100."]
    if not isinstance(aspects, list) or not aspects:
        return [*faults, "“aspects” must be a list."]
    keys: list[str] = []
    for aspect in aspects:
        if not isinstance(aspect, dict) or not _is_named(aspect.get("name")) or not aspect.get("key"):
            faults.append("an aspect has key and name (id, en).")
            continue
        weight = aspect.get("weight")
        if isinstance(weight, bool) or not isinstance(weight, int | float) or weight <= 0:
            faults.append(f"aspect {aspect['key']}: “weight” is a number above 0.")
        items = aspect.get("items")
        if not isinstance(items, list) or not items:
            faults.append(f"aspect {aspect['key']}: “items” must be a list.")
            continue
        for item in items:
            if not isinstance(item, dict) or not _is_named(item.get("name")) or not item.get("key"):
                faults.append(f"aspect {aspect['key']}: an item has key and name (id, en).")
                continue
            keys.append(str(item["key"]))
            if item.get("evidence", "") not in {"", *EVIDENCE}:
                faults.append(f"item {item['key']}: “evidence” is one of {', '.join(EVIDENCE)}.")
    return [*faults, *(f"item {key} stands twice." for key in sorted({key for key in keys if keys.count(key) > 1}))]


def _is_named(name: Any) -> bool:
    """Both languages and nothing else: a comma without quotes would make more of it."""
    return isinstance(name, dict) and set(name) == {"id", "en"} and all(isinstance(text, str) for text in name.values())
