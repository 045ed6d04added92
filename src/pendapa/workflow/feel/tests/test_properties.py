from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pendapa.workflow.feel import Expression, FeelError, evaluate, parse
from pendapa.workflow.feel.names import FUNCTION_NAMES
from pendapa.workflow.feel.values import as_feel

numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=3)
truths = st.sampled_from([True, False, None])
words = st.sampled_from(
    ["1", "2.5", "x", "y", "null", "true", '"a"', "(", ")", "[", "]", "{", "}", ",", ":", "..", ".", "+", "-", "*", "/"]
    + ["**", "<", ">=", "=", "!=", "and", "or", "in", "between", "if", "then", "else", *sorted(FUNCTION_NAMES)]
)
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def value_of(text: str, **data: object) -> object:
    expression = parse(text)
    assert isinstance(expression, Expression), expression
    result = evaluate(expression, data)
    assert result.error is None, str(result.error)
    return result.value


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_without_an_accident(text):
    read = parse(text)
    assert isinstance(read, Expression | FeelError)
    if isinstance(read, FeelError):
        assert 0 <= read.position <= max(len(text), 0)


@given(st.lists(words, max_size=25).map(" ".join), json, json)
def test_any_sentence_of_the_language_is_worked_out_without_an_accident(text, x, y):
    read = parse(text)
    if isinstance(read, Expression):
        result = evaluate(read, {"x": x, "y": y})
        assert result.error is None or result.value is None


@given(numbers, numbers)
def test_numbers_are_counted_as_in_the_decimal_system(a, b):
    assert value_of("a + b", a=a, b=b) == a + b
    assert value_of("a * b", a=a, b=b) == a * b
    assert value_of(f"({a:f}) - ({b:f})") == a - b


@given(numbers)
def test_a_number_reads_as_it_is_written(a):
    assert value_of(f"{a:f}") == a


@given(truths, truths)
def test_logic_has_three_values(a, b):
    ranks = {False: 0, None: 1, True: 2}
    assert ranks[value_of("a and b", a=a, b=b)] == min(ranks[a], ranks[b])
    assert ranks[value_of("a or b", a=a, b=b)] == max(ranks[a], ranks[b])
    assert ranks[value_of("not(a)", a=a)] == 2 - ranks[a]
    assert value_of("not(a and b)", a=a, b=b) == value_of("not(a) or not(b)", a=a, b=b)


@given(st.none() | numbers, numbers, numbers)
def test_between_and_ranges_agree_with_comparisons(x, low, high):
    data = {"x": x, "low": low, "high": high}
    expected = value_of("x >= low and x <= high", **data)
    assert value_of("x between low and high", **data) == expected
    assert value_of("x in [low..high]", **data) == expected
    assert value_of("x in (low..high)", **data) == value_of("x > low and x < high", **data)


@given(st.text(alphabet=st.characters(exclude_characters='"\\\n', codec="utf-8"), max_size=50))
def test_a_text_reads_as_it_is_written(text):
    assert value_of(f'"{text}"') == text
    assert value_of("string length(x)", x=text) == len(text)


@given(st.lists(numbers, min_size=1, max_size=8))
def test_lists_are_summed_and_compared(items):
    assert value_of("sum(items)", items=items) == sum(items, Decimal(0))
    assert value_of("min(items) <= mean(items) and mean(items) <= max(items)", items=items) is True
    assert value_of("count(items)", items=items) == len(items)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(0, 5_000))
def test_days_added_to_a_date_can_be_taken_away_again(day, days):
    later = value_of(f'date("{day}") + duration("P{days}D")')
    assert later == day + timedelta(days=days)
    assert value_of("later - day", later=later, day=day) == timedelta(days=days)


@given(json)
def test_data_comes_back_as_feel_sees_it(x):
    result = evaluate(parse("x"), {"x": x})
    assert repr(result.value) == repr(as_feel(x))
