"""What is filled in to set a deadline of oversight."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pendapa.oversight.actions.setting import LONGEST
from pendapa.oversight.forms.fields import day
from pendapa.oversight.rules import OVERSEERS_OWN, DeadlineStep


class DeadlineForm(forms.Form):
    """A deadline from a day on; the overseer's own are offered to the independent overseer alone."""

    step = forms.ChoiceField(label=_("Step"), error_messages={"required": _("Choose a step.")})
    days = forms.IntegerField(
        label=_("Calendar days"),
        min_value=1,
        max_value=LONGEST,
        error_messages={"required": _("Give between 1 and 365 days.")},
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        help_text=_("The regulation and its article, or the decision."),
        error_messages={"required": _("Name the rule that sets this deadline.")},
    )
    valid_from = day(_("Counts from"), help_text=_("Tomorrow or later: what has begun keeps its deadline."))

    def __init__(self, *args: Any, is_overseer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [one for one in DeadlineStep if is_overseer or one not in OVERSEERS_OWN]
        self.fields["step"].choices = [(one.value, one.label) for one in offered]  # type: ignore[attr-defined]
