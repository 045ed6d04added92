"""The queue as the desk shows it: rows of all kinds, each with its next step."""

from dataclasses import replace
from typing import Any

from pendapa.cases.kinds import declared_kinds
from pendapa.cases.queries import QueuePage, queue
from pendapa.journal.actors import Actor


def queue_with_next_steps(actor: Actor, **filters: Any) -> QueuePage:
    """A page of the queue (see `cases.queries.queue`); each kind names its next steps in one query."""
    page = queue(actor, **filters)
    steps: dict[Any, str] = {}
    for kind in declared_kinds().values():
        ids = [row.case_id for row in page.rows if row.kind == kind.key]
        if ids and kind.next_steps is not None:
            steps.update(kind.next_steps(ids))
    return replace(page, rows=[replace(row, next_step=steps.get(row.case_id, "")) for row in page.rows])
