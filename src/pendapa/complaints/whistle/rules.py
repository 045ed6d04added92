"""What a report may be about, how long and how large it may be, and what of it may ever be counted."""

from datetime import date, timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

SHORTEST_TEXT: Final = 20
LONGEST_TEXT: Final = 20_000
MOST_FILES: Final = 3
LARGEST_FILE: Final = 8_000_000
MOST_PAGES: Final = 50
LARGEST_REQUEST: Final = MOST_FILES * LARGEST_FILE + 1_000_000
"""Bytes of a whole request: it is held in memory, never in a temporary file."""
FEWEST_COUNTED: Final = 5
"""From so many reports in a month on, their number is told; fewer would point at a person."""
RETENTION_DAYS: Final = 365
SHORTEST_RETENTION: Final = 30
LONGEST_RETENTION: Final = 3650
SHORTEST_PASSPHRASE: Final = 20
FEWEST_SIGNS: Final = 8
"""Different signs in a passphrase."""


class Subject(models.TextChoices):
    """What a report is about; known only inside the sealed letter."""

    GRATIFICATION = "gratification", _("Gratification: a gift or favour for an official")
    BRIBERY = "bribery", _("Bribery or extortion")
    ABUSE = "abuse", _("Abuse of authority")
    EMBEZZLEMENT = "embezzlement", _("Embezzlement or false accounts")
    CONFLICT = "conflict", _("Conflict of interest, favouring family or friends")
    HARASSMENT = "harassment", _("Harassment, violence or threats by an official")
    OTHER = "other", _("Something else")


def is_strong_passphrase(text: str) -> bool:
    """Long and varied enough to hold against guessing by somebody who has a copy of the database and of its keys."""
    return len(text.strip()) >= SHORTEST_PASSPHRASE and len(set(text.casefold())) >= FEWEST_SIGNS


def told_count(reports: int) -> int | None:
    """The number of a month's reports as it may be told; None for fewer than `FEWEST_COUNTED`."""
    return reports if reports >= FEWEST_COUNTED else None


def erased_on(closed_on: date | None, retention_days: int) -> date | None:
    """The day on which a closed thread is erased; None while it is not closed."""
    return closed_on + timedelta(days=retention_days) if closed_on else None
