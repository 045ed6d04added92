"""Complaints about one topic that gather in one place. No database, no clock.

Of all complaints about a topic in a place during the last 28 days (x) and the year before them (h), a share p would
fall into the 28 days if nothing had changed: x is then binomial among x + h (Przyborowski and Wilenski, "Homogeneity
of results in testing samples from Poisson series", Biometrika 31, 1940). p is the larger of two shares: of the days,
and of all complaints to the body that fell into these days, so that neither a growing use of the system nor a wave of
complaints about everything counts as a cluster. It is a cluster when so many or more were less likely than 0.001,
shared out among all the topics and places that are looked at (Bonferroni).
"""

import math
from dataclasses import dataclass
from typing import Final

WINDOW: Final = 28
"""Days that are looked at."""
HISTORY: Final = 13 * WINDOW
"""Days before them that are compared."""
LEAST_HISTORY: Final = 3 * WINDOW
SMALLEST: Final = 5
"""Fewer complaints are never told: they would point at persons."""
QUIET: Final = 3 * WINDOW
"""Days after an alarm during which the same topic and place raise no other."""
UNLIKELY: Final = 0.001


@dataclass(frozen=True, slots=True)
class Gathering:
    """Complaints of one topic in one place: of the window, and of the history."""

    recent: int
    before: int


def is_cluster(found: Gathering, whole: Gathering, days: int, looked_at: int) -> bool:
    """Whether so many are no chance. `whole` are all complaints, `days` the length of the history that is known."""
    if found.recent < SMALLEST or days < LEAST_HISTORY:
        return False
    return chance_of(found, share_of(whole, days)) < UNLIKELY / max(looked_at, 1)


def share_of(whole: Gathering, days: int) -> float:
    """The share of complaints that the window has by itself."""
    by_days = WINDOW / (WINDOW + days)
    every = whole.recent + whole.before
    return max(by_days, whole.recent / every) if every else by_days


def expected_of(found: Gathering, share: float) -> float:
    """Complaints that the window would have had by the history alone."""
    return found.before * share / (1 - share) if share < 1 else float(found.recent)


def chance_of(found: Gathering, share: float) -> float:
    """The chance of as many or more in the window, when a complaint falls into it with this share."""
    every = found.recent + found.before
    if share >= 1 or found.recent == 0:
        return 1.0
    return math.fsum(_chance(count, every, share) for count in range(found.recent, every + 1))


def _chance(count: int, every: int, share: float) -> float:
    ways = math.lgamma(every + 1) - math.lgamma(count + 1) - math.lgamma(every - count + 1)
    return math.exp(ways + count * math.log(share) + (every - count) * math.log1p(-share))


def places_of(code: str) -> tuple[str, ...]:
    """The village and the district in which a place lies, by their codes; nothing for a wider place."""
    parts = code.split(".")
    return tuple(".".join(parts[:length]) for length in (4, 3) if len(parts) >= length)
