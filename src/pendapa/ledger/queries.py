"""The reads: how far the log is, what stands in it, and the proof that something does."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pendapa.journal.models import Entry
from pendapa.ledger.merkle import inclusion_proof
from pendapa.ledger.models import Checkpoint, Leaf, Log
from pendapa.ledger.signing import signer_of, wished_name
from pendapa.ledger.storage import subtrees
from pendapa.ledger.tiles import FULL_WIDTH


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a leaf stands in the log: its bytes, its place, and the path to the root of the signed checkpoint."""

    entry: int
    index: int
    leaf: bytes
    proof: tuple[bytes, ...]
    checkpoint: str
    """The signed note."""

    @property
    def verb(self) -> str:
        return str(json.loads(self.leaf)["verb"])


def log_name() -> str:
    """What the log is called in its checkpoints (before it begins: what it will be called)."""
    return Log.objects.values_list("name", flat=True).first() or wished_name()


def log_vkey() -> str:
    """The key by which the log's checkpoints are verified, as C2SP writes it."""
    return signer_of(log_name()).verifier.vkey


def newest_checkpoint() -> Checkpoint | None:
    """What was signed last; None before the log has begun."""
    return Checkpoint.objects.order_by("-id").first()


def log_size() -> int:
    """How many leaves are signed."""
    return Checkpoint.objects.order_by("-id").values_list("size", flat=True).first() or 0


def leaves_from(index: int, limit: int) -> list[tuple[int, bytes]]:
    """Index and bytes of the leaves from `index` on, in their order, at most `limit`."""
    found = Leaf.objects.filter(index__gte=index, index__lt=index + limit).order_by("index")
    return [(at, bytes(data)) for at, data in found.values_list("index", "data")]


def bundle(number: int, width: int = FULL_WIDTH) -> list[bytes] | None:
    """The first `width` entries of a bundle of 256; None when the log has not come so far."""
    found = [data for _, data in leaves_from(number * FULL_WIDTH, width)]
    return found if len(found) == width else None


def latest_leaves(count: int) -> list[tuple[int, dict[str, Any]]]:
    """The leaves logged last, newest first, read."""
    found = Leaf.objects.order_by("-index").values_list("index", "data")[:count]
    return [(index, json.loads(bytes(data))) for index, data in found]


def proof_for(entry: Entry | int) -> Receipt | None:
    """The receipt of one journal entry; None while the log does not tell of it."""
    receipts = proofs_for([entry.pk if isinstance(entry, Entry) else entry])
    return receipts[0] if receipts else None


def proofs_for(entries: Iterable[int]) -> list[Receipt]:
    """The receipts of those journal entries that are logged, in the order of the log, against one checkpoint.

    Three queries, however many there are.
    """
    checkpoint = newest_checkpoint()
    if checkpoint is None:
        return []
    size = checkpoint.size
    logged = Leaf.objects.filter(entry__in=list(entries), index__lt=size).order_by("index")
    leaves: Sequence[Leaf] = list(logged)
    read = subtrees(size, [leaf.index for leaf in leaves])
    return [
        Receipt(
            entry=leaf.entry,
            index=leaf.index,
            leaf=bytes(leaf.data),
            proof=tuple(inclusion_proof(leaf.index, size, read)),
            checkpoint=checkpoint.note,
        )
        for leaf in leaves
    ]


def index_of(entry: int) -> int | None:
    """Where a journal entry stands in the log; None while it does not."""
    return Leaf.objects.filter(entry=entry).values_list("index", flat=True).first()
