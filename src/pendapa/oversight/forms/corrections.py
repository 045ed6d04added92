"""What is typed about a corrective action."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pendapa.oversight.forms.fields import OwnerField, StepForm, day, words
from pendapa.oversight.models import Finding
from pendapa.oversight.queries.changes import versions_since
from pendapa.oversight.rules import CLAIMS, FollowUp, Reading


class PlanForm(StepForm):
    """What is done, by whom, until when."""

    what = words(
        _("What will be done?"),
        help_text=_("Where the finding is published, everybody reads this. Name no persons."),
        required=_("Write what will be done."),
    )
    owner = OwnerField()
    due_on = day(_("Until when?"))


class HandOverForm(StepForm):
    """Who is responsible from now on."""

    owner = OwnerField()


class MilestoneForm(StepForm):
    """One step on the way."""

    title = forms.CharField(label=_("Step"), max_length=200, error_messages={"required": _("Write what the step is.")})
    due_on = day(_("Until when?"))


class EvidenceForm(StepForm):
    """A file that shows what was done."""

    label = forms.CharField(
        label=_("What does the file show?"),
        max_length=200,
        error_messages={"required": _("Write what the file shows.")},
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF or picture, at most 5 MB. It can be added, not taken away."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/*"}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty. Choose another file.")},
    )


class ChangeForm(StepForm):
    """The version of a standard, process or form that was published because of the finding."""

    version = forms.ChoiceField(
        label=_("What was published because of the finding?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {version.key: version for version in versions_since(finding)}
        field = self.fields["version"]
        field.choices = [(key, version.label) for key, version in self.versions.items()]  # type: ignore[attr-defined]
        if not self.versions:
            field.help_text = _("Nothing was published for this service or unit since the finding was issued.")


class ClaimForm(StepForm):
    """What the unit says of an action."""

    claim = forms.ChoiceField(
        label=_("How far is it?"),
        choices=[(claim.value, claim.label) for claim in CLAIMS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two."), "invalid_choice": _("Choose one of the two.")},
    )
    words = words(
        _("What was done, or why can it not be done?"), required=_("Write what was done, or why it cannot be done.")
    )

    def clean_claim(self) -> FollowUp:
        return FollowUp(self.cleaned_data["claim"])


class ReturnForm(StepForm):
    """What is still missing."""

    reason = words(_("What is still missing?"), required=_("Write what is still missing."))


class EffectForm(StepForm):
    """The measure before and after, where the record has not counted it; what it has counted is not asked."""

    before_value = forms.FloatField(label=_("Value before"), min_value=-1_000_000, max_value=1_000_000)
    before_n = forms.IntegerField(
        label=_("Cases or answers before"), min_value=0, max_value=100_000_000, help_text=_("Of how many it was taken.")
    )
    after_value = forms.FloatField(label=_("Value after"), required=False, min_value=-1_000_000, max_value=1_000_000)
    after_n = forms.IntegerField(label=_("Cases or answers after"), required=False, min_value=0, max_value=100_000_000)

    def __init__(self, *args: Any, before: Reading | None, after: Reading | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.counted = {"before": before, "after": after}
        for name, reading in self.counted.items():
            if reading is not None:
                del self.fields[f"{name}_value"], self.fields[f"{name}_n"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if (given.get("after_value") is None) != (given.get("after_n") is None) and not self.errors:
            self.add_error("after_n", _("Give the value and of how many it was taken, or neither."))
        for name, counted in self.counted.items():
            value, n = given.get(f"{name}_value"), given.get(f"{name}_n")
            given[name] = counted or (Reading(value, n) if value is not None and n is not None else None)
        return given
