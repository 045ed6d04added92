from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendapa.notices.occasions import filled_in, unknown_placeholders
from pendapa.notices.rules import (
    DIGEST_TIME,
    after_quiet_hours,
    masked_address,
    next_digest,
    next_try_after,
    normal_phone,
)
from pendapa.notices.tests.factories import ARRIVED, NOW

ZONES = st.sampled_from([ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar"), ZoneInfo("Asia/Jayapura")])
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
HOURS = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))


@given(MOMENTS, HOURS, HOURS, ZONES)
def test_after_the_quiet_hours_it_is_never_quiet_and_never_a_day_later(at, begin, end, zone):
    if begin == end:
        return
    sends = after_quiet_hours(at, begin, end, zone)
    assert at <= sends < at + timedelta(days=1)
    now = sends.astimezone(zone).time()
    is_quiet = begin <= now < end if begin < end else now >= begin or now < end
    assert not is_quiet
    assert sends == at or now == end


def test_without_quiet_hours_it_is_sent_at_once():
    assert after_quiet_hours(NOW, None, None, ZoneInfo("Asia/Jakarta")) == NOW


@given(MOMENTS, st.booleans(), ZONES)
def test_the_next_digest_is_in_the_morning_within_a_day_or_a_week(at, is_weekly, zone):
    morning = next_digest(at, is_weekly=is_weekly, zone=zone)
    assert at < morning <= at + timedelta(days=8 if is_weekly else 1)
    local = morning.astimezone(zone)
    assert local.time() == DIGEST_TIME
    assert not is_weekly or local.weekday() == 0
    assert morning - at <= timedelta(days=7 if is_weekly else 1)


def test_a_server_that_asks_for_patience_gets_it_within_a_day():
    assert next_try_after(1, NOW, timedelta(minutes=30)) == NOW + timedelta(minutes=30)
    assert next_try_after(1, NOW, timedelta(days=30)) == NOW + timedelta(days=1)
    assert next_try_after(7, NOW, timedelta(seconds=1)) == NOW + timedelta(minutes=64)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0812 3456 7890", "+6281234567890"),
        ("+62 812-3456-7890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("12", ""),
        ("Tsel-Info", ""),
        ("", ""),
    ],
)
def test_telephone_numbers_have_one_form(typed, kept):
    assert normal_phone(typed) == kept


def test_addresses_are_shown_so_far_as_to_be_recognised():
    assert masked_address("siti@contoh.id") == "si••@contoh.id"
    assert masked_address("+6281234567890") == "••••••7890"
    assert masked_address("") == ""


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("{name} {what}", []),
        ("{nama}", ["nama"]),
        ("{name.__class__}", ["name.__class__"]),
        ("{name!r:>99}", ["name!r:>99"]),
        ("a } b", ["}"]),
        ("{{name}}", ["{", "}"]),
    ],
)
def test_only_declared_places_may_stand_in_braces(text, strange):
    assert unknown_placeholders(text, ARRIVED) == strange


@given(st.text(), st.text())
def test_filling_in_never_fails_and_never_fills_what_was_filled_in(text, value):
    filled_in(text, {"name": value})
    assert filled_in("{name}", {"name": "{what}", "what": "x"}) == "{what}"
