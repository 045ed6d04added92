"""What is typed about evaluations: what to plan, scores with reasons, minutes."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pendapa.evaluation.calendar.actions import ItemAnswer
from pendapa.evaluation.models import EvaluationTask, Instrument
from pendapa.evaluation.surveys.forms import UnitField
from pendapa.people.models import Organization

if TYPE_CHECKING:
    InstrumentChoice = forms.ModelChoiceField[Instrument]
    UnitChoices = forms.ModelMultipleChoiceField[Organization]
else:
    InstrumentChoice = forms.ModelChoiceField
    UnitChoices = forms.ModelMultipleChoiceField

LONGEST_NOTE = 2000


class InstrumentField(InstrumentChoice):
    """One of the instruments of the installation."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.local_name)


class UnitsField(UnitChoices):
    """Units, as boxes to tick."""

    label_from_instance = UnitField.label_from_instance


class PlanTasksForm(forms.Form):
    """Which evaluation of which units falls due when."""

    instrument = InstrumentField(
        Instrument.objects.none(), label=_("Evaluation"), to_field_name="key", empty_label=_("Choose an evaluation")
    )
    due = forms.DateField(label=_("Due on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    units = UnitsField(
        Organization.objects.none(),
        label=_("Units"),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one unit.")},
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]
        self.fields["instrument"].queryset = Instrument.objects.all()  # type: ignore[attr-defined]


class ItemsForm(forms.Form):
    """A score and a reason for each item of a self-assessment."""

    def __init__(self, task: EvaluationTask, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.task = task
        scale = task.instrument.definition.get("scale", 5)
        scores = [("", "–"), *((str(score), str(score)) for score in range(scale + 1))]
        for item in task.instrument.items:
            kept = task.answers.get(item["key"], {})
            self.fields[f"score-{item['key']}"] = forms.TypedChoiceField(
                label=_("Score"),
                choices=scores,
                coerce=int,
                empty_value=None,
                required=False,
                initial="" if kept.get("score") is None else str(kept["score"]),
            )
            self.fields[f"note-{item['key']}"] = forms.CharField(
                label=_("Why"),
                required=False,
                max_length=LONGEST_NOTE,
                initial=kept.get("note", ""),
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def fields_of(self, key: str) -> tuple[forms.BoundField, forms.BoundField]:
        return self[f"score-{key}"], self[f"note-{key}"]

    @property
    def answers(self) -> dict[str, ItemAnswer]:
        return {
            item["key"]: ItemAnswer(
                self.cleaned_data[f"score-{item['key']}"], self.cleaned_data[f"note-{item['key']}"].strip()
            )
            for item in self.task.instrument.items
        }


class FinishForm(forms.Form):
    """What is said at the end: the minutes of a forum, a remark otherwise."""

    note = forms.CharField(
        label=_("Minutes, or a remark"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
