"""What waits for the end of the day: of sealed matters the log tells days, and must not betray the minute.

Whoever watches the checkpoint sees at once that an entry was added. So entries about a matter that is sealed when the
log comes to it stay out, and are written together after midnight at the body, the matters in an order of chance.
Nothing is marked: the second reader takes whatever the first one has passed and has not told.
"""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.module_loading import import_string

from pendapa.journal.models import Entry, SubscriberCursor
from pendapa.kernel.calendar import local_date
from pendapa.ledger.handles import Matter
from pendapa.ledger.models import Leaf

AT_ONCE = "ledger"
"""The reader that writes at once, and the one that writes once a day, as the journal's cursors are called."""
AT_THE_DAYS_END = "ledger-daily"
SETTLING = timedelta(minutes=10)
"""How long after midnight a day is over: by then what was begun before it is committed, and no clock is so wrong."""
NOT_YET_TOLD = Q(~Exists(Leaf.objects.filter(entry=OuterRef("pk"))))

SealedAmong = Callable[[Collection[Matter]], Mapping[Matter, bool]]
"""Of matters, those that can be sealed at all, and whether they are now; dotted paths in `PENDAPA_SEALED_MATTERS`."""


def held_back(entries: Sequence[Entry], verbs: Collection[str]) -> set[Matter]:
    """The matters of these entries that must wait: those that are sealed, and those of which something waits already,
    for of one matter all stands in its order."""
    matters = {(entry.subject_type, entry.subject_id) for entry in entries}
    found: dict[Matter, bool] = {}
    for path in getattr(settings, "PENDAPA_SEALED_MATTERS", ()):
        sealed_among: SealedAmong = import_string(path)
        found |= sealed_among(matters)
    held = {matter for matter, is_sealed in found.items() if is_sealed}
    return held | _waiting(found.keys() - held, entries[0], verbs)


def _waiting(matters: Collection[Matter], first: Entry, verbs: Collection[str]) -> set[Matter]:
    """Of these matters, those with an entry that came before this one and is not told."""
    if not matters:
        return set()
    told_to = SubscriberCursor.objects.filter(name=AT_THE_DAYS_END).values_list("low", flat=True).first() or 0
    passed = Q(transaction_id__gte=told_to) & _before(first)
    ids = [matter_id for _kind, matter_id in matters]
    waiting = Entry.objects.filter(passed, NOT_YET_TOLD, subject_id__in=ids, verb__in=verbs)
    return set(waiting.values_list("subject_type", "subject_id")) & set(matters)


def _before(first: Entry) -> Q:
    """What the first reader has passed: bands below the open one, and what stands before this entry in it."""
    cursor = SubscriberCursor.objects.get(name=AT_ONCE)
    return Q(transaction_id__lt=cursor.low) | Q(transaction_id__lt=cursor.high, id__lt=first.pk)


def finished_before_today(low: int, at: datetime) -> int:
    """The transaction number below which the first reader has passed everything and nothing is of today.

    `low` is the number up to which past days are told. An entry is of the day on which the database took it in,
    whatever day it tells of; were what is committed after midnight and taken in before it written by itself, its
    minute would show (`SETTLING`). The first reader's place is asked before the entries: what is below is committed.
    """
    zone = ZoneInfo(settings.TIME_ZONE)
    midnight = datetime.combine(local_date(at - SETTLING), time.min, zone)
    passed = SubscriberCursor.objects.filter(name=AT_ONCE).values_list("low", flat=True).first() or 0
    today = Entry.objects.filter(transaction_id__gte=low, transaction_id__lt=passed, recorded_at__gte=midnight)
    return today.order_by("transaction_id").values_list("transaction_id", flat=True).first() or passed


def shuffled(entries: Sequence[Entry]) -> list[Entry]:
    """One matter after the other, each in its own order, the matters in an order of chance."""
    matters: dict[Matter, list[Entry]] = {}
    for entry in entries:
        matters.setdefault((entry.subject_type, entry.subject_id), []).append(entry)
    groups = list(matters.values())
    secrets.SystemRandom().shuffle(groups)
    return [entry for group in groups for entry in group]
