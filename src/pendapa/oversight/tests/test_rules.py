"""Deadlines, the chain of reminders and the judgement of an effect, as pure rules."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendapa.oversight.rules import (
    CHAIN,
    FINDING_MOVES,
    FIRST_DEADLINES,
    MEASURES,
    REPORT_MOVES,
    DeadlineStep,
    Effect,
    FindingState,
    Reading,
    ReportState,
    Told,
    chain_position,
    judge_effect,
    measure_named,
    step_to_tell,
)

A_DAY = date(2026, 3, 2)
INDEX, DAYS = MEASURES["index"], MEASURES["median_days"]


def test_sixty_calendar_days_follow_the_issue_and_each_deadline_names_its_source() -> None:
    assert FIRST_DEADLINES[DeadlineStep.FOLLOW_UP].after(A_DAY) == date(2026, 5, 1)
    assert set(FIRST_DEADLINES) == set(DeadlineStep)
    assert all(deadline.source for deadline in FIRST_DEADLINES.values())
    assert not FIRST_DEADLINES[DeadlineStep.EFFECT_CHECK].is_confirmed


@pytest.mark.parametrize(
    ("days", "told"),
    [(-31, None), (-30, Told.UNIT), (-7, Told.UNIT), (1, Told.UNIT), (8, Told.SUPERIOR), (15, Told.OVERSEER)],
)
def test_the_chain_tells_the_unit_then_its_superior_then_the_overseer(days: int, told: Told | None) -> None:
    found = step_to_tell(A_DAY, A_DAY + timedelta(days=days), 0)
    assert (found[1].told if found else None) == told


@given(st.lists(st.integers(-90, 90), min_size=1, max_size=40))
def test_nobody_is_told_the_same_step_twice(days: list[int]) -> None:
    done, told = 0, []
    for day in sorted(days):
        found = step_to_tell(A_DAY, A_DAY + timedelta(days=day), done)
        if found:
            done = found[0]
            told.append(done)
    assert told == sorted(set(told))
    assert done == chain_position(A_DAY, A_DAY + timedelta(days=max(days))) <= len(CHAIN)


def _effect(before: float, after: float | None, n: int = 20, *, late: bool = False, measure=INDEX) -> Effect:
    today = A_DAY + timedelta(days=1) if late else A_DAY
    reading = None if after is None else Reading(after, n)
    return judge_effect(measure, Reading(before, 30), reading, due_on=A_DAY, today=today)


def test_an_action_worked_when_its_measure_improved_enough() -> None:
    assert _effect(75.0, 76.0) == Effect.WORKED
    assert _effect(9, 7, measure=DAYS) == Effect.WORKED


def test_too_little_is_not_yet_before_the_day_and_did_not_work_after_it() -> None:
    assert _effect(75.0, 75.9) == Effect.NOT_YET
    assert _effect(75.0, 75.9, late=True) == Effect.DID_NOT
    assert _effect(75.0, 60.0, late=True) == Effect.DID_NOT
    assert _effect(7, 9, late=True, measure=DAYS) == Effect.DID_NOT


def test_nothing_is_judged_by_fewer_than_five() -> None:
    assert _effect(75.0, 99.0, n=4, late=True) == Effect.NOT_YET
    assert _effect(75.0, None, late=True) == Effect.NOT_YET


@given(st.floats(25, 100), st.floats(25, 100), st.booleans(), st.sampled_from(sorted(MEASURES)))
def test_no_action_worked_by_which_its_measure_became_worse(before: float, after: float, late: bool, name: str) -> None:
    measure = MEASURES[name]
    if _effect(before, after, late=late, measure=measure) == Effect.WORKED:
        assert after > before if measure.higher_is_better else after < before


def test_an_unknown_measure_needs_a_gain_to_have_worked() -> None:
    unknown = measure_named("sesuatu")
    assert _effect(1.0, 1.0, late=True, measure=unknown) == Effect.DID_NOT
    assert _effect(1.0, 1.1, measure=unknown) == Effect.WORKED


def test_every_state_is_reached_and_ended_states_are_left_no_more() -> None:
    for moves, first, ended in (
        (FINDING_MOVES, FindingState.PROPOSED, (FindingState.CLOSED, FindingState.WITHDRAWN)),
        (REPORT_MOVES, ReportState.RECEIVED, (ReportState.CLOSED, ReportState.REFUSED)),
    ):
        reached, waiting = {str(first)}, [str(first)]
        while waiting:
            following = {str(state) for state in moves[waiting.pop()]} - reached
            reached |= following
            waiting += following
        assert reached == {str(state) for state in moves}
        assert all(not moves[state] for state in ended)
