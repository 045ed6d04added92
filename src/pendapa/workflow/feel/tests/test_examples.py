from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from pendapa.workflow.feel import Expression, FeelError, evaluate, parse
from pendapa.workflow.feel.values import YearsMonths

DATA = {
    "outcome": "complete",
    "amount": 12,
    "rate": 0.1,
    "nothing": None,
    "yes": True,
    "places": ["hulu", "hilir"],
    "check": {"outcome": "complete", "metres": 3.5},
}


def value_of(text: str) -> object:
    expression = parse(text)
    assert isinstance(expression, Expression), expression
    result = evaluate(expression, DATA)
    assert result.error is None, str(result.error)
    return result.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("-2 ** 2", 4),
        ("2 ** 3 ** 2", 64),
        ("10 / 4", Decimal("2.5")),
        ("10 / 0", None),
        ("rate + 0.2 = 0.3", True),
        ("1 + null", None),
        ('"a" + "b"', "ab"),
        (r'"\u0041\n\"\\"', 'A\n"\\'),
        ("check.metres", Decimal("3.5")),
        ("check.missing", None),
        ("missing", None),
        ("missing.more", None),
        ("outcome.length", None),
        ('{a: 1, "b c": {d: 2}}.a', 1),
        ("[1, [2], []]", [1, [2], []]),
        ("amount > 10 and yes", True),
        ("nothing and false", False),
        ("nothing or true", True),
        ("nothing > 1", None),
        ("nothing = null", True),
        ("amount != null", True),
        ("not(nothing)", None),
        ("not(yes)", False),
        ("amount between 1 and 12 and yes", True),
        ("amount in [1..12[", False),
        ("amount in ]11..12]", True),
        ("amount in (11..12)", False),
        ("amount in (< 3, > 11)", True),
        ("amount in (1, 2, [10..20])", True),
        ("amount in >= 12", True),
        ("amount in (< 3)", False),
        ('outcome in ("complete", "refuse")', True),
        ('"hulu" in places', True),
        ("nothing in [1..2]", None),
        ("if amount > 10 then 1 else 2", 1),
        ("if nothing then 1 else 2", 2),
        ('string length("横綱")', 2),
        ('upper case("aß")', "ASS"),
        ('lower case("AB")', "ab"),
        ('contains(outcome, "plet")', True),
        ('starts with(outcome, "com")', True),
        ('ends with(outcome, "com")', False),
        ("starts with(outcome, null)", None),
        ("count(places)", 2),
        ("count([])", 0),
        ("min(3, 1, 2)", 1),
        ("max([3, 1, 2])", 3),
        ('max("a", "b")', "b"),
        ("min([])", None),
        ("sum(1, 2, 3.5)", Decimal("6.5")),
        ("mean([1, 2])", Decimal("1.5")),
        ("floor(-1.5)", -2),
        ("ceiling(-1.5)", -1),
        ("abs(-1)", 1),
        ('list contains(places, "hilir")', True),
        ("list contains([1, null], null)", True),
        ("is defined(check.metres)", True),
        ("is defined(check.missing)", False),
        ("is defined(missing)", False),
        ("is defined(nothing)", True),
        ('date("2025-02-28")', date(2025, 2, 28)),
        ('date("2025-02-30")', None),
        ("date(2024, 2, 29)", date(2024, 2, 29)),
        ('time("10:30:00")', time(10, 30)),
        ('date and time("2025-01-01T10:00:00")', datetime(2025, 1, 1, 10)),
        ('duration("P1DT2H")', timedelta(days=1, hours=2)),
        ('duration("-P1Y2M")', YearsMonths(-14)),
        ('duration("P1Y1D")', None),
        ('date("2024-01-31") + duration("P1M")', date(2024, 2, 29)),
        ('date("2024-03-31") - duration("P1M")', date(2024, 2, 29)),
        ('date("2025-01-31") - date("2025-01-01") = duration("P30D")', True),
        ('date("2025-01-01") < date("2025-01-02")', True),
    ],
)
def test_an_expression_has_its_value(text, value):
    assert value_of(text) == value


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("1 +", 3),
        ("a b", 2),
        ("= 1", 0),
        ("1 == 1", 3),
        ("and", 0),
        ('"open', 0),
        ("x.1", 1),
        ("1..2", 1),
        ("(1", 2),
        ("amount = print(1)", 9),
        ("__import__('os')", 11),
        ("a[0]", 1),
        ("a; b", 1),
        ("1" * 2_001, 2_000),
        ("(" * 100 + "1" + ")" * 100, 40),
        ("-" * 100 + "1", 40),
        ("1" + "+1" * 100, 0),
    ],
)
def test_what_cannot_be_read_is_told_with_its_position(text, position):
    error = parse(text)
    assert isinstance(error, FeelError)
    assert error.position == position


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ('yes and 1 = "a"', "do not fit together", 8),
        ("abs(outcome)", "do not fit together", 0),
        ("abs(1, 2)", "do not fit together", 0),
        ("outcome - 1", "do not fit together", 0),
        ("true > false", "do not fit together", 0),
        ("9 ** (9 ** 9)", "too large", 0),
        ("9 ** 9999", "too large", 0),
        ('date("9999-12-31") + duration("P1D")', "too large", 0),
        ('time("10:00:00") < time("10:00:00+07:00")', "do not fit together", 0),
    ],
)
def test_what_cannot_be_worked_out_is_null_with_an_error(text, message, position):
    with translation.override("en"):
        result = evaluate(parse(text), DATA)
        assert result.value is None
        assert message in str(result.error)
        assert result.error.position == position


def test_an_evaluation_stops_after_its_steps():
    data = {"many": list(range(9_000))}
    result = evaluate(parse("count(many) + count(many)"), data)
    with translation.override("en"):
        assert "too many steps" in str(result.error)


def test_an_expression_tells_the_names_it_looks_up():
    expression = parse("a.b > c and {d: e}.d = 1 and count([f]) = 1")
    assert expression.names == {"a", "c", "e", "f"}
