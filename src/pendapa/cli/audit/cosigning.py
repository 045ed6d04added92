"""Which witnesses signed the checkpoint that was verified, how long ago, and whether that is what was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from pendapa.cli.audit.reading import Untrustworthy
from pendapa.ledger.notes import NoteFault, Verifier, read_note

DAY: Final = 86_400
WITHIN_DAYS: Final = 7.0
MOST_AHEAD: Final = 300
"""How many seconds a witness's clock may run ahead of ours."""
_COSIGNATURE_BYTES: Final = 72


@dataclass(frozen=True, slots=True)
class Demand:
    """Whose signatures are asked for: of these witnesses at least `quorum` (all, where none is said), not older."""

    witnesses: tuple[Verifier, ...] = ()
    quorum: int | None = None
    within: float = WITHIN_DAYS * DAY

    @property
    def needed(self) -> int:
        return len(self.witnesses) if self.quorum is None else self.quorum


@dataclass(frozen=True, slots=True)
class Cosigner:
    """A witness's signature of the checkpoint. `at`: POSIX seconds, as it says; true only where it `is_checked`."""

    name: str
    at: int
    is_checked: bool


@dataclass(frozen=True, slots=True)
class Cosigning:
    """All signatures of witnesses under one checkpoint, looked at in the moment `now` (POSIX seconds)."""

    cosigners: tuple[Cosigner, ...]
    missing: tuple[str, ...]
    demand: Demand
    now: int

    def is_recent(self, cosigner: Cosigner) -> bool:
        """Whether it counts: checked, not too old, and of no time that has not come."""
        return cosigner.is_checked and -MOST_AHEAD <= self.now - cosigner.at <= self.demand.within

    @property
    def recent(self) -> list[Cosigner]:
        return [cosigner for cosigner in self.cosigners if self.is_recent(cosigner)]

    @property
    def is_enough(self) -> bool:
        """Whether those who were asked for have signed, lately; without a demand nobody was."""
        return len(self.recent) >= self.demand.needed

    @property
    def days(self) -> str:
        """How old a signature may be."""
        days = self.demand.within / DAY
        return f"{days:g} {'day' if days == 1 else 'days'}"

    @property
    def warning(self) -> str:
        """What somebody who relies on witnesses should know; empty when there is a recent, checked signature."""
        if not self.cosigners:
            return "No witness has signed this checkpoint: nobody else vouches that others are shown the same log."
        if not any(cosigner.is_checked for cosigner in self.cosigners):
            return "No signature of a witness was checked: give the key of a witness you trust with --witness."
        return "" if self.recent else f"No witness has signed this checkpoint within {self.days}."

    @property
    def refusal(self) -> str:
        """Why it is not what was asked for; empty when it is."""
        if self.is_enough:
            return ""
        asked = len(self.demand.witnesses)
        return (
            f"{len(self.recent)} of {asked} {'witness' if asked == 1 else 'witnesses'} asked for signed this "
            f"checkpoint within {self.days}, {self.demand.needed} needed."
        )

    def lines(self) -> list[str]:
        """For people: who signed and how long ago, who did not, what to mind."""
        told = [self._line(cosigner) for cosigner in self.cosigners]
        told += [f"The witness {name} has not signed this checkpoint." for name in self.missing]
        if self.refusal:
            return [*told, f"REFUSED: {self.refusal}"]
        return [*told, f"WARNING: {self.warning}"] if self.warning else told

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "cosigners": [
                {
                    "name": one.name,
                    "checked": one.is_checked,
                    "at": one.at,
                    "age_seconds": self.now - one.at,
                    "recent": self.is_recent(one),
                }
                for one in self.cosigners
            ],
            "witnesses_missing": list(self.missing),
            "quorum": {
                "needed": self.demand.needed,
                "found": len(self.recent),
                "within_seconds": self.demand.within,
                "met": self.is_enough,
            },
            "warning": self.refusal or self.warning or None,
        }

    def _line(self, cosigner: Cosigner) -> str:
        since = f"{_moment(cosigner.at)}, {_age(self.now - cosigner.at)}"
        if not cosigner.is_checked:
            return f"Said to be cosigned by {cosigner.name} on {since}; not checked: give its key with --witness."
        return f"Cosigned by {cosigner.name} on {since}{'' if self.is_recent(cosigner) else self._why_not(cosigner)}."

    def _why_not(self, cosigner: Cosigner) -> str:
        return "; that does not count" if cosigner.at > self.now else f"; older than {self.days}"


def cosigning_of(note: bytes, demand: Demand, now: float) -> Cosigning:
    """The witnesses' signatures under this note; raises Untrustworthy when one that can be checked does not hold."""
    read = read_note(note)
    try:
        signed = {found.by: found.at or 0 for found in read.signed_by(demand.witnesses)}
    except NoteFault as fault:
        raise Untrustworthy(f"a witness is said to have signed, and has not: {fault}") from fault
    known = [Cosigner(witness.name, at, is_checked=True) for witness, at in signed.items()]
    unknown = [
        Cosigner(line.name, int.from_bytes(line.signature[:8], "big"), is_checked=False)
        for line in read.lines
        if len(line.signature) == _COSIGNATURE_BYTES and not any(line.is_by(witness) for witness in demand.witnesses)
    ]
    missing = tuple(witness.name for witness in demand.witnesses if witness not in signed)
    return Cosigning((*known, *unknown), missing, demand, int(now))


def demand_of(witnesses: Sequence[Verifier], quorum: int | None, days: float) -> Demand:
    """A demand, each key counted once, however often it is named and under which name; raises ValueError."""
    distinct = tuple({witness.public: witness for witness in witnesses}.values())
    if quorum is not None and not 0 <= quorum <= len(distinct):
        raise ValueError(f"a quorum of {quorum} needs as many witnesses, {len(distinct)} named with --witness")
    return Demand(distinct, quorum, days * DAY)


def _moment(at: int) -> str:
    try:
        return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (ValueError, OverflowError, OSError):
        return "a day beyond all calendars"


def _age(seconds: int) -> str:
    if seconds < -MOST_AHEAD:
        return "a time that has not come"
    for size, name in ((DAY, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            return f"{seconds // size} {name}{'' if seconds // size == 1 else 's'} ago"
    return "just now"
