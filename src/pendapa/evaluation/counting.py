"""How each leaf of the public log is counted. The rules are told in `figures`, verb by verb they stand here."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any, Final

from pendapa.evaluation.cells import ELEMENTS, CaseState, Cell, FindingState, Key

OPEN_FINDINGS: Final = frozenset({"issued", "answered"})
"""States of a finding that the unit was told of, and that is neither closed nor withdrawn."""
SPLIT: Final = "split"
"""The door of a report that staff made of a part of another one."""
MOST_NAMES: Final = 200
"""Different pages, or steps, that one cell tells apart; what comes beyond is passed over."""


class Counts:
    """What was counted so far: `cases` and `findings` are states by `about`, `cells` counts by their narrowest key."""

    __slots__ = ("cases", "cells", "findings")

    def __init__(self, cases: dict[str, CaseState] | None, findings: dict[str, FindingState] | None) -> None:
        self.cases: dict[str, CaseState] = {} if cases is None else cases
        self.findings: dict[str, FindingState] = {} if findings is None else findings
        self.cells: dict[Key, Cell] = {}

    def cell(self, unit: str, service: str, day: str) -> Cell:
        """The cell of this unit and service and of the day's month."""
        key = Key(unit, service, day[:7])
        cell = self.cells.get(key)
        if cell is None:
            cell = self.cells[key] = Cell()
        return cell


Fields = Mapping[str, Any]
Take = Callable[[Counts, str, str, Fields], None]


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _day(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) and day_number(value) else ""


_day_numbers: dict[str, int] = {}
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_DAYS: Final = 100_000


def day_number(day: str) -> int:
    """The number of an ISO date, counted from 1 January of the year 1; 0 for what is none."""
    known = _day_numbers.get(day)
    if known is not None:
        return known
    if len(_day_numbers) > MOST_DAYS:
        _day_numbers.clear()
    number = 0
    if _DAY.fullmatch(day):
        with suppress(ValueError):
            number = date.fromisoformat(day).toordinal()
    _day_numbers[day] = number
    return number


def days_between(first: str, last: str) -> int:
    """Calendar days between two ISO dates, none before the first."""
    return max(0, day_number(last) - day_number(first))


def _case_of(counts: Counts, about: str) -> CaseState:
    case = counts.cases.get(about)
    if case is None:
        case = counts.cases[about] = CaseState()
    return case


def _accept(counts: Counts, about: str, day: str, unit: str, service: str) -> tuple[CaseState, Cell] | None:
    """The case, and the cell that counts its acceptance; None where it was accepted before."""
    case = _case_of(counts, about)
    if case.accepted_on:
        return None
    case.unit, case.service = unit, service
    case.accepted_on = case.step_on = day
    return case, counts.cell(unit, service, day)


def _take_application(counts: Counts, about: str, day: str, told: Fields) -> None:
    accepted = _accept(counts, about, day, _text(told, "unit"), _text(told, "service"))
    if accepted is not None:
        accepted[1].accepted += 1


def _take_complaint(counts: Counts, about: str, day: str, told: Fields) -> None:
    accepted = _accept(counts, about, day, _text(told, "unit"), "")
    if accepted is None:
        return
    case, cell = accepted
    case.is_complaint, case.is_part = True, told.get("source") == SPLIT
    if case.is_part:
        cell.split += 1
    else:
        cell.accepted += 1
        cell.complaints += 1


def _take_forwarding(counts: Counts, about: str, _day_of: str, told: Fields) -> None:
    case = counts.cases.get(about)
    if case is not None and told.get("is_outside") is not True:
        case.unit = _text(told, "unit")


def _run_clock(counts: Counts, about: str, day: str, told: Fields) -> None:
    _promise(counts, about, day, told, goes_on=True)


def _change_clock(counts: Counts, about: str, day: str, told: Fields) -> None:
    _promise(counts, about, day, told, goes_on=False)


def _promise(counts: Counts, about: str, day: str, told: Fields, *, goes_on: bool) -> None:
    """Take the due date told; one that was missed before is not moved to a later day, by whatever verb."""
    case, name, due = _case_of(counts, about), _text(told, "clock"), _day(told, "due")
    if not (name and due):
        case.clocks.clear()
        return
    was_due, paused = case.clocks.get(name) or (due, "")
    is_missed = (paused or day) > was_due
    case.clocks[name] = [min(due, was_due) if is_missed else due, "" if goes_on else paused]


def _pause_clock(counts: Counts, about: str, day: str, told: Fields) -> None:
    case, name = _case_of(counts, about), _text(told, "clock")
    going = case.clocks.get(name)
    if going is not None:
        going[1] = going[1] or day
    elif not name:
        case.clocks.clear()


def _stop_clock(counts: Counts, about: str, day: str, told: Fields) -> None:
    case, name = _case_of(counts, about), _text(told, "clock")
    if not name:
        case.clocks.clear()
        case.is_kept = None
        return
    due, paused = case.clocks.pop(name, None) or (_day(told, "due"), "")
    case.is_kept = (paused or day) <= due if due else None


def _decide(counts: Counts, about: str, day: str, _told: Fields) -> None:
    case = counts.cases.get(about)
    if case is None or not case.accepted_on:
        return
    case.is_ended = case.is_ended or not case.is_complaint
    if case.is_decided:
        return
    case.is_decided = True
    if case.is_part and case.is_kept is not False:
        return
    cell = counts.cell(case.unit, case.service, day)
    cell.decided += 1
    cell.on_time += case.is_kept is True and not case.reopenings
    cell.late += case.is_kept is False
    days = days_between(case.accepted_on, day)
    cell.days[days] = cell.days.get(days, 0) + 1
    cell.complaints_decided += case.is_complaint
    cell.first_right += not (case.is_complaint or case.corrections or case.reopenings)


def _close_complaint(counts: Counts, about: str, day: str, told: Fields) -> None:
    if told.get("why") == "decided":
        _decide(counts, about, day, told)
    _end(counts, about, day, told)


def _end(counts: Counts, about: str, day: str, told: Fields) -> None:
    case = counts.cases.get(about)
    if case is None:
        return
    if case.is_kept is False:
        _decide(counts, about, day, told)
    case.is_ended = True


def _part(counts: Counts, about: str, _day_of: str, _told: Fields) -> None:
    case = counts.cases.get(about)
    if case is not None:
        case.is_ended = False


def _reopen(counts: Counts, about: str, day: str, _told: Fields) -> None:
    case = counts.cases.get(about)
    if case is None:
        return
    case.is_ended = False
    if case.is_decided:
        case.is_decided, case.step_on = False, day
        case.reopenings += 1
        counts.cell(case.unit, case.service, day).reopened += 1


def _return(counts: Counts, about: str, day: str, _told: Fields) -> None:
    case = counts.cases.get(about)
    if case is not None and case.accepted_on:
        case.corrections += 1
        counts.cell(case.unit, case.service, day).corrections += 1


def _correct(counts: Counts, about: str, day: str, _told: Fields) -> None:
    case = counts.cases.get(about)
    if case is not None:
        case.step_on = day


def _finish_step(counts: Counts, about: str, day: str, told: Fields) -> None:
    case, step = counts.cases.get(about), _text(told, "task")
    if case is None or not case.accepted_on or not step:
        return
    steps = counts.cell(case.unit, case.service, day).steps
    if step in steps or len(steps) < MOST_NAMES:
        done = steps.setdefault(step, [0, 0])
        done[0] += 1
        done[1] += days_between(case.step_on, day)
    case.step_on = day


def _abandon(counts: Counts, _about: str, day: str, told: Fields) -> None:
    service, page = _text(told, "service"), _text(told, "page")
    if not service:
        return
    pages = counts.cell("", service, day).abandoned
    if page in pages or len(pages) < MOST_NAMES:
        pages[page] = pages.get(page, 0) + 1


def _count_survey(counts: Counts, _about: str, day: str, told: Fields) -> None:
    respondents = told.get("respondents")
    sums = [told.get(element) for element in ELEMENTS]
    if type(respondents) is not int or respondents < 1:
        return
    if any(type(total) is not int or not respondents <= total <= 4 * respondents for total in sums):
        return
    cell = counts.cell(_text(told, "unit"), _text(told, "service"), day)
    cell.respondents += respondents
    cell.ratings = [mine + its for mine, its in zip(cell.ratings, sums, strict=True)]  # type: ignore[operator]


def take_finding(counts: Counts, about: str, day: str, told: Fields) -> None:
    finding = counts.findings.get(about)
    if finding is None:
        finding = counts.findings[about] = FindingState(opened_on=day)
    finding.unit = _text(told, "unit") or finding.unit
    finding.service = _text(told, "service") or finding.service
    state = _text(told, "state")
    if state:
        finding.is_open = state in OPEN_FINDINGS


TAKES: Final[dict[str, Take]] = {
    "application.submitted": _take_application,
    "application.task_completed": _finish_step,
    "application.returned": _return,
    "application.corrected": _correct,
    "application.draft_discarded": _abandon,
    "complaint.received": _take_complaint,
    "complaint.forwarded": _take_forwarding,
    "complaint.answered": _decide,
    "complaint.closed": _close_complaint,
    "complaint.merged": _end,
    "complaint.split": _part,
    "complaint.reopened": _reopen,
    "case.decided": _decide,
    "case.withdrawn": _end,
    "case.reopened": _reopen,
    "clock.started": _run_clock,
    "clock.changed": _change_clock,
    "clock.paused": _pause_clock,
    "clock.resumed": _run_clock,
    "clock.stopped": _stop_clock,
    "survey.counted": _count_survey,
}
