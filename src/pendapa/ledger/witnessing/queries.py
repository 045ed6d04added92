"""What the log shows of its witnesses."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils.functional import Promise

from pendapa.ledger.notes import NoteFault, read_note
from pendapa.ledger.witnessing.configured import named_witnesses
from pendapa.ledger.witnessing.models import Cosignature, Standing, Trouble


@dataclass(frozen=True, slots=True)
class WitnessRow:
    """A witness, what it signed last and when; `trouble` is why it does not sign now, empty while it does."""

    name: str
    vkey: str
    url: str
    size: int | None
    at: datetime | None
    trouble: str | Promise
    is_alarming: bool
    """It has seen another log than ours: somebody should look."""


def cosigned(note: str) -> str:
    """A checkpoint of ours with the signatures of those witnesses that signed this very one. Two queries at most."""
    witnesses = [witness.key.vkey for witness in named_witnesses()]
    if not witnesses:
        return note
    try:
        text = read_note(note).text
    except NoteFault:
        return note
    lines = dict(Cosignature.objects.filter(key__in=witnesses, text=text).values_list("key", "line"))
    return note + "".join(lines[key] for key in witnesses if key in lines)


def witness_rows() -> list[WitnessRow]:
    """Each witness that the operator named, in that order. Three queries."""
    named = named_witnesses()
    keys = [witness.key.vkey for witness in named]
    standings = Standing.objects.in_bulk(keys)
    newest = Cosignature.objects.filter(key__in=keys).values("key").annotate(newest=Max("size"))
    sizes = {row["key"]: row["newest"] for row in newest}
    times = {(row.key, row.size): row.at for row in Cosignature.objects.filter(key__in=keys, size__in=sizes.values())}
    rows = []
    for witness in named:
        key = witness.key.vkey
        trouble = Trouble(standings[key].trouble) if key in standings else Trouble.NONE
        rows.append(
            WitnessRow(
                name=witness.key.name,
                vkey=key,
                url=witness.url,
                size=sizes.get(key),
                at=times.get((key, sizes.get(key, -1))),
                trouble=trouble.label if trouble else "",
                is_alarming=trouble in (Trouble.AHEAD, Trouble.FORKED),
            )
        )
    return rows
