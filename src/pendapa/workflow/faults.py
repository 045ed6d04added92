"""What is wrong with a process that someone has drawn."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to change: the line of the file (from 1) and a sentence that says what is wrong and what to do."""

    line: int
    message: str


class ProcessFaults(Exception):
    """A process that cannot be accepted; `faults` lists all that was found, in the order of the lines."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(f"{fault.line}: {fault.message}" for fault in self.faults))
