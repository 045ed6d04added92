"""The literal expressions of the public conformance tests of DMN (TCK, level 2), where they are at hand."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pendapa.workflow.feel import Expression, evaluate, parse

REPOSITORY = Path(__file__).resolve().parents[5]
LEVEL_2 = REPOSITORY.parent / "shared" / "data" / "dmn" / "compliance-level-2"
MODELS = [
    "0008-LX-arithmetic",
    "0100-feel-constants",
    "0101-feel-constants",
    "0102-feel-constants",
    "0105-feel-math",
    "0106-feel-ternary-logic",
    "0107-feel-ternary-logic-not",
]


def value_in(node: Any) -> Any:
    components = node.findall("{*}component")
    if components:
        return {component.get("name"): value_in(component) for component in components}
    value = node.find("{*}value")
    if value.get("{http://www.w3.org/2001/XMLSchema-instance}nil") == "true":
        return None
    kind = value.get("{http://www.w3.org/2001/XMLSchema-instance}type").rpartition(":")[2]
    text = value.text or ""
    return {"boolean": lambda: text == "true", "string": lambda: text}.get(kind, lambda: Decimal(text))()


@pytest.mark.parametrize("model", MODELS)
def test_literal_expressions_give_the_expected_values(model):
    folder = LEVEL_2 / model
    if not folder.exists():
        pytest.skip(f"the conformance data is not at {LEVEL_2}")
    decisions = {
        decision.get("name"): decision.findtext("{*}literalExpression/{*}text")
        for decision in etree.parse(folder / f"{model}.dmn").iterfind("{*}decision")
    }
    checked = 0
    for case in etree.parse(folder / f"{model}-test-01.xml").iterfind("{*}testCase"):
        data = {node.get("name"): value_in(node) for node in case.iterfind("{*}inputNode")}
        for result in case.iterfind("{*}resultNode"):
            expression = parse(decisions[result.get("name")])
            assert isinstance(expression, Expression), expression
            found = evaluate(expression, data)
            expected = value_in(result.find("{*}expected"))
            assert found.error is None
            if isinstance(expected, Decimal):
                assert abs(found.value - expected) < Decimal("1e-8")
            else:
                assert found.value == expected
            checked += 1
    assert checked
