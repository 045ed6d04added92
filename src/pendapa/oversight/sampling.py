"""Drawing a sample that nobody can choose, and that anybody can draw again.

The seed is the root hash of a checkpoint of the public log that was signed after the plan, with its rule, stood in that
log. Each case is known by its handle in the log, 32 hexadecimal digits. Pure; no database, no clock, no chance:

    ticket(handle, i) = SHA-256(root, 32 bytes ‖ handle, ASCII ‖ i, decimal ASCII digits)    i = 1 … weight
    rank(handle)      = the smallest of its tickets, compared as bytes

- **random**: every weight is 1; the sample is the `size` handles with the smallest ranks.
- **by risk**: the weight is the case's risk (1 to 8, see `risk_of`); a case with weight w has w tickets.
- **stratified**: cases are parted by service; each stratum with n of N cases gets size·n/N places, the whole part
  first, then one more to the strata with the largest remainders (on a tie the stratum whose name comes first). Then
  each stratum without a place, in the order of its name, takes one from the stratum that has most (on a tie the one
  whose name comes first), while that has more than one. Within a stratum as in random.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Rule(TextChoices):
    """How a sample is drawn."""

    RANDOM = "random", _("Random: every case has the same chance")
    STRATIFIED = "stratified", _("Stratified: each service in its proportion")
    RISK = "risk", _("By risk: late and disputed cases have a higher chance")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that may be drawn: its handle in the log, its stratum (the service) and its weight (its risk)."""

    handle: str
    stratum: str = ""
    weight: int = 1


def draw(candidates: Sequence[Candidate], size: int, root: bytes, rule: Rule) -> list[Candidate]:
    """The sample, smallest rank first; all candidates where there are no more than `size`.

    Raises ValueError for a root that is not 32 bytes, a size below 1, or a handle that occurs twice.
    """
    if len(root) != hashlib.sha256().digest_size or size < 1:
        raise ValueError("a seed has 32 bytes, and a sample at least one case")
    if len({one.handle for one in candidates}) != len(candidates):
        raise ValueError("a handle occurs twice")
    if rule == Rule.STRATIFIED:
        drawn = _drawn_by_stratum(candidates, size, root)
    else:
        drawn = _smallest(candidates, size, root, weighted=rule == Rule.RISK)
    return drawn


def rank(handle: str, root: bytes, weight: int = 1) -> bytes:
    """The smallest ticket of a handle, 32 bytes."""
    return min(hashlib.sha256(root + f"{handle}{ticket}".encode("ascii")).digest() for ticket in range(1, weight + 1))


def risk_of(*, is_late: bool, is_disputed: bool, is_refused: bool) -> int:
    """The weight of a case by risk: 1, and 3 more when late, 3 more when disputed, 1 more when refused."""
    return 1 + 3 * is_late + 3 * is_disputed + is_refused


def places(counts: Mapping[str, int], size: int) -> dict[str, int]:
    """How many of `size` places each stratum gets (largest remainder); never more than it has cases."""
    total = sum(counts.values())
    if size >= total:
        return dict(counts)
    given = {name: size * count // total for name, count in counts.items()}
    by_remainder = sorted(counts, key=lambda name: (-(size * counts[name] % total), name))
    for name in by_remainder[: size - sum(given.values())]:
        given[name] += 1
    for empty in sorted(name for name in counts if given[name] == 0):
        richest = max(sorted(given), key=lambda name: given[name])
        if given[richest] > 1:
            given[richest] -= 1
            given[empty] = 1
    return given


def _drawn_by_stratum(candidates: Sequence[Candidate], size: int, root: bytes) -> list[Candidate]:
    strata: dict[str, list[Candidate]] = defaultdict(list)
    for one in candidates:
        strata[one.stratum].append(one)
    given = places({name: len(members) for name, members in strata.items()}, size)
    drawn = [one for name, members in strata.items() for one in _smallest(members, given[name], root, weighted=False)]
    return sorted(drawn, key=lambda one: rank(one.handle, root))


def _smallest(candidates: Sequence[Candidate], size: int, root: bytes, *, weighted: bool) -> list[Candidate]:
    return sorted(candidates, key=lambda one: rank(one.handle, root, one.weight if weighted else 1))[:size]
