"""What is typed about alarms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pendapa.evaluation.watching.actions import LONGEST_REASON
from pendapa.evaluation.watching.rules import CLUSTER, Sensitivity


class DismissForm(forms.Form):
    """Why an alarm shows no shortcoming."""

    reason = forms.CharField(
        label=_("This is not a shortcoming because"),
        help_text=_("For example: the form of the questionnaire was changed in that month. Name no private person."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Write why this is not a shortcoming.")},
    )


class WatchForm(forms.Form):
    """How a measure is watched."""

    is_watched = forms.BooleanField(label=_("Watch this measure"), required=False)
    least_count = forms.IntegerField(
        label=_("Answers or cases that make a period"),
        help_text=_("A month with fewer is joined to the next one."),
        min_value=5,
        max_value=1000,
    )
    baseline = forms.IntegerField(
        label=_("Periods that are learned first"), help_text=_("No alarm before."), min_value=4, max_value=36
    )
    allowance = forms.FloatField(
        label=_("Allowance"),
        help_text=_("In standard deviations of a period: what is worse by less does not count."),
        min_value=0,
        max_value=2,
    )
    limit = forms.FloatField(
        label=_("Limit"), help_text=_("The larger it is, the fewer and later alarms."), min_value=1, max_value=20
    )

    def __init__(self, measure: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if measure == CLUSTER:
            for name in ("least_count", "baseline", "allowance", "limit"):
                del self.fields[name]

    @property
    def given(self) -> Sensitivity:
        """What was given, and for the rest what a watch begins with."""
        return Sensitivity(**{name: value for name, value in self.cleaned_data.items() if name != "is_watched"})
