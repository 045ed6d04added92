"""What a person decides about a standard at the desk. `revision` is that of the version they saw."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DecisionForm(forms.Form):
    """Submit or publish: nothing to fill in but that it is the version that was seen."""

    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class ReturnForm(DecisionForm):
    """Send back from review."""

    reason = forms.CharField(
        label=_("What must be changed?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what must be changed.")},
    )
