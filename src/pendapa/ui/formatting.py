"""Dates, times and money as people here write them, in the body's zone and the page's language."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language

DAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split(),  # noqa: SIM905
    "en": "January February March April May June July August September October November December".split(),  # noqa: SIM905
}
INDONESIAN_ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


def _language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


def _in_body_zone(moment: date | datetime) -> date | datetime:
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return moment.astimezone(timezone.get_default_timezone())
    return moment


def body_date(moment: date | datetime | None) -> str:
    """ "Kamis, 26 November 2026"; in English "Thursday, 26 November 2026". Empty for None."""
    if not moment:
        return ""
    day, language = _in_body_zone(moment), _language()
    return f"{DAYS[language][day.weekday()]}, {day.day} {MONTHS[language][day.month - 1]} {day.year}"


def short_date(moment: date | datetime | None) -> str:
    """ "26 Nov 2026", for tables. Empty for None."""
    if not moment:
        return ""
    day = _in_body_zone(moment)
    return f"{day.day} {MONTHS[_language()][day.month - 1][:3]} {day.year}"


def clock_time(moment: datetime | None) -> str:
    """ "10.42 WIB"; in English "10:42 WIB". Empty for None."""
    if not moment:
        return ""
    local = _in_body_zone(moment)
    assert isinstance(local, datetime)  # noqa: S101  narrows the type
    offset = local.utcoffset()
    hours = int(offset.total_seconds() // 3600) if offset else 0
    zone = INDONESIAN_ZONES.get(hours, local.tzname() or "")
    separator = ":" if _language() == "en" else "."
    return f"{local.hour:02}{separator}{local.minute:02} {zone}".strip()


def body_time(moment: datetime | None) -> str:
    """ "Senin, 23 November, 10.42 WIB", with the year when it is not this one. Empty for None."""
    if not moment:
        return ""
    local, language = _in_body_zone(moment), _language()
    year = "" if local.year == timezone.localdate().year else f" {local.year}"
    weekday, month = DAYS[language][local.weekday()], MONTHS[language][local.month - 1]
    return f"{weekday}, {local.day} {month}{year}, {clock_time(moment)}"


def rupiah(amount: int | None) -> str:
    """ "Rp25.000"; zero reads "Gratis" or "Free". Whole rupiah. Empty for None."""
    if amount is None:
        return ""
    if amount == 0:
        return "Free" if _language() == "en" else "Gratis"
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{abs(amount):,}".replace(",", ".")


def masked(value: str | None, shown: int = 4) -> str:
    """All but the last `shown` signs as dots, for identity numbers: "••••••••••••0001". Empty for None."""
    text = str(value or "")
    if len(text) <= shown:
        return "•" * len(text)
    return "•" * (len(text) - shown) + text[-shown:]
