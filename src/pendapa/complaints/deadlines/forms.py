"""What is filled in to set a deadline."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pendapa.complaints.rules import Kind, Step


class DeadlineForm(forms.Form):
    """A deadline from a day on."""

    step = forms.ChoiceField(label=_("Step"), choices=Step.choices)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *Kind.choices], required=False)
    working_days = forms.IntegerField(label=_("Working days"), min_value=1, max_value=365)
    source = forms.CharField(label=_("Source"), max_length=200, help_text=_("The regulation and its article."))
    valid_from = forms.DateField(label=_("Counts from"), widget=forms.DateInput(attrs={"type": "date"}))
