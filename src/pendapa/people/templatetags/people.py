"""`{% load people %}`: forms that are made elsewhere, drawn with our fields."""

from django import forms
from django.template import Library
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from pendapa.ui.components.fields import field, form_errors

register = Library()


@register.simple_tag
def whole_form(form: forms.BaseForm) -> SafeString:
    """The error summary and every field of a form; a label is always seen, so hints inside the boxes go."""
    for bound in form:
        bound.field.widget.attrs.pop("placeholder", None)
    return SafeString(form_errors(form) + format_html_join("\n", "{}", ((field(bound),) for bound in form)))


@register.simple_tag
def plain_field(bound: forms.BoundField, width: str = "") -> SafeString:
    """One field without the hint inside its box."""
    bound.field.widget.attrs.pop("placeholder", None)
    return field(bound, width)  # type: ignore[arg-type]
