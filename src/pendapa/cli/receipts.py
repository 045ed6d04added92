"""A checked receipt of the public log, in words."""

import json

from pendapa.cli.audit.telling import printable
from pendapa.ledger.receipts import CheckedEntry, CheckedReceipt


def told(receipt: CheckedReceipt) -> str:
    """What the receipt proves: under which tree, signed by whom, and what each entry says."""
    count, checkpoint = len(receipt.entries), receipt.checkpoint
    stands = "entry stands" if count == 1 else "entries stand"
    lines = [f"VALID: {count} {stands} unchanged in the log {checkpoint.origin} of {checkpoint.size} entries."]
    lines += [_line(entry) for entry in receipt.entries]
    lines += [f"Cosigned by {name} on {at:%Y-%m-%d %H:%M:%S} UTC." for name, at in receipt.cosigned]
    return "\n".join(map(printable, lines))


def _line(entry: CheckedEntry) -> str:
    if entry.payload is None:
        return f"- {entry.index}: {entry.verb} on {entry.day}, {_shown(entry.fields)}"
    return f"- {entry.index}: {entry.verb} on {entry.day}, {_shown(entry.payload)} (as committed to)"


def _shown(content: dict[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True)
