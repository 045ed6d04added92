"""The follower of the public log that keeps the measures: what it counts, it counts as every outsider does."""

from collections.abc import Sequence

from django.db import transaction

from pendapa.evaluation.cells import Cell, Key, widened
from pendapa.evaluation.counting import TAKES
from pendapa.evaluation.figures import Tally
from pendapa.evaluation.measures.keeping import (
    cases_about,
    cells_of,
    findings_about,
    keep_cases,
    keep_cells,
    keep_findings,
)
from pendapa.evaluation.measures.models import Progress
from pendapa.ledger.following import Follower, LoggedLeaf


@transaction.atomic
def take_leaves(leaves: Sequence[LoggedLeaf]) -> None:
    """Count the next leaves of the log. Those that are counted already are passed over; raises ValueError for a gap."""
    progress, _created = Progress.objects.select_for_update().get_or_create(id=1)
    news = [leaf for leaf in leaves if leaf.index >= progress.size]
    if not news:
        return
    told = [(leaf.data.get("verb"), leaf.data.get("about")) for leaf in news]
    tally = Tally(
        progress.size,
        cases_about({about for verb, about in told if verb in TAKES and isinstance(about, str)}),
        findings_about({about for verb, about in told if str(verb).startswith("finding.") and isinstance(about, str)}),
    )
    for leaf in news:
        tally.take(leaf.index, leaf.data)
    keep_cases(tally.cases)
    keep_findings(tally.findings)
    keep_cells(_added_up(tally.cells))
    progress.size = tally.size
    progress.save(update_fields=["size"])


def _added_up(cells: dict[Key, Cell]) -> dict[Key, Cell]:
    """What was kept and what is new, for each key and every wider one."""
    keys = {wider for key in cells for wider in widened(key)}
    kept = cells_of(keys)
    for key, cell in cells.items():
        for wider in widened(key):
            kept.setdefault(wider, Cell()).add(cell)
    return kept


MEASURE_KEEPER = Follower("measures", take_leaves)
