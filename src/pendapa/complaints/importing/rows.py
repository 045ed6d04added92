"""Rows of a table of complaints, and the key by which one is known again."""

import csv
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.utils import timezone

from pendapa.complaints.rules import LONGEST_TEXT
from pendapa.complaints.suggesting.examples import COLUMNS, WrongColumns
from pendapa.kernel.text import plain_text

_NAMESPACE = UUID("6f1d1d8e-3c1b-4b59-9b0e-0c9a3a4d7f10")
_NOON = 12
_MOST_HOURS = 10 * 366 * 24
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One complaint as the other system knew it. `received_at` is noon on the first of its month: the day is not
    told. `answered_at` is when the unit answered first, None where it never did."""

    text: str
    unit: str
    topic: str
    district: str
    village: str
    received_at: datetime | None
    answered_at: datetime | None

    @property
    def key(self) -> UUID:
        """The same for the same content: a second import passes over what the first one brought."""
        month = f"{self.received_at:%Y-%m}" if self.received_at else ""
        return uuid5(_NAMESPACE, "\x1f".join((self.text, self.unit, self.topic, self.district, self.village, month)))


def rows_in(lines: Iterable[str]) -> Iterator[Row]:
    """The rows of a CSV with `text` and `agency`, and as far as there are `topic`, `district`, `village`, `month`
    ("2022-11"), `first_response_hours`. Rows without a text or an agency are passed over. Raises WrongColumns."""
    reader = csv.DictReader(lines)
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise WrongColumns(", ".join(missing))
    for raw in reader:
        row = _row({name: plain_text(value or "").strip() for name, value in raw.items() if isinstance(name, str)})
        if row.text and row.unit:
            yield row


def _row(raw: dict[str, str]) -> Row:
    received_at = _month(raw.get("month", ""))
    hours = _hours(raw.get("first_response_hours", ""))
    answered_at = received_at + timedelta(hours=hours) if received_at is not None and hours is not None else None
    unit, topic, district, village = (
        raw.get(name, "")[:LONGEST_NAME] for name in ("agency", "topic", "district", "village")
    )
    return Row(raw["text"][:LONGEST_TEXT], unit, topic, district, village, received_at, answered_at)


def _month(text: str) -> datetime | None:
    try:
        first = datetime.strptime(text[:7], "%Y-%m").replace(hour=_NOON)
        return timezone.make_aware(first)
    except (ValueError, OverflowError):
        return None


def _hours(text: str) -> float | None:
    try:
        hours = float(text)
    except ValueError:
        return None
    return hours if math.isfinite(hours) and 0 <= hours <= _MOST_HOURS else None
