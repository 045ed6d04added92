"""Numbers of documents, made by a pattern from a unit's register."""

import re
import secrets
from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from pendapa.kernel.identifiers import ALPHABET

CODE_LENGTH = 16  # 76 bits: not to be guessed
SEQUENCE_DIGITS = 4
ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
PLACEHOLDERS = ("seq", "code", "unit", "roman_month", "month", "year")
_SEQUENCES = ("seq", "number")  # two words for the same
_PLACEHOLDER = re.compile(r"\{([a-z_]*)(?::0?([1-9]))?\}")


def document_number(pattern: str, *, sequence: int, code: str, unit: str, day: date) -> str:
    """The number that a pattern gives, "{seq}/{code}/{unit}/{roman_month}/{year}" → "0012/SKU/KEC-TRT/XI/2026".

    The sequence has at least four digits, or as many as are asked for: "{seq:06}"; "{number}" is another word for it.
    Raises ValueError for a pattern that `number_pattern_faults` finds fault with.
    """
    faults = number_pattern_faults(pattern)
    if faults:
        raise ValueError(" ".join(faults))
    values: Mapping[str, str] = {
        "code": code.upper(),
        "unit": unit.upper(),
        "roman_month": ROMAN_MONTHS[day.month - 1],
        "month": f"{day.month:02d}",
        "year": str(day.year),
    }

    def filled(found: re.Match[str]) -> str:
        if found[1] in _SEQUENCES:
            return str(sequence).zfill(int(found[2] or SEQUENCE_DIGITS))
        return values[found[1]]

    return _PLACEHOLDER.sub(filled, pattern)


def number_pattern_faults(pattern: str) -> list[str]:
    """What is wrong with a pattern; empty when it gives every document of a register its own number."""
    names = [found[0] for found in _PLACEHOLDER.findall(pattern)]
    faults = [
        _("“{name}” is unknown in a number; known are {known}.").format(name=name, known=", ".join(PLACEHOLDERS))
        for name in names
        if name not in PLACEHOLDERS and name not in _SEQUENCES
    ]
    if not set(names) & set(_SEQUENCES):
        faults.append(_("A number must contain {seq}, the place in the register."))
    if "year" not in names:
        faults.append(_("A number must contain {year}: the register begins anew with each year."))
    if re.search(r"[{}]", _PLACEHOLDER.sub("", pattern)):
        faults.append(_("A curly bracket in the number pattern does not hold a known word."))
    return faults


def new_verification_code() -> str:
    """Sixteen random signs without look-alikes, for the address in the QR code."""
    return "".join(secrets.choice(ALPHABET) for _position in range(CODE_LENGTH))


def normalise_code(text: str) -> str:
    """A verification code as it is stored, however it was typed; "" for what cannot be one."""
    signs = re.sub(r"[\s\-]+", "", text).upper()
    return signs if len(signs) == CODE_LENGTH and all(sign in ALPHABET for sign in signs) else ""
