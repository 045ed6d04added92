"""What is typed about a finding."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pendapa.journal.actors import Actor
from pendapa.oversight.actions import FindingIn
from pendapa.oversight.forms.fields import ServiceField, StepForm, UnitField, words
from pendapa.oversight.models import Finding
from pendapa.oversight.queries import services_of_body, units_of_body
from pendapa.oversight.rules import MEASURES


class FindingForm(StepForm):
    """A finding as its office writes it. The five elements may still be empty in a draft."""

    title = forms.CharField(label=_("Title"), max_length=200, error_messages={"required": _("Write a title.")})
    unit = UnitField()
    service = ServiceField()
    measure = forms.ChoiceField(
        label=_("Measure by which the effect will be checked"),
        required=False,
        choices=[("", _("None")), *((name, measure.label) for name, measure in MEASURES.items())],
    )
    condition = words(_("Condition"), help_text=_("What is the case. Name no persons: the text may be published."))
    criterion = words(_("Criterion"), help_text=_("What should be the case, and by which rule or promise."))
    cause = words(_("Cause"), help_text=_("Why it is not so."))
    effect = words(_("Effect"), help_text=_("What it means for the people who come."))
    recommendation = words(_("Recommendation"), help_text=_("What the unit should do."))

    def __init__(self, data: Any = None, *, actor: Actor, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["unit"].queryset = units_of_body(actor)  # type: ignore[attr-defined]
        self.fields["service"].queryset = services_of_body(actor)  # type: ignore[attr-defined]

    @property
    def given(self) -> FindingIn:
        """What was typed; after `is_valid`."""
        return FindingIn(**{name: value for name, value in self.cleaned_data.items() if name != "revision"})


def draft_of(finding: Finding) -> dict[str, Any]:
    """A draft as the form's first values."""
    names = ("title", "condition", "criterion", "cause", "effect", "recommendation", "measure", "revision")
    first = {name: getattr(finding, name) for name in names}
    return first | {"unit": finding.unit.code, "service": finding.service_code}


class IssueForm(StepForm):
    """Whether the finding is published at once or stays between overseer and unit."""

    audience = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=[
            ("internal", _("The unit and those who oversee it")),
            ("public", _("Everybody: it is published at once")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )


class WithdrawForm(StepForm):
    """Why a finding is taken back."""

    reason = words(
        _("Why is the finding withdrawn?"),
        help_text=_("Where the finding is published, everybody reads the reason."),
        required=_("Write why the finding is withdrawn."),
    )


class CloseForm(StepForm):
    """What came of the finding."""

    words = words(_("What came of it?"), help_text=_("Where the finding is published, everybody reads this."))


class AnswerForm(StepForm):
    """The answer of the unit."""

    agrees = forms.TypedChoiceField(
        label=_("Is the finding right?"),
        choices=[("yes", _("Yes, we agree")), ("no", _("No, we see it otherwise"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    text = words(
        _("Answer of the unit"),
        help_text=_("Where the finding is published, everybody reads your answer. Name no persons."),
        required=_("Write your answer."),
    )
