from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendapa.forms.nik import PROVINCES, Nik, NikFault, nik_faults, read_nik

two_digits = st.integers(1, 99).map(lambda number: f"{number:02}")


@st.composite
def people(draw):
    born = draw(st.dates(date(1900, 1, 1), date(2026, 12, 31)))
    sex = draw(st.sampled_from(["male", "female"]))
    place = draw(st.sampled_from(sorted(PROVINCES))) + draw(two_digits) + draw(two_digits)
    day = born.day + (40 if sex == "female" else 0)
    return f"{place}{day:02}{born:%m%y}{draw(st.integers(1, 9999)):04}", born, sex


@given(people())
def test_the_nik_of_a_person_agrees_with_the_person(person):
    nik, born, sex = person
    assert nik_faults(nik, birth_date=born, sex=sex) == []
    assert nik_faults(nik, region=f"{nik[:2]}.{nik[2:4]}") == []
    parts = read_nik(nik)
    assert isinstance(parts, Nik)
    assert parts.was_born_on(born)
    assert parts.is_woman == (sex == "female")


@given(people(), st.integers(6, 11), st.integers(1, 9))
def test_any_wrong_digit_in_the_date_is_refused(person, position, change):
    nik, born, sex = person
    wrong = nik[:position] + str((int(nik[position]) + change) % 10) + nik[position + 1 :]
    assert nik_faults(wrong, birth_date=born, sex=sex)


@given(st.text(max_size=20))
def test_any_text_is_read_without_harm(text):
    nik_faults(text, birth_date=date(1990, 8, 17), sex="male", region="35")


@pytest.mark.parametrize(
    ("nik", "fault"),
    [
        ("357305570890000", NikFault.LENGTH),
        ("３573055708900001", NikFault.LENGTH),
        ("9973055708900001", NikFault.PLACE),
        ("3500055708900001", NikFault.PLACE),
        ("3573050008900001", NikFault.DATE),
        ("3573053202900001", NikFault.DATE),
        ("3573057202900001", NikFault.DATE),
        ("3573055713900001", NikFault.DATE),
        ("3573052902010001", NikFault.DATE),
        ("3573055708900000", NikFault.SERIAL),
    ],
)
def test_a_number_that_cannot_be_a_nik_says_why(nik, fault):
    assert read_nik(nik) is fault


def test_a_leap_day_of_either_century_is_a_birth_date():
    assert isinstance(read_nik("3573052902000001"), Nik)
    assert isinstance(read_nik("3573056902960001"), Nik)


def test_a_nik_of_another_region_or_sex_is_told_apart():
    assert nik_faults("3573055708900001", region="33.74", sex="male") == [NikFault.OTHER_SEX, NikFault.OTHER_REGION]
