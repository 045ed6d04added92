"""A field of lines "key = value", as administrators write lists of codes."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

MOST_LINES = 200
LONGEST_LINE = 200


class CodeLines(forms.CharField):
    """Lines "key = value"; cleaned, a dict in their order."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 5}), **options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return "\n".join(f"{key} = {name}" for key, name in value.items())
        return value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        pairs = {}
        for line in lines:
            key, sign, name = (part.strip() for part in line.partition("="))
            if not (key and sign and name) or len(line) > LONGEST_LINE or len(lines) > MOST_LINES:
                raise forms.ValidationError(_("Write each line as: key = value"))
            pairs[key] = name
        return pairs
