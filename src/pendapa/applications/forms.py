"""What an officer hands in with an outcome."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pendapa.applications.actions.work import Step
from pendapa.forms.structure import FormDefinition
from pendapa.workflow.outline import Outcome


class StepForm(forms.Form):
    """Only what the outcome requires: words, fields that must be corrected, the signer's confirmation."""

    outcome = forms.CharField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The applicant reads this. Say everything that is missing at once, in plain words."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        error_messages={"required": _("Write the reason, so that the applicant understands it.")},
    )
    legal_basis = forms.CharField(
        label=_("Legal basis"),
        help_text=_("The regulation and article on which the decision rests."),
        max_length=500,
        error_messages={"required": _("Name the legal basis of this decision.")},
    )
    fields_to_correct = forms.MultipleChoiceField(
        label=_("What must be corrected"),
        help_text=_("The applicant is led to these answers first."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Name at least one answer that must be corrected.")},
    )
    is_confirmed = forms.BooleanField(
        label=_("I have read the document and sign it"),
        error_messages={"required": _("Look at the document and confirm that you sign it.")},
    )

    def __init__(self, data: Any, *, outcome: Outcome, definition: FormDefinition, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        wanted = set(outcome.requires)
        if "reason" not in wanted:
            del self.fields["reason"]
        if "legal_basis" not in wanted:
            del self.fields["legal_basis"]
        if "signature" not in wanted:
            del self.fields["is_confirmed"]
        if "fields" not in wanted:
            del self.fields["fields_to_correct"]
        else:
            choices = [(field.name, str(field.label)) for field in definition.fields.values()]
            self.fields["fields_to_correct"].choices = choices  # type: ignore[attr-defined]

    @property
    def step(self) -> Step:
        data = self.cleaned_data
        return Step(
            outcome=data["outcome"],
            reason=data.get("reason", ""),
            legal_basis=data.get("legal_basis", ""),
            fields=tuple(data.get("fields_to_correct", ())),
            is_confirmed=bool(data.get("is_confirmed", False)),
        )

    @property
    def asks_nothing(self) -> bool:
        """Whether the outcome needs no word beyond itself."""
        return not any(not field.widget.is_hidden for field in self.fields.values())
