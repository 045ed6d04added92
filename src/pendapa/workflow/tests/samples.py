"""Drawn processes for the tests, and small changes to them."""

from pathlib import Path

import pytest

from pendapa.workflow.definition import Fault, ProcessFaults, load_process

HERE = Path(__file__).parent
PERMIT = (HERE / "permit.bpmn").read_text(encoding="utf-8")
PARALLEL = (HERE / "parallel.bpmn").read_text(encoding="utf-8")


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def line_with(text: str, marker: str) -> int:
    """The line, from 1, on which the marker first stands."""
    return text[: text.index(marker)].count("\n") + 1


def faults_of(text: str | bytes) -> list[Fault]:
    with pytest.raises(ProcessFaults) as caught:
        load_process(text if isinstance(text, bytes) else text.encode())
    return caught.value.faults
