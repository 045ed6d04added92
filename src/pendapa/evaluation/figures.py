"""The public figures, recomputed from the leaves of the public log and from nothing else. No database, no clock.

Whoever holds the log can come to every published figure with the rules below; this module is one way of writing them.

**Leaves** are taken in the order of the log. `about` names the matter, `at` is the local day, `fields` what is told
in clear. Leaves of other verbs, and leaves that lack what a rule needs, are passed over. `∅` is the empty text or
null.

**A case** is accepted by the first `application.submitted` (of its `unit` and `service`) or `complaint.received` (of
its `unit`; a complaint has no service) about it. One whose `source` is "split" was made by staff of a part of another
report: nobody came with it, so it is not accepted, and counts as told below. `complaint.forwarded` gives a case to the
`unit` told, unless `is_outside` is true. A sealed case tells `∅` and then belongs to no unit: it is counted for the
body as a whole only.

**Clocks.** `clock.started`, `clock.changed` and `clock.resumed` set the due date of the case's clock of that name;
the first and the last let it run; `clock.paused` lets it stand still from that day; `clock.stopped` ends it. None of
them moves a date to a later one that was missed already (the day, or the day from which the clock stands still, is
after it): neither changing nor pausing a promise keeps it. Its *end* is the day of `clock.stopped`, or the day from
which it stood still; it was *kept* when the end is on or before the due date known before (or told by that very leaf,
where none was told before), *missed* when after. A clock leaf that names no clock, or a start without a due date, makes
all clocks of the case unknown from then on.

**Figures**, each for a unit, a service and a month (`""`: all of them; month "2026-11"):

- `accepted`: cases accepted; in the month of acceptance. `split`: parts that staff made cases of their own; likewise.
- `decided`: decisions, in the month of the decision. A case is decided by `case.decided`, `complaint.answered` (the
  first answer is what is promised) or `complaint.closed` with `why` "decided"; once, until it is reopened. One that
  ends otherwise (`complaint.closed`, `complaint.merged`, `case.withdrawn`) counts as decided where the clock that ended
  last before was missed: what is late does not vanish by being joined with another or by the person's silence.
- `on_time`, `late`: of the decisions, those whose case's clock that ended last before was kept, or missed. What
  cannot be told (sealed cases) is in neither, so `on_time + late` may be less than `decided`. A decision after a
  reopening can be late and is never on time: else whoever opens a case again and closes it at once would gain by it.
  That of a part is counted (in `decided`, `late` and `median_days`) only where it was late, for the same reason.
- `overdue_now`: cases with at least one clock that runs, does not stand still, and was due before `as_of`; a month
  means the cases accepted in it. Clocks after the decision (the answer to an objection) count too.
- `median_days`: calendar days from acceptance to the decision, over the decisions; of an even number the lower of the
  two in the middle: the smallest number of days within which at least half of the decisions fell. None without
  decisions.
- `reopened`: `case.reopened` or `complaint.reopened` about a case that was decided; in the month of the reopening.
- `respondents`, `index`: from `survey.counted`, whose `u1`…`u9` are sums of answers of 1–4 by `respondents` persons
  (a leaf with a sum that these cannot have is passed over), in the month of the leaf: sum of the nine sums ÷
  respondents ÷ 9 × 25, rounded half up to two decimals (PermenPANRB 14/2017, weight 1/9). None without respondents.
- `open_findings`: findings that a unit was told of and that are not closed; a month means those whose first leaf is
  of it. `finding.*` sets state, unit and service where it tells them; a finding is open while the state told last is
  "issued" or "answered".

A case or a finding is counted where it belongs at that moment: decisions and reopenings for the unit that holds it
then, what is overdue for the unit that holds it now.

**Beside them**, kept for the scorecards: corrections asked (`application.returned`), decisions of applications
without one and never reopened before, days per step (from acceptance, the step before, a correction or a reopening to
`application.task_completed`), complaints for each 1,000 applications accepted (`Cell.complaints_among`), and drafts
discarded by page (`application.draft_discarded`).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pendapa.evaluation.cells import CaseState, Cell, Figures, FindingState, Key, widened
from pendapa.evaluation.counting import TAKES, Counts, day_number, take_finding

__all__ = ["Figures", "Key", "Tally"]


class Tally(Counts):
    """Counts leaves one after the other, and tells the figures at any moment in between.

    `cases` and `findings` may be given what is known of the matters that the leaves are about, and `first` the
    number of the first leaf: counting in pieces comes to the same as counting all at once.
    """

    __slots__ = ("size",)

    def __init__(
        self,
        first: int = 0,
        cases: dict[str, CaseState] | None = None,
        findings: dict[str, FindingState] | None = None,
    ) -> None:
        super().__init__(cases, findings)
        self.size = first

    def take(self, index: int, leaf: Mapping[str, Any]) -> None:
        """Count the leaf with this number; raises ValueError when it is not the next one."""
        if index != self.size:
            raise ValueError(f"Leaf {index} was given where {self.size} is next.")
        self.size = index + 1
        verb = leaf.get("verb")
        if not isinstance(verb, str):
            return
        take = TAKES.get(verb)
        if take is None:
            if not verb.startswith("finding."):
                return
            take = take_finding
        about, day, told = leaf.get("about"), leaf.get("at"), leaf.get("fields")
        if isinstance(about, str) and isinstance(day, str) and isinstance(told, dict) and day_number(day):
            take(self, about, day, told)

    def figures(self, as_of: date) -> dict[Key, Figures]:
        """The figures of everything counted so far, for each key that has any."""
        cells: dict[Key, Cell] = {}
        for key, cell in self.cells.items():
            for wider in widened(key):
                cells.setdefault(wider, Cell()).add(cell)
        overdue = _counted(self._overdue(as_of.isoformat()))
        findings = _counted(Key(f.unit, f.service, f.opened_on[:7]) for f in self.findings.values() if f.is_open)
        nothing = Cell()
        return {
            key: cells.get(key, nothing).figures(overdue.get(key, 0), findings.get(key, 0))
            for key in cells.keys() | overdue.keys() | findings.keys()
        }

    def _overdue(self, day: str) -> Iterator[Key]:
        for case in self.cases.values():
            if case.clocks and case.accepted_on and (case.overdue_after or day) < day:
                yield Key(case.unit, case.service, case.accepted_on[:7])


def _counted(keys: Iterator[Key]) -> dict[Key, int]:
    narrow: dict[Key, int] = {}
    for key in keys:
        narrow[key] = narrow.get(key, 0) + 1
    wide: dict[Key, int] = {}
    for key, count in narrow.items():
        for wider in widened(key):
            wide[wider] = wide.get(wider, 0) + count
    return wide
