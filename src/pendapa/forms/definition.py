"""Reading and checking a form: its JSON Schema says what is asked, its layout in which order and words."""

from typing import Any

from pendapa.forms import schema_reading
from pendapa.forms.layout_reading import read_layout
from pendapa.forms.sources import Fault, FormFaults, Source, read_json, read_yaml
from pendapa.forms.structure import FormDefinition, FormField, Kind, Page

__all__ = ["Fault", "FormDefinition", "FormFaults", "FormField", "Kind", "Page", "build_form", "load_form"]

DEFAULT_NAMES = ("form.schema.json", "form.layout.yaml")


def load_form(schema_text: str, layout_text: str, names: tuple[str, str] = DEFAULT_NAMES) -> FormDefinition:
    """The form of a schema (JSON) and a layout (YAML or JSON); `names` are the files' names in messages.

    Raises FormFaults with every fault found, each with its file and line.
    """
    sources, faults = [], []
    for read, name, text in ((read_json, names[0], schema_text), (read_yaml, names[1], layout_text)):
        try:
            sources.append(read(name, text))
        except FormFaults as refused:
            faults += refused.faults
    if faults:
        raise FormFaults(faults)
    return _checked_form(*sources)


def build_form(schema: dict[str, Any], layout: dict[str, Any]) -> FormDefinition:
    """The form of two plain values that were a valid form before, such as a stored version."""
    return _checked_form(Source(DEFAULT_NAMES[0], schema), Source(DEFAULT_NAMES[1], layout))


def _checked_form(schema: Source, layout: Source) -> FormDefinition:
    schema_reading.check_form_schema(schema)
    properties = schema.value.get("properties")
    described = properties if isinstance(properties, dict) else {}
    kinds = {name: schema_reading.check_field_schema(schema, name, one) for name, one in described.items()}
    pages = read_layout(layout, schema, kinds)
    faults = [*schema.faults, *layout.faults]
    if faults:
        raise FormFaults(faults)
    return FormDefinition(key=layout.value["key"], schema=schema.value, layout=layout.value, pages=pages)
