"""From what people type to values: each function answers the value, or the text as typed when it is none.

Applying one twice changes nothing more.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

import phonenumbers

from pendapa.kernel.text import plain_text

LARGEST = 10**15
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari february feb pebruari", "maret march mar", "april apr", "mei may",
            "juni june jun", "juli july jul", "agustus august agu aug agt ags", "september sep sept",
            "oktober october okt oct", "november nov nopember nop", "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MULTIPLES = {"ribu": 10**3, "rb": 10**3, "juta": 10**6, "jt": 10**6, "miliar": 10**9, "milyar": 10**9, "m": 10**9}


def tidy_line(text: str) -> str:
    """One line without spaces around and with single spaces within."""
    return " ".join(plain_text(text).split())


def tidy_text(text: str) -> str:
    """Several lines, each without spaces at its end, the whole without empty lines around."""
    lines = plain_text(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def parse_date(text: str) -> str:
    """The ISO form of a day: from "17-8-1990", "17/08/1990", "17 Agustus 1990", "17081990" or ISO itself."""
    tidy = tidy_line(text)
    if re.fullmatch(r"[0-9]{8}", tidy):
        parts = [tidy[:2], tidy[2:4], tidy[4:]]
    else:
        parts = [part for part in re.split(r"[\s\-–/.,]+", tidy) if part]
    if len(parts) != 3:
        return tidy
    if re.fullmatch(r"[0-9]{4}", parts[0]):
        parts.reverse()
    day, month, year = parts
    number = _MONTHS.get(month.lower(), month)
    if not re.fullmatch(r"[0-9]{1,2}", day) or not re.fullmatch(r"[0-9]{1,2}", str(number)):
        return tidy
    if not re.fullmatch(r"[0-9]{4}", year):
        return tidy
    try:
        return date(int(year), int(number), int(day)).isoformat()
    except ValueError:
        return tidy


def read_iso_date(value: object) -> date | None:
    """The day of an ISO text of ten signs; None for anything else."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def parse_money(text: str) -> int | str:
    """Whole rupiah: from "1.500.000", "Rp 1.500.000,00", "1500000" or "1,5 juta"."""
    tidy = tidy_line(text)
    plain = re.sub(r"^(rp|idr)\.?\s*", "", tidy, flags=re.IGNORECASE)
    plain = re.sub(r"[,.](00|-)$|,-$", "", plain).strip()
    if re.fullmatch(r"[0-9]{1,3}([. ][0-9]{3})+|[0-9]{1,3}(,[0-9]{3})+|[0-9]{1,16}", plain):
        return _within_reach(int(re.sub(r"[., ]", "", plain)), tidy)
    spoken = re.fullmatch(r"([0-9]{1,6})([.,]([0-9]{1,3}))?\s*([a-z]+)", plain.lower())
    if spoken and spoken[4] in _MULTIPLES:
        amount = Decimal(f"{spoken[1]}.{spoken[3] or 0}") * _MULTIPLES[spoken[4]]
        if amount == int(amount):
            return _within_reach(int(amount), tidy)
    return tidy


def parse_number(text: str, *, whole: bool) -> int | float | str:
    """A number: from "12", "1.250" (thousands), "12,5"; whole numbers only when `whole`."""
    tidy = tidy_line(text)
    plain = tidy.replace(".", "") if re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?", tidy) else tidy
    if not re.fullmatch(r"-?[0-9]{1,15}([.,][0-9]{1,9})?", plain):
        return tidy
    try:
        number = Decimal(plain.replace(",", "."))
    except InvalidOperation:
        return tidy
    if number == int(number):
        return int(number)
    return tidy if whole else float(number)


def parse_phone(text: str) -> str:
    """The E.164 form, "+6281234567890": from "0812-3456-7890", "62812…", "+62 812 …"."""
    tidy = tidy_line(text)
    for spelled in (tidy, f"+{tidy}" if tidy.startswith("62") else ""):
        try:
            number = phonenumbers.parse(spelled, "ID")
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return tidy


def is_phone(value: str) -> bool:
    """Whether `value` is a valid number in E.164 form."""
    return bool(re.fullmatch(r"\+[0-9]{7,15}", value)) and parse_phone(value) == value


def parse_nik(text: str) -> str:
    """The digits of a NIK without the spaces, dots and hyphens that people put between."""
    tidy = tidy_line(text)
    digits = re.sub(r"[\s.\-–]", "", tidy)
    return digits if re.fullmatch(r"[0-9]+", digits) else tidy


def parse_email(text: str) -> str:
    """An address without spaces around, its domain in lower case."""
    name, at, domain = tidy_line(text).rpartition("@")
    return f"{name}{at}{domain.lower()}"


def _within_reach(amount: int, typed: str) -> int | str:
    return amount if amount <= LARGEST else typed
