"""The follower of the public log that keeps the measures: what it counts, it counts as every outsider does."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from pendapa.evaluation.cells import CaseState, Cell, Key, widened
from pendapa.evaluation.counting import TAKES
from pendapa.evaluation.figures import Tally
from pendapa.evaluation.measures.keeping import (
    WorkCount,
    WorkKey,
    add_work,
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
    progress, _created = Progress.objects.select_for_update(no_key=True).get_or_create(id=1)
    news = [leaf for leaf in leaves if leaf.index >= progress.size]
    if not news:
        return
    told = [(leaf.data.get("verb"), leaf.data.get("about")) for leaf in news]
    cases = cases_about({about for verb, about in told if verb in TAKES and isinstance(about, str)})
    before = [_work_of(case) for case in cases.values()]
    tally = Tally(
        progress.size,
        cases,
        findings_about({about for verb, about in told if str(verb).startswith("finding.") and isinstance(about, str)}),
    )
    for leaf in news:
        tally.take(leaf.index, leaf.data)
    keep_cases(tally.cases)
    add_work(_work_changed(before, [_work_of(case) for case in tally.cases.values()]))
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


def _work_of(case: CaseState) -> tuple[WorkKey, WorkCount] | None:
    """Where a case counts as work at hand; None before it is accepted."""
    if not case.accepted_on:
        return None
    due_on = case.overdue_after
    return (case.unit, case.service, case.accepted_on[:7], due_on), (int(not case.is_ended), int(bool(due_on)))


def _work_changed(
    before: Iterable[tuple[WorkKey, WorkCount] | None], after: Iterable[tuple[WorkKey, WorkCount] | None]
) -> dict[WorkKey, WorkCount]:
    changes: dict[WorkKey, WorkCount] = {}
    for sign, counted in ((-1, before), (1, after)):
        for work in counted:
            if work is not None:
                key, (waiting, running) = work
                known = changes.get(key, (0, 0))
                changes[key] = (known[0] + sign * waiting, known[1] + sign * running)
    return changes


MEASURE_KEEPER = Follower("measures", take_leaves)
