"""What is suggested."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Names of units and topics, best first, each with a score of 0–1, and the words that led there.

    `version` is that of the model, 0 when search was asked for want of one.
    """

    units: list[tuple[str, float]] = field(default_factory=list)
    topics: list[tuple[str, float]] = field(default_factory=list)
    because: list[str] = field(default_factory=list)
    version: int = 0
