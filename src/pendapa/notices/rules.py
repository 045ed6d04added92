"""When a message is sent, and tried again: pauses, quiet hours, digests. Pure."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import phonenumbers

MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(minutes=1)
DIGEST_TIME = time(7, 0)
"""When digests are sent, in the body's zone."""
MONDAY = 0


def next_try_after(attempts: int, failed_at: datetime, asked: timedelta | None = None) -> datetime | None:
    """The pause doubles from one minute (1, 2, 4 … 64); None once the last of eight attempts has failed.

    It is at least as long as the other side `asked` for, but never beyond a day.
    """
    if attempts >= MAX_ATTEMPTS:
        return None
    pause = FIRST_PAUSE * (1 << (attempts - 1))
    return failed_at + max(pause, min(asked or pause, timedelta(days=1)))


def after_quiet_hours(at: datetime, quiet_from: time | None, quiet_until: time | None, zone: ZoneInfo) -> datetime:
    """`at` itself, or the end of the quiet hours in which it falls; they may go over midnight."""
    if quiet_from is None or quiet_until is None:
        return at
    local = at.astimezone(zone)
    now = local.time()
    over_midnight = quiet_from > quiet_until
    is_quiet = (now >= quiet_from or now < quiet_until) if over_midnight else quiet_from <= now < quiet_until
    if not is_quiet:
        return at
    day = local.date() + timedelta(days=1) if over_midnight and now >= quiet_from else local.date()
    return datetime.combine(day, quiet_until, zone).astimezone(at.tzinfo)


def next_digest(at: datetime, *, is_weekly: bool, zone: ZoneInfo) -> datetime:
    """The first morning after `at`, or the first Monday morning, at which a digest is sent."""
    local = at.astimezone(zone)
    day = local.date() if local.time() < DIGEST_TIME else local.date() + timedelta(days=1)
    if is_weekly:
        day += timedelta(days=(MONDAY - day.weekday()) % 7)
    return datetime.combine(day, DIGEST_TIME, zone).astimezone(at.tzinfo)


def normal_phone(text: str) -> str:
    """The number in its international form (+62812…); empty for what is none. A bare number is an Indonesian one."""
    try:
        number = phonenumbers.parse(text, "ID")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def one_line(text: str) -> str:
    """The text without line breaks and doubled spaces, fit for a subject."""
    return " ".join(text.split())


def masked_address(address: str) -> str:
    """An address or number of which staff see enough to recognise it: "si••@contoh.id", "••••••6789"."""
    name, at_sign, domain = address.rpartition("@")
    if at_sign:
        return f"{name[:2]}••@{domain}"
    return f"••••••{address[-4:]}" if address else ""
