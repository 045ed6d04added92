"""The inner logic of a NIK: place of first registration, date of birth, sex, serial number.

16 digits: province 2, regency 2, district 2, birth day (plus 40 for women), month, year of two digits, serial 4.
Source: UU 23/2006 on population administration and its codes of places (Ministry of Home Affairs).
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

PROVINCES = frozenset(
    str(code)
    for codes in ((11, 19), (21, 21), (31, 36), (51, 53), (61, 65), (71, 76), (81, 82), (91, 97))
    for code in range(codes[0], codes[1] + 1)
)
WOMEN_ADD = 40


class NikFault(Enum):
    """Why 16 signs are not the NIK of this person."""

    LENGTH = auto()
    PLACE = auto()
    DATE = auto()
    SERIAL = auto()
    OTHER_BIRTH_DATE = auto()
    OTHER_SEX = auto()
    OTHER_REGION = auto()


@dataclass(frozen=True, slots=True)
class Nik:
    """The parts of a NIK; `year` has two digits."""

    region: str
    day: int
    month: int
    year: int
    is_woman: bool
    serial: str

    def was_born_on(self, day: date) -> bool:
        """Whether the NIK belongs to someone born on `day`."""
        return (self.day, self.month, self.year) == (day.day, day.month, day.year % 100)


def read_nik(text: str) -> Nik | NikFault:
    """The parts of 16 digits without spaces, or why they cannot be a NIK."""
    if not re.fullmatch(r"[0-9]{16}", text):
        return NikFault.LENGTH
    if text[:2] not in PROVINCES or text[2:4] == "00" or text[4:6] == "00":
        return NikFault.PLACE
    day = int(text[6:8])
    is_woman = day > WOMEN_ADD
    nik = Nik(
        region=f"{text[:2]}.{text[2:4]}.{text[4:6]}",
        day=day - WOMEN_ADD if is_woman else day,
        month=int(text[8:10]),
        year=int(text[10:12]),
        is_woman=is_woman,
        serial=text[12:],
    )
    if not any(_is_date(century + nik.year, nik.month, nik.day) for century in (1900, 2000)):
        return NikFault.DATE
    return NikFault.SERIAL if nik.serial == "0000" else nik


def nik_faults(text: str, *, birth_date: date | None = None, sex: str = "", region: str = "") -> list[NikFault]:
    """What is wrong with a NIK by itself, and with a person's birth date, sex ("male", "female") and region code.

    What is None or empty is not compared.
    """
    nik = read_nik(text)
    if isinstance(nik, NikFault):
        return [nik]
    faults = []
    if birth_date is not None and not nik.was_born_on(birth_date):
        faults.append(NikFault.OTHER_BIRTH_DATE)
    if sex in ("male", "female") and nik.is_woman != (sex == "female"):
        faults.append(NikFault.OTHER_SEX)
    if region and nik.region != region and not nik.region.startswith(f"{region}."):
        faults.append(NikFault.OTHER_REGION)
    return faults


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
