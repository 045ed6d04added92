"""The quick versions of `python -m tests.strength crash` and `complaints`: each process dies while they are sent."""

import pytest

from tests.strength.crash import APPLICATIONS, COMPLAINTS, try_crashes

pytestmark = pytest.mark.xdist_group("supervision")


def test_applications_are_there_once_whatever_dies_while_they_are_sent() -> None:
    trial = try_crashes(APPLICATIONS, 30, pause=1.0)
    assert trial.faults == []
    assert set(trial.killed) == {"web", "worker", "database"}


def test_reports_are_there_once_whatever_dies_while_they_are_sent() -> None:
    trial = try_crashes(COMPLAINTS, 20, pause=0.5, kills=2)
    assert trial.faults == []
    assert min(trial.killed[target] for target in ("web", "worker", "database")) >= 2
