"""The quick version of `python -m tests.strength.hall`: everything dies at once in the midst of work."""

import pytest

from tests.strength.hall import try_cuts

pytestmark = pytest.mark.xdist_group("supervision")


def test_after_a_cut_of_the_power_the_log_goes_on_and_nothing_is_lost_or_there_twice() -> None:
    trial = try_cuts(1, 16)
    assert trial.faults == []
    [(before, after)] = trial.sizes
    assert 0 < before < after
    assert min(trial.processes) >= 8
