"""Being asked to stop while the processes are looked after."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from pendapa.cli.commands import up


@pytest.fixture
def _signals_as_they_were() -> Iterator[None]:
    before = {sign: signal.getsignal(sign) for sign in (signal.SIGINT, signal.SIGTERM)}
    yield
    for sign, handler in before.items():
        signal.signal(sign, handler)


@pytest.mark.usefixtures("_signals_as_they_were")
def test_whoever_asks_twice_while_things_are_made_ready_breaks_off_no_letting_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def prepare(_home: Path, *, with_year: bool) -> bool:
        raise up.StopAsked

    monkeypatch.setattr(up, "_prepare", prepare)
    with pytest.raises(up.StopAsked):
        up._supervise(tmp_path, None, with_year=False)
    for sign in (signal.SIGINT, signal.SIGTERM):
        assert isinstance(signal.getsignal(sign), up.StopNote)


@pytest.mark.usefixtures("_signals_as_they_were")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_whoever_asks_to_stop_interrupts_no_look_at_the_processes(
    sign: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []

    def look(*_arguments: object) -> None:
        os.kill(os.getpid(), sign)
        done.append("looked")

    monkeypatch.setattr(up, "_prepare", lambda _home, *, with_year: not with_year)
    monkeypatch.setattr(up, "_look_after", look)
    monkeypatch.setattr(up, "_first_page_can_be_had", lambda: False)
    monkeypatch.setattr(up, "stop_services", lambda services, _seconds: done.extend(one.name for one in services))
    assert up._supervise(tmp_path, None, with_year=False) == 0
    assert done == ["looked", "web", "live", "worker"]
