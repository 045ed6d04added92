from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendapa.forms import typed_values


@pytest.mark.parametrize(
    "typed",
    ["17-8-1990", "17/08/1990", "17 8 1990", "17.08.1990", "1990-08-17", "17 Agustus 1990", "17 aug 1990", "17081990"],
)
def test_a_date_is_read_as_people_write_it(typed):
    assert typed_values.parse_date(typed) == "1990-08-17"


@pytest.mark.parametrize("typed", ["31/2/1990", "17/8/90", "besok", "17/8", "0/0/0000", "١٧/٨/١٩٩٠", ""])
def test_what_is_no_date_stays_as_typed(typed):
    assert typed_values.parse_date(typed) == typed


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.500.000", 1_500_000),
        ("Rp 1.500.000,00", 1_500_000),
        ("rp1500000", 1_500_000),
        ("1,500,000", 1_500_000),
        ("1 500 000", 1_500_000),
        ("1.500.000,-", 1_500_000),
        ("1,5 juta", 1_500_000),
        ("750rb", 750_000),
        ("0", 0),
    ],
)
def test_money_is_read_as_people_write_it(typed, amount):
    assert typed_values.parse_money(typed) == amount


@pytest.mark.parametrize("typed", ["1.5", "1.50.000", "banyak", "-5", "1,5", "9" * 30, "1,5001 ribu"])
def test_what_is_no_amount_stays_as_typed(typed):
    assert typed_values.parse_money(typed) == typed


@pytest.mark.parametrize("typed", ["0812-3456-7890", "6281234567890", "+62 812 3456 7890", "(0812) 34567890"])
def test_a_phone_number_gets_its_normal_form(typed):
    assert typed_values.parse_phone(typed) == "+6281234567890"


def test_numbers_and_identity_numbers_lose_their_spaces():
    assert typed_values.parse_nik("3573 0557 0890 0001") == "3573055708900001"
    assert typed_values.parse_number("1.250", whole=True) == 1250
    assert typed_values.parse_number("12,5", whole=False) == 12.5
    assert typed_values.parse_number("12,5", whole=True) == "12,5"
    assert typed_values.parse_email(" Siti@Contoh.ID ") == "Siti@contoh.id"


@given(st.dates())
def test_every_day_survives_its_indonesian_spelling(day: date):
    if day.year >= 1000:
        assert typed_values.parse_date(f"{day.day}/{day.month}/{day.year}") == day.isoformat()
    assert typed_values.parse_date(day.isoformat()) == day.isoformat()


@given(st.integers(0, 10**15))
def test_every_amount_survives_its_grouping(amount):
    assert typed_values.parse_money(f"Rp{amount:,}".replace(",", ".")) == amount


TEXTS = [
    typed_values.tidy_line,
    typed_values.tidy_text,
    typed_values.parse_date,
    typed_values.parse_phone,
    typed_values.parse_nik,
    typed_values.parse_email,
    typed_values.parse_money,
    lambda text: typed_values.parse_number(text, whole=False),
]


@pytest.mark.parametrize("parse", TEXTS)
@given(text=st.text(max_size=40) | st.text("0123456789-/. ,+Rpjuta", max_size=20))
def test_reading_twice_changes_nothing_more(parse, text):
    once = parse(text)
    assert parse(once) == once if isinstance(once, str) else True


def test_signs_that_no_page_can_show_are_left_out_while_typing():
    assert typed_values.tidy_line("\u202a0812\u202c \x00Siti\x1b ") == "0812 Siti"
    assert typed_values.tidy_text("satu\x00\r\ndua\u202e \n") == "satu\ndua"
