"""One page of a form, ready to draw, and its place among the others."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pendapa.forms import rules
from pendapa.forms.field_views import FieldView
from pendapa.forms.structure import Condition, FormDefinition, Page
from pendapa.kernel.problems import FieldError


def page_view(
    definition: FormDefinition,
    page_key: str,
    data: Mapping[str, Any],
    errors: Iterable[FieldError] = (),
    *,
    upload_urls: Mapping[str, str] | None = None,
    file_urls: Mapping[str, str] | None = None,
) -> list[FieldView]:
    """The fields of a page as drawn, in order.

    A field that waits for an answer of the same page is always drawn, and hidden by script until it applies.
    `upload_urls` (by field) take files at once where script runs; `file_urls` (by file id) open what is there.
    Raises KeyError for an unknown page.
    """
    page = definition.page(page_key)
    messages = {error.field: error.message for error in reversed(list(errors))}
    here = {one.name for one in page.fields}
    visible = {one.name for one in rules.visible_fields(definition, page_key, data)}
    return [
        FieldView(
            field=one,
            error=messages.get(one.name, ""),
            value=data.get(one.name),
            condition=_condition_for_script(one.show_if, here),
            upload_url=(upload_urls or {}).get(one.name, ""),
            file_urls=file_urls or {},
        )
        for one in page.fields
        if one.name in visible or (one.show_if is not None and one.show_if.field in here)
    ]


def error_links(definition: FormDefinition, page_key: str, errors: Iterable[FieldError]) -> list[tuple[str, str]]:
    """The errors of a page for `{% error_summary %}`: (id of the control to go to, message)."""
    targets = {one.name: FieldView(one, "", None).first_control for one in definition.page(page_key).fields}
    return [(targets.get(error.field, ""), error.message) for error in errors]


def progress_labels(definition: FormDefinition, data: Mapping[str, Any], *further: str) -> list[str]:
    """The short names of the pages that these answers call for, and `further` steps such as the check page."""
    return [str(page.short) for page in rules.visible_pages(definition, data)] + [*map(str, further)]


def neighbours(definition: FormDefinition, page_key: str, data: Mapping[str, Any]) -> tuple[Page | None, Page | None]:
    """The pages before and after, as these answers call for; None at the ends."""
    pages = rules.visible_pages(definition, data)
    keys = [page.key for page in pages]
    if page_key not in keys:
        return None, pages[0] if pages else None
    place = keys.index(page_key)
    return (pages[place - 1] if place else None), (pages[place + 1] if place + 1 < len(pages) else None)


def _condition_for_script(condition: Condition | None, here: set[str]) -> str:
    if condition is None or condition.field not in here:
        return ""
    posted = [{True: "yes", False: "no"}[one] if isinstance(one, bool) else one for one in condition.values]
    return json.dumps({"field": condition.field, "is": posted})
