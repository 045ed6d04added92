"""Form fields: label, help, error and control wired together, for Django forms and for forms made elsewhere.

Ids follow one rule everywhere: control `X`, help `X-help`, error `X-error`.
"""

from collections.abc import Iterable
from typing import Literal

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.template import Library
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from pendapa.kernel.problems import FieldError
from pendapa.ui.components.icons import icon

register = Library()
Width = Literal["", "short", "medium"]
SHORT_CHOICE = 17
"""Characters of a choice that may stand beside another on a telephone."""


@register.simple_tag
def described_by(id: str, help: object = "", error: object = "", invalid: bool = True) -> SafeString:
    """The attributes that tie a control to its help and error: ` aria-describedby="…" aria-invalid="true"`.

    `invalid=False` leaves aria-invalid out, for elements that may not carry it (a fieldset).
    """
    names = " ".join(name for name, given in ((f"{id}-help", help), (f"{id}-error", error)) if given)
    wired = format_html(' aria-describedby="{}"', names) if names else SafeString("")
    return format_html("{}{}", wired, SafeString(' aria-invalid="true"') if error and invalid else "")


@register.simple_block_tag
def question(
    content: str, id: str, label: str, help: str = "", error: str = "", optional: bool = False, name: str = ""
) -> SafeString:
    """One control with its label, help and error; the block holds the control, with `described_by`."""
    return format_html(
        '<div class="{}" data-field="{}"><label class="label" for="{}">{}{}</label>{}{}{}</div>',
        _field_classes(error),
        name,
        id,
        label,
        _optional(optional),
        _help(id, help),
        error_message(id, error),
        content,
    )


@register.simple_block_tag
def question_group(
    content: str, id: str, legend: str, help: str = "", error: str = "", optional: bool = False, name: str = ""
) -> SafeString:
    """Several controls that answer one question (choices, a date in parts), as a fieldset."""
    return format_html(
        '<fieldset class="{}" id="{}" data-field="{}"{}><legend class="label">{}{}</legend>{}{}{}</fieldset>',
        _field_classes(error),
        id,
        name,
        described_by(id, help, error, invalid=False),
        legend,
        _optional(optional),
        _help(id, help),
        error_message(id, error),
        content,
    )


@register.simple_tag
def choice(
    name: str,
    value: object,
    label: str,
    id: str,
    checked: bool = False,
    note: str = "",
    type: Literal["radio", "checkbox"] = "radio",
    required: bool = False,
) -> SafeString:
    """One radio button or tick box, as a large target."""
    return format_html(
        '<label class="choice" for="{}"><input type="{}" id="{}" name="{}" value="{}"{}{}><span>{}{}</span></label>',
        id,
        type,
        id,
        name,
        value,
        SafeString(" checked") if checked else "",
        SafeString(" required") if required else "",
        label,
        format_html("<small>{}</small>", note) if note else "",
    )


@register.simple_tag
def field(bound: BoundField, width: Width = "", help: str = "") -> SafeString:
    """A field of a Django form. `width`: "" (full), short (date, code), medium (number, phone).

    In a choice's label a line break parts the label from its note.
    """
    help, error = help or str(bound.help_text or ""), " ".join(str(message) for message in bound.errors)
    if bound.is_hidden:
        return bound.as_widget()
    id = bound.auto_id or f"id_{bound.html_name}"
    optional = not bound.field.required
    widget = bound.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        options = format_html_join("", "{}", ((_bound_choice(option, widget),) for option in bound.subwidgets))
        if isinstance(widget, forms.CheckboxSelectMultiple):
            # Boxes may be left alone by their nature: nothing says so.
            optional = False
        if all(len(str(option.choice_label)) <= SHORT_CHOICE for option in bound.subwidgets):
            options = format_html('<div class="choices-row">{}</div>', options)
        return question_group(options, id, str(bound.label), help, error, optional, bound.html_name)
    attrs = {"id": id} | _described_attrs(id, help, error)
    if isinstance(widget, forms.CheckboxInput):
        return format_html(
            '<div class="{}" data-field="{}">{}<label class="choice" for="{}">{}<span>{}{}</span></label></div>',
            _field_classes(error),
            bound.html_name,
            error_message(id, error),
            id,
            bound.as_widget(attrs=attrs),
            bound.label,
            format_html('<small id="{}-help">{}</small>', id, help) if help else "",
        )
    control = bound.as_widget(attrs=attrs | ({"class": f"width-{width}"} if width else {}))
    if isinstance(widget, forms.FileInput):
        control = format_html('<div class="upload" data-upload>{}<div data-results></div></div>', control)
    return question(control, id, str(bound.label), help, error, optional, bound.html_name)


@register.simple_tag
def form_errors(form: forms.BaseForm) -> SafeString:
    """The error summary of a Django form, empty while the form has none."""
    errors = [("", str(message)) for message in form.non_field_errors()]
    for bound in form:
        target = bound.auto_id or f"id_{bound.html_name}"
        if isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            target += "_0"
        errors.extend((target, f"{bound.label}: {message}") for message in bound.errors)
    return error_summary(errors)


@register.simple_tag
def error_summary(errors: Iterable[tuple[str, str] | FieldError]) -> SafeString:
    """What must be put right, on top of the form.

    Each error is a pair (id of the control or "", message), or a kernel FieldError, whose control is `id_<field>`.
    """
    listed = [_target_and_message(error) for error in errors]
    if not listed:
        return SafeString("")
    title = ngettext(
        "There is %(count)d answer to put right", "There are %(count)d answers to put right", len(listed)
    ) % {"count": len(listed)}
    lines = format_html_join("", "<li>{}</li>", ((_error_line(target, message),) for target, message in listed))
    return format_html(
        '<div class="error-summary" role="alert" aria-labelledby="error-summary-title" tabindex="-1" '
        'data-error-summary><h2 id="error-summary-title">{}</h2><ul>{}</ul></div>',
        title,
        lines,
    )


@register.simple_tag
def error_message(id: str, error: str) -> SafeString:
    """The message above a control; empty without an error."""
    if not error:
        return SafeString("")
    return format_html(
        '<p class="error-message" id="{}-error">{}<span><span class="visually-hidden">{}</span> {}</span></p>',
        id,
        icon("triangle-alert"),
        gettext("Error:"),
        error,
    )


def _target_and_message(error: tuple[str, str] | FieldError) -> tuple[str, str]:
    if isinstance(error, FieldError):
        return (f"id_{error.field}" if error.field else "", error.message)
    return error


def _error_line(target: str, message: str) -> SafeString:
    return format_html('<a href="#{}">{}</a>', target, message) if target else format_html("<p>{}</p>", message)


def _bound_choice(option: BoundWidget, widget: forms.RadioSelect | forms.CheckboxSelectMultiple) -> SafeString:
    label, _, note = str(option.choice_label).partition("\n")
    data = option.data
    return choice(
        data["name"],
        "" if data["value"] is None else data["value"],
        label,
        str(data["attrs"].get("id", "")),
        checked=data["selected"],
        note=note,
        type="checkbox" if isinstance(widget, forms.CheckboxSelectMultiple) else "radio",
    )


def _described_attrs(id: str, help: str, error: str) -> dict[str, str | bool]:
    names = [name for name, given in ((f"{id}-help", help), (f"{id}-error", error)) if given]
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(names)} if names else {}
    return attrs | {"aria-invalid": "true"} if error else attrs


def _field_classes(error: object) -> str:
    return "field field-invalid" if error else "field"


def _help(id: str, help: str) -> SafeString:
    return format_html('<p class="help" id="{}-help">{}</p>', id, help) if help else SafeString("")


def _optional(optional: bool) -> SafeString:
    return format_html(' <span class="optional">({})</span>', gettext("optional")) if optional else SafeString("")
