"""Verbs for the log's own tests, and a journal to read them from."""

import secrets
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction

from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import SYSTEM
from pendapa.journal.models import Entry
from pendapa.journal.verbs import Audience, Public, verb

AT = datetime(2027, 1, 4, 18, tzinfo=UTC)


@verb("test.told", audience=Audience.PARTIES)
class Told:
    unit: Public[str]
    due: Public[date]
    person: str
    sentence = "Told to {unit} by {due}."
    log_safety = "A unit is no person."


@verb("test.whole", audience=Audience.PUBLIC)
class Whole:
    text: Public[Any]
    short: Public[str]
    log_safety = "Nothing is in it."


@verb("test.kept_back", audience=Audience.PUBLIC)
class KeptBack:
    unit: Public[str]


def tell(subject: str = "7", unit: str = "dpmptsp", *, happened: object | None = None) -> Entry:
    """One entry about a case, committed at once."""
    told = happened or Told(unit=unit, due=date(2027, 1, 8), person=secrets.token_hex(4))
    with transaction.atomic():
        return record(SYSTEM, told, Subject("case", subject), at=AT)


def tell_many(count: int, prefix: str = "") -> Sequence[Entry]:
    """Entries in one transaction, about few matters."""
    with transaction.atomic():
        told = Told(unit="dpmptsp", due=date(2027, 1, 8), person="")
        return [record(SYSTEM, told, Subject("case", f"{prefix}{number % 40}"), at=AT) for number in range(count)]


def sealed_among(matters: Collection[tuple[str, str]]) -> dict[tuple[str, str], bool]:
    """Matters "secret-…" are sealed, matters "opened-…" could be and are not."""
    return {(kind, key): key.startswith("secret-") for kind, key in matters if key.startswith(("secret-", "opened-"))}
