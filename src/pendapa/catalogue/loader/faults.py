"""What is wrong with a folder, each with its place."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to correct: the file (relative to the folder loaded), its line (1 for the whole file), what to do."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(slots=True)
class FaultList:
    """Collects every fault, so that one run tells all of them."""

    _faults: set[Fault] = field(default_factory=set)

    def add(self, file: str, line: int, message: str) -> None:
        self._faults.add(Fault(file, max(line, 1), str(message)))

    def __iter__(self) -> Iterator[Fault]:
        return iter(sorted(self._faults))

    def __len__(self) -> int:
        return len(self._faults)

    def in_file(self, file: str) -> bool:
        """Whether anything is wrong in one file or, for a folder's name ending in "/", below it."""
        return any(fault.file == file or (file.endswith("/") and fault.file.startswith(file)) for fault in self._faults)
