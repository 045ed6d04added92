"""The quick version of `python -m tests.strength live`: some hundred pages listen while live and the worker die."""

import pytest

from tests.strength.live import try_streams

pytestmark = pytest.mark.xdist_group("supervision")


def test_who_listens_misses_and_doubles_nothing_whatever_dies() -> None:
    trial = try_streams(200, entries=40, kills=1, rest=1.0)
    assert trial.faults == []
    assert trial.killed == {"live": 1, "worker": 1}
    assert trial.cuts >= 200
