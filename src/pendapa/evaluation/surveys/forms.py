"""What is typed about surveys: the survey itself, its plan, answers from paper and files, slips, a link's sheet."""

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendapa.catalogue.models import PublicService
from pendapa.evaluation.actions.holding import MOST_SLIPS
from pendapa.evaluation.forms import AGE_BANDS, EDUCATION, OCCUPATIONS, SEXES, Choices, SurveyForm
from pendapa.evaluation.models import ELEMENTS, LONGEST_REASON, PROFILE, SatisfactionSurvey
from pendapa.evaluation.rules import WEIGHTS
from pendapa.people.models import Organization

if TYPE_CHECKING:
    UnitChoice = forms.ModelChoiceField[Organization]
    ServiceChoice = forms.ModelChoiceField[PublicService]
    ServiceChoices = forms.ModelMultipleChoiceField[PublicService]
else:
    UnitChoice = ServiceChoice = forms.ModelChoiceField
    ServiceChoices = forms.ModelMultipleChoiceField

WRITTEN_SCORES = re.compile(r"[1-4]{9}")
BETWEEN_SCORES = re.compile(r"[\s,.;\-/]+")
MOST_POPULATION = 10_000_000
LARGEST_FILE = 2_000_000


class UnitField(UnitChoice):
    """A unit, in the order of the tree."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.local_name)


class ServiceField(ServiceChoice):
    """One of the services of a survey."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.local_name)


class ServicesField(ServiceChoices):
    """Any number of services, as boxes to tick."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.local_name)


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[],
    )


class SurveyDeskForm(forms.Form):
    """A survey as its unit prepares it."""

    title = forms.CharField(label=_("Title"), help_text=_("For example: Survei triwulan 4 tahun 2026"), max_length=120)
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)
    unit = UnitField(Organization.objects.none(), label=_("Unit"), to_field_name="code", empty_label=_("Choose a unit"))
    services = ServicesField(
        PublicService.objects.none(),
        label=_("Services"),
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one service.")},
    )
    starts = _day(_("First day"))
    ends = _day(_("Last day"), _("Surveys are held at least once a year (PermenPANRB 14/2017)."))
    channels = forms.MultipleChoiceField(
        label=_("Ways to answer"),
        choices=SatisfactionSurvey.Channel.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one way to answer.")},
    )
    population = forms.IntegerField(
        label=_("Number of users in this period"),
        help_text=_(
            "Leave it empty to count the cases that are decided here. Give it where most users never had a case here."
        ),
        required=False,
        min_value=1,
        max_value=MOST_POPULATION,
    )
    weight = forms.ChoiceField(
        label=_("Weight of each element"),
        help_text=_("1/9 is exact. The rounded weights are there to reproduce reports that were made with them."),
        choices=[(weight, weight) for weight in WEIGHTS],
        initial="1/9",
    )

    def __init__(self, *args: Any, units: Any, services: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["services"].queryset = services  # type: ignore[attr-defined]


class OpenSurveyForm(SurveyForm):
    """The nine questions for whoever comes by a link; asks for the service where the survey has several."""

    def __init__(self, *args: Any, services: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if services.count() > 1:
            asked = ServiceField(
                services,
                label=_("Which service did you use?"),
                to_field_name="slug",
                empty_label=_("Choose a service"),
                error_messages={"required": _("Choose the service that you used.")},
            )
            self.fields = {"service": asked, **self.fields}


def _short(choices: Choices) -> Choices:
    """The choices with a dash for what was not told, so that a table can hold them."""
    return [(value, label if value else "–") for value, label in choices]


class PaperRow(forms.Form):
    """One paper form: the nine answers as nine digits, then the profile and the words on it; empty when not used."""

    scores = forms.CharField(label=_("Answers 1 to 9"), required=False, max_length=40)
    sex = forms.ChoiceField(label=_("Sex"), choices=_short(SEXES), required=False)
    age_band = forms.ChoiceField(label=_("Age"), choices=_short(AGE_BANDS), required=False)
    education = forms.ChoiceField(label=_("Education"), choices=_short(EDUCATION), required=False)
    occupation = forms.ChoiceField(label=_("Occupation"), choices=_short(OCCUPATIONS), required=False)
    comment = forms.CharField(label=_("Words of their own"), required=False, max_length=2000)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        signs = BETWEEN_SCORES.sub("", cleaned.get("scores", ""))
        is_used = bool(signs) or any(cleaned.get(part) for part in (*PROFILE, "comment"))
        if is_used and not WRITTEN_SCORES.fullmatch(signs):
            self.add_error("scores", gettext("Type nine digits from 1 to 4, one for each answer."))
        cleaned["scores"] = signs if is_used else ""
        return cleaned

    @property
    def cells(self) -> list[dict[str, Any]]:
        """The controls of the row, each with a name of its own for those who do not see the table."""
        number = int(str(self.prefix).rpartition("-")[2]) + 1
        return [
            {"label": bound.label, "named_widget": bound.as_widget(attrs=_named(bound, number))}
            for bound in self.visible_fields()
        ]

    @property
    def is_used(self) -> bool:
        return bool(self.cleaned_data.get("scores"))

    @property
    def score_by_element(self) -> dict[str, int]:
        return dict(zip(ELEMENTS, map(int, self.cleaned_data["scores"]), strict=True))

    @property
    def profile(self) -> dict[str, str]:
        return {part: self.cleaned_data[part] for part in PROFILE}


def _named(bound: forms.BoundField, number: int) -> dict[str, str | bool]:
    name = gettext("Form {number}: {label}").format(number=number, label=bound.label)
    attrs: dict[str, str | bool] = {"aria-label": name}
    if bound.name == "scores":
        attrs |= {"inputmode": "numeric", "autocomplete": "off", "size": "12"}
    return attrs | ({"aria-invalid": "true"} if bound.errors else {})


class EntryForm(forms.Form):
    """What a page of paper forms has in common: the service, and a key so that sending twice enters once."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, services: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"] = ServiceField(
            services, label=_("Service"), to_field_name="slug", empty_label=None, required=True
        )


class UploadForm(EntryForm):
    """A file of answers."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_(
            "Columns U1 to U9, each 1 to 4; also sex, age_band, education, occupation, comment and service, if there."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def __init__(self, *args: Any, services: Any, **kwargs: Any) -> None:
        super().__init__(*args, services=services, **kwargs)
        self.fields["service"].help_text = _("For rows without a column “service”.")

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > LARGEST_FILE:
            raise forms.ValidationError(gettext("The file is larger than 2 MB. Upload it in parts."))
        return given


class PlanForm(forms.Form):
    """What is to be done about an element."""

    plan = forms.CharField(label=_("What will be done?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    responsible = forms.CharField(label=_("Who is responsible?"), max_length=120)
    due_on = _day(_("By when?"))


class RealisationForm(forms.Form):
    """What was done."""

    realisation = forms.CharField(label=_("What was done?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    realised_on = _day(_("When?"))


class SlipsForm(forms.Form):
    """How many slips for which service."""

    count = forms.IntegerField(
        label=_("How many slips?"),
        initial=12,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SLIPS)],
        help_text=_("At most 100 at once."),
    )

    def __init__(self, *args: Any, services: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"] = ServiceField(services, label=_("Service"), to_field_name="slug", empty_label=None)


class CommentForm(forms.Form):
    """An open answer as everybody will read it."""

    response = forms.UUIDField()
    text = forms.CharField(max_length=2000, required=False)
    reason = forms.CharField(max_length=LONGEST_REASON, required=False)
