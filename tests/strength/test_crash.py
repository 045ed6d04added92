"""The quick version of `python -m tests.strength crash`: each process dies once while applications are sent."""

import pytest

from tests.strength.crash import try_crashes

pytestmark = pytest.mark.xdist_group("supervision")


def test_applications_are_there_once_whatever_dies_while_they_are_sent() -> None:
    trial = try_crashes(30, pause=1.0)
    assert trial.faults == []
    assert set(trial.killed) == {"web", "worker", "database"}
