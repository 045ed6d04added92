"""Files: the upload control and the rows of what has been handed in."""

from django.template import Library
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from pendapa.ui.components.icons import icon as draw_icon

register = Library()


@register.simple_block_tag
def upload(
    content: str,
    name: str,
    id: str,
    accept: str = "image/jpeg,image/png,application/pdf",
    multiple: bool = False,
    described: str = "",
    url: str = "",
    required: bool = False,
) -> SafeString:
    """A dashed box with a real file input; the block holds `file_row` tags of files already here.

    With `url`, script sends each file there at once (POST, the file under `name`) and puts the
    HTML answer, the new list of rows, in place of the old. Without it the file goes with the form.
    `described` is the output of `described_by`.
    """
    return format_html(
        '<div class="upload" data-upload="{}"><input type="file" id="{}" name="{}" accept="{}"{}{}{}>'
        '<div data-results aria-live="polite">{}</div></div>',
        url,
        id,
        name,
        accept,
        SafeString(" multiple") if multiple else "",
        SafeString(" required") if required else "",
        described,
        content,
    )


@register.simple_tag
def file_row(
    name: str, size: int | None = None, url: str = "", remove_name: str = "", remove_value: str = "", note: str = ""
) -> SafeString:
    """One file: name, size in bytes, a link to open it, and a button that takes it away."""
    shown = format_html('<a href="{}">{}</a>', url, name) if url else format_html("{}", name)
    facts = " · ".join(part for part in (filesizeformat(size) if size is not None else "", note) if part)
    remove = (
        format_html(
            '<button class="button button-quiet button-small" name="{}" value="{}" formnovalidate>{}'
            '{}<span class="visually-hidden"> {}</span></button>',
            remove_name,
            remove_value,
            draw_icon("trash-2"),
            gettext("Remove"),
            name,
        )
        if remove_name
        else ""
    )
    return format_html(
        '<div class="file-row">{}<p>{}<small>{}</small></p>{}</div>', draw_icon("file-text"), shown, facts, remove
    )
