"""`{% load form_pages %}`: the fields of a form's page, and its answers to read."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.template import Library

from pendapa.forms.rendering import error_links, page_view
from pendapa.forms.structure import FormDefinition
from pendapa.forms.summary import SummaryPage
from pendapa.kernel.problems import FieldError

register = Library()


@register.inclusion_tag("forms/page.html")
def form_page(
    definition: FormDefinition,
    page_key: str,
    data: Mapping[str, Any],
    errors: Iterable[FieldError] = (),
    upload_urls: Mapping[str, str] | None = None,
    file_urls: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The controls of one page, without the form element, its title and its buttons."""
    views = page_view(definition, page_key, data, errors, upload_urls=upload_urls, file_urls=file_urls)
    return {"fields": views, "page": definition.page(page_key)}


@register.simple_tag
def form_page_errors(definition: FormDefinition, page_key: str, errors: Iterable[FieldError]) -> list[tuple[str, str]]:
    """`{% form_page_errors definition key errors as links %}{% error_summary links %}`."""
    return error_links(definition, page_key, errors)


@register.inclusion_tag("forms/summary.html")
def form_summary(
    pages: list[SummaryPage], change_urls: Mapping[str, str] | None = None, level: int = 2
) -> dict[str, Any]:
    """The answers page by page; `change_urls` (by page key) give each a link to change it."""
    listed = [(one, (change_urls or {}).get(one.page.key, "")) for one in pages]
    return {"pages": listed, "level": level}
