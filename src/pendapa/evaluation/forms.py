"""The survey on one page: nine elements of four answers, a coarse profile, and a word of one's own."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pendapa.evaluation.models import ELEMENTS

Choices = list[tuple[str, str | Promise]]
QUESTIONS = {
    "u1": (
        _("Were the requirements suitable for this service?"),
        (_("Not suitable"), _("Less suitable"), _("Suitable"), _("Very suitable")),
    ),
    "u2": (_("How easy was the procedure?"), (_("Not easy"), _("Less easy"), _("Easy"), _("Very easy"))),
    "u3": (_("How fast was the service?"), (_("Not fast"), _("Less fast"), _("Fast"), _("Very fast"))),
    "u4": (_("How reasonable was the cost?"), (_("Very expensive"), _("Rather expensive"), _("Cheap"), _("Free"))),
    "u5": (
        _("Did you receive what the standard promises?"),
        (_("Not as promised"), _("Less than promised"), _("As promised"), _("Fully as promised")),
    ),
    "u6": (
        _("How capable was the staff?"),
        (_("Not capable"), _("Less capable"), _("Capable"), _("Very capable")),
    ),
    "u7": (
        _("How polite and friendly was the staff?"),
        (_("Not polite"), _("Less polite"), _("Polite and friendly"), _("Very polite and friendly")),
    ),
    "u8": (
        _("How are complaints handled?"),
        (
            _("There is no way to complain"),
            _("There is, but it does not work"),
            _("It works, but not well"),
            _("It works well"),
        ),
    ),
    "u9": (_("How good were the facilities?"), (_("Bad"), _("Sufficient"), _("Good"), _("Very good"))),
}
"""Wording after the questionnaire in the annex of PermenPANRB 14/2017."""

SEXES: Choices = [("", _("Rather not say")), ("female", _("Woman")), ("male", _("Man"))]
AGE_BANDS: Choices = [
    ("", _("Rather not say")),
    ("-24", _("Up to 24")),
    ("25-34", "25–34"),
    ("35-44", "35–44"),
    ("45-59", "45–59"),
    ("60-", _("60 and over")),
]
EDUCATION: Choices = [
    ("", _("Rather not say")),
    ("primary", _("Primary school or none")),
    ("junior", _("Junior secondary school")),
    ("senior", _("Senior secondary school")),
    ("bachelor", _("Diploma or bachelor")),
    ("master", _("Master or doctor")),
]
OCCUPATIONS: Choices = [
    ("", _("Rather not say")),
    ("civil_servant", _("Civil servant, army or police")),
    ("private", _("Private employee")),
    ("self_employed", _("Self-employed, trader, farmer, fisher")),
    ("student", _("Pupil or student")),
    ("other", _("Other")),
]


class SurveyForm(forms.Form):
    """Every element must be answered; the profile and the comment are free."""

    sex = forms.ChoiceField(label=_("Sex"), choices=SEXES, required=False)
    age_band = forms.ChoiceField(label=_("Age"), choices=AGE_BANDS, required=False)
    education = forms.ChoiceField(label=_("Education"), choices=EDUCATION, required=False)
    occupation = forms.ChoiceField(label=_("Occupation"), choices=OCCUPATIONS, required=False)
    comment = forms.CharField(
        label=_("What should we improve?"),
        help_text=_("Optional. Please write no names and no numbers that point to you."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        elements = {}
        for element in ELEMENTS:
            question, answers = QUESTIONS[element]
            elements[element] = forms.TypedChoiceField(
                label=question,
                choices=[(str(score), answer) for score, answer in enumerate(answers, start=1)],
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Choose one of the four answers."),
                    "invalid_choice": _("Choose one of the four answers."),
                },
            )
        self.fields = {**elements, **self.fields}

    @property
    def scored_fields(self) -> list[forms.BoundField]:
        return [self[element] for element in ELEMENTS]

    @property
    def free_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("sex", "age_band", "education", "occupation", "comment")]

    @property
    def scores(self) -> dict[str, int]:
        return {element: self.cleaned_data[element] for element in ELEMENTS}

    @property
    def profile(self) -> dict[str, str]:
        return {part: self.cleaned_data[part] for part in ("sex", "age_band", "education", "occupation")}
