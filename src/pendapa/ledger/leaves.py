"""What the log says of a journal entry: one leaf, built by the declaration of its verb and by nothing else."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from pendapa.journal.models import Entry
from pendapa.journal.verbs import declaration_of
from pendapa.kernel.calendar import local_date
from pendapa.kernel.canonical import canonical_json
from pendapa.ledger.tiles import LARGEST_ENTRY

VERSION: Final = 1


def leaf_of(entry: Entry, handle: UUID) -> bytes:
    """The leaf of a logged entry: RFC 8785 JSON, at most 65,535 bytes.

    Its public fields stand in clear (of an entry erased before it was told: none), the day instead of the time, a
    random handle instead of the matter; the rest is committed to.
    """
    public = declaration_of(entry.verb).public_fields
    payload: Mapping[str, Any] = entry.payload or {}
    leaf = {
        "about": f"{entry.subject_type}:{handle.hex}",
        "at": local_date(entry.at).isoformat(),
        "commitment": bytes(entry.commitment).hex(),
        "fields": {name: payload[name] for name in sorted(public) if name in payload},
        "v": VERSION,
        "verb": entry.verb,
    }
    return _fitting(leaf)


def _fitting(leaf: dict[str, Any]) -> bytes:
    """The leaf; while it is too large, the largest of its fields gives way to its digest."""
    written = canonical_json(leaf)
    while len(written) > LARGEST_ENTRY:
        sizes = {name: len(canonical_json(value)) for name, value in leaf["fields"].items()}
        name = max(sizes, key=lambda name: sizes[name])
        digested = hashlib.sha256(canonical_json(leaf["fields"][name])).hexdigest()
        leaf = {**leaf, "fields": {**leaf["fields"], name: {"bytes": sizes[name], "sha256": digested}}}
        written = canonical_json(leaf)
    return written
