"""The sequencer: takes what the journal tells and may be told, and appends it to the tree.

It reads the journal twice: at once, and once a day what the first reading left for the day's end (`holding`).
Leaves, tiles, checkpoint and the move of the reader's cursor are one transaction; the journal's bands see to it that
one worker sequences at a time and each entry is taken once. Nothing is signed that does not extend what was signed.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

import structlog
from django.db import connection, transaction
from django.utils import timezone

from pendapa.journal.models import Entry
from pendapa.journal.subscriptions import BatchSubscriber, run_subscriber
from pendapa.ledger.channel import CHANNEL
from pendapa.ledger.declarations import logged_verbs
from pendapa.ledger.handles import handles_for
from pendapa.ledger.holding import AT_ONCE, AT_THE_DAYS_END, NOT_YET_TOLD, finished_before_today, held_back, shuffled
from pendapa.ledger.keeping import UnreadableCheckpoint, keep_checkpoint, kept_checkpoint
from pendapa.ledger.leaves import leaf_of
from pendapa.ledger.merkle import EMPTY_ROOT, leaf_hash, root_at
from pendapa.ledger.models import Checkpoint, Log
from pendapa.ledger.queries import log_size, newest_checkpoint
from pendapa.ledger.signing import sign_checkpoint, wished_name
from pendapa.ledger.storage import read_tile, subtrees, write_leaves, write_tiles
from pendapa.ledger.tiles import grow_tiles

log = structlog.get_logger(__name__)

AT_MOST = 1000
AT_MOST_A_DAY = 100_000
"""Far more than a day leaves: what is written in one piece tells nothing of its order."""


class RefusedToSign(RuntimeError):
    """The tree in the database does not extend what was signed before; the text says how to go on."""


@cache
def sequencer() -> BatchSubscriber:
    """The reader of the journal that writes the log, once every package's verbs are known."""
    return BatchSubscriber(AT_ONCE, _sequence_at_once, frozenset(declared.name for declared in logged_verbs()), AT_MOST)


def daily_sequencer(at: datetime) -> BatchSubscriber:
    """The reader that writes what was left for the day's end; `at` is now."""
    return BatchSubscriber(
        AT_THE_DAYS_END,
        _sequence_shuffled,
        sequencer().verbs,
        AT_MOST_A_DAY,
        among=NOT_YET_TOLD,
        until=lambda low: finished_before_today(low, at),
    )


def run_sequencer(at: datetime | None = None) -> int:
    """Log all that is finished in the journal, and what past days left (`at`: the moment it is, now without it).

    Returns how many entries the log has grown by.
    """
    before = log_size()
    run_subscriber(sequencer())
    run_subscriber(daily_sequencer(at or timezone.now()))
    checkpoint = newest_checkpoint()
    if checkpoint is None:
        return 0
    _keep(checkpoint.note)
    return checkpoint.size - before


def begin_log() -> None:
    """At the start of an installation: `prepare_log`; what speaks against it is told, and never stops the start."""
    try:
        prepare_log()
    except RefusedToSign as refused:
        log.error("log_not_begun", error=str(refused))


def prepare_log() -> None:
    """Begin the log, empty and signed, where there is none yet. Raises RefusedToSign."""
    Log.objects.get_or_create(id=1, defaults={"name": wished_name(), "begun_at": timezone.now()})
    with transaction.atomic():
        begun = Log.objects.select_for_update().get()
        if newest_checkpoint() is None:
            require_extension(begun.name, 0, b"")
            sign_tree(begun.name, 0, EMPTY_ROOT)


def _sequence_at_once(entries: Sequence[Entry]) -> None:
    """Without those about sealed matters; where nothing is left, nothing is signed and nobody learns of it."""
    Log.objects.select_for_update().first()
    held = held_back(entries, sequencer().verbs)
    told = [entry for entry in entries if (entry.subject_type, entry.subject_id) not in held]
    if told:
        sequence(told)


def _sequence_shuffled(entries: Sequence[Entry]) -> None:
    sequence(shuffled(entries))


def sequence(entries: Sequence[Entry]) -> None:
    """Append the leaves of these entries and sign the tree. Raises RefusedToSign."""
    prepare_log()
    begun = Log.objects.select_for_update().get()
    before = newest_checkpoint()
    size = before.size if before else 0
    require_extension(begun.name, size, bytes(before.root) if before else b"")
    handles = handles_for((entry.subject_type, entry.subject_id) for entry in entries)
    leaves = [leaf_of(entry, handles[entry.subject_type, entry.subject_id]) for entry in entries]
    write_leaves(size, [entry.pk for entry in entries], leaves)
    write_tiles(grow_tiles(size, [leaf_hash(leaf) for leaf in leaves], read_tile))
    grown = size + len(leaves)
    sign_tree(begun.name, grown, root_at(grown, subtrees(grown)))
    _wake_followers()


def require_extension(name: str, size: int, root: bytes) -> None:
    """Raise RefusedToSign unless the tree of this size, with this root, extends what was signed before."""
    fault = fault_of_tree(name, size, root)
    if fault:
        raise RefusedToSign(fault)


def fault_of_tree(name: str, size: int, root: bytes) -> str:
    """Why the tree in the database must not be signed, and how to go on; empty when it may."""
    try:
        kept = kept_checkpoint()
    except UnreadableCheckpoint as unreadable:
        return str(unreadable)
    if kept is None or not kept.size:
        return ""
    if kept.origin != name:
        return f"log-checkpoint.txt is of the log {kept.origin}, the database holds {name}. {HOW_TO_GO_ON}"
    if (kept.size, kept.root) == (size, root):
        return ""
    if kept.size > size:
        return (
            f"the public log was signed up to {kept.size} entries, the database holds {size}: "
            f"it was brought back from an older backup. {HOW_TO_GO_ON}"
        )
    if root_at(kept.size, subtrees(size)) != kept.root:
        return f"the first {kept.size} entries of the public log are not those that were signed. {HOW_TO_GO_ON}"
    return ""


HOW_TO_GO_ON = (
    "Bring back the newest backup of the database; if there is none, begin a new log under another name: "
    "`pendapa log --begin NAME` (see docs/public-log.md)."
)


def sign_tree(name: str, size: int, root: bytes) -> None:
    """Sign this root for this size; the checkpoint is kept outside the database once all is committed."""
    note = sign_checkpoint(name, size, root)
    Checkpoint.objects.create(size=size, root=root, note=note, at=timezone.now())
    transaction.on_commit(lambda: _keep(note))


def _keep(note: str) -> None:
    """After the commit: a full disk must not undo what is done, and is told of."""
    try:
        keep_checkpoint(note)
    except (OSError, UnreadableCheckpoint) as error:
        log.error("log_checkpoint_not_kept", error=str(error))


def _wake_followers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
