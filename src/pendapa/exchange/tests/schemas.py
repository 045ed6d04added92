"""The JSON schemas of GeoReport v2, where the data beside the project is at hand."""

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[5] / "shared" / "data" / "open311" / "json-schemas"


def validator_of(name: str) -> Any:
    """Checks a value by one of the schemas; skips the test where they are not at hand."""
    import jsonschema_rs

    if not FOLDER.exists():
        pytest.skip(f"the schemas are not at {FOLDER}")
    return jsonschema_rs.validator_for(schema_of(name))


def schema_of(name: str) -> dict[str, Any]:
    """A schema with the one that its parts refer to put in."""
    schema: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    reference = schema.get("items", {}).pop("$ref", None)
    if reference:
        schema["items"] = json.loads((FOLDER / reference).read_text())
    return {"$schema": "http://json-schema.org/draft-04/schema#", **schema}
