"""What is typed about a report to the overseer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pendapa.journal.actors import Actor
from pendapa.oversight.forms.fields import StepForm, UnitField, words
from pendapa.oversight.models import OverseerReport
from pendapa.oversight.queries import units_of_body
from pendapa.oversight.rules import REPORT_MOVES, ReportState


class ReportForm(forms.Form):
    """A report that somebody brought before the overseer."""

    unit = UnitField()
    subject_matter = forms.CharField(
        label=_("What is it about?"),
        help_text=_("The unit reads this line once it is asked. Name nobody."),
        max_length=200,
        error_messages={"required": _("Write what it is about.")},
    )
    words = words(_("What was reported?"), rows=6, most=8000, required=_("Write what was reported."))
    reporter = forms.CharField(
        label=_("Who reported it?"), max_length=200, required=False, help_text=_("Only your office reads this.")
    )
    contact = forms.CharField(label=_("How can they be reached?"), max_length=200, required=False)
    case_number = forms.CharField(
        label=_("Number of their report or application here"),
        max_length=40,
        required=False,
        help_text=_("Where they complained to the body before."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_of_body(actor)  # type: ignore[attr-defined]


class MoveForm(StepForm):
    """The next step, and what was found, asked or recommended."""

    state = forms.ChoiceField(
        label=_("Next step"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the next step."), "invalid_choice": _("Choose the next step.")},
    )
    text = words(
        _("What was found, asked or recommended?"),
        rows=6,
        most=8000,
        help_text=_("A question for clarification and a recommendation go to the unit as you write them."),
        required=_("Write what was found or decided."),
    )

    def __init__(self, *args: Any, report: OverseerReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        following = [state for state in ReportState if state in REPORT_MOVES[report.state]]
        self.fields["state"].choices = [(state.value, state.label) for state in following]  # type: ignore[attr-defined]

    def clean_state(self) -> ReportState:
        return ReportState(self.cleaned_data["state"])


class ReportAnswerForm(StepForm):
    """The unit's answer to the overseer."""

    text = words(_("Answer of the unit"), rows=6, most=8000, required=_("Write your answer."))
