"""What holds for identity data and periods, without asking the database."""

import re
from datetime import date

WOMEN_ADD_TO_DAY = 40


def plain_nik(text: str) -> str:
    """The digits of a NIK as typed, with or without spaces and dots."""
    return re.sub(r"[\s.\-]", "", text)


def is_plausible_nik(nik: str) -> bool:
    """Sixteen digits whose middle six are a day of birth (for women the day plus 40). Permendagri 72/2022."""
    if not re.fullmatch(r"[1-9]\d{15}", nik) or nik[12:] == "0000":
        return False
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    if day > WOMEN_ADD_TO_DAY:
        day -= WOMEN_ADD_TO_DAY
    return any(_is_date(century + year, month, day) for century in (1900, 2000))


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
