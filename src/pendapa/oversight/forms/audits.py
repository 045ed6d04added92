"""What is typed about an audit."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pendapa.journal.actors import Actor
from pendapa.oversight.actions.audits import LARGEST_SAMPLE, AuditIn
from pendapa.oversight.forms.fields import ServiceField, StepForm, UnitField, day, words
from pendapa.oversight.models import Audit, SampledCase
from pendapa.oversight.queries import services_of_body, units_of_body
from pendapa.oversight.sampling import Rule
from pendapa.people.models import Account

if TYPE_CHECKING:
    TeamChoice = forms.ModelMultipleChoiceField[Account]
    CaseChoice = forms.ModelChoiceField[SampledCase]
else:
    TeamChoice, CaseChoice = forms.ModelMultipleChoiceField, forms.ModelChoiceField


class TeamField(TeamChoice):
    """Colleagues of the actor's own office."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.get_full_name())


class PlanAuditForm(forms.Form):
    """The plan of an audit, and the rule of its sample."""

    title = forms.CharField(label=_("Title"), max_length=200, error_messages={"required": _("Write a title.")})
    unit = UnitField()
    service = ServiceField()
    period_from = day(_("Cases received from"))
    period_until = day(_("until"), help_text=_("A day that is over, so that no case can still enter."))
    rule = forms.ChoiceField(
        label=_("How is the sample drawn?"),
        choices=Rule.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
    wanted = forms.IntegerField(
        label=_("How many cases?"),
        min_value=1,
        max_value=LARGEST_SAMPLE,
        error_messages={"required": _("Choose from 1 to 300 cases.")},
    )
    team = TeamField(
        queryset=Account.objects.none(),
        label=_("Who else is in the team?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only the team reads the working papers. You are in it."),
    )

    def __init__(self, *args: Any, actor: Actor, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_of_body(actor)  # type: ignore[attr-defined]
        self.fields["service"].queryset = services_of_body(actor)  # type: ignore[attr-defined]
        self.fields["team"].queryset = colleagues  # type: ignore[attr-defined]

    @property
    def given(self) -> AuditIn:
        """What was typed; after `is_valid`."""
        return AuditIn(**{**self.cleaned_data, "rule": Rule(self.cleaned_data["rule"])})


class SampledField(CaseChoice):
    """A case of the sample, by its number."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.position}. {obj.case.number}"


class PaperForm(StepForm):
    """A working paper."""

    body = words(_("Note"), rows=6, most=8000, required=_("Write your note."))
    sampled = SampledField(
        queryset=SampledCase.objects.none(), label=_("Case"), required=False, empty_label=_("The audit as a whole")
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("PDF or picture, at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/*"}),
    )

    def __init__(self, *args: Any, audit: Audit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sampled"].queryset = audit.sample.select_related("case")  # type: ignore[attr-defined]


class PublishAuditForm(StepForm):
    """The conclusion, for everybody to read."""

    conclusion = words(
        _("Conclusion"),
        rows=8,
        most=8000,
        help_text=_("Everybody reads it. Name no persons."),
        required=_("Write the conclusion."),
    )
