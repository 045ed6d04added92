"""What is filled in to write a ready answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pendapa.people.models import Organization


class TemplateForm(forms.Form):
    """A ready answer."""

    unit = forms.ModelChoiceField(
        label=_("Unit"),
        help_text=_("Of use there and in the units below it."),
        queryset=Organization.objects.none(),
        to_field_name="code",
        empty_label=None,
    )
    title = forms.CharField(label=_("Title"), max_length=120, error_messages={"required": _("Give it a title.")})
    body = forms.CharField(
        label=_("Answer"),
        help_text=_("Officers change it before they send it."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write the answer first.")},
    )

    def __init__(self, data: Any = None, *, units: Any, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
