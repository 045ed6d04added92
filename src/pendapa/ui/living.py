"""The example form of the living page."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Full name"), help_text=_("At least 2 words."), min_length=10)
    nik = forms.CharField(
        label="NIK", help_text=_("16 digits, on your identity card."), min_length=16, max_length=16,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-kind": "nik"}),
    )  # fmt: skip
    place = forms.ChoiceField(
        label=_("Where was the child born?"),
        choices=[
            ("1", _("Hospital")),
            ("2", _("Health centre or midwife")),
            ("3", _("At home\nWe will ask for two witnesses")),
        ],
        widget=forms.RadioSelect,
    )  # fmt: skip
    district = forms.ChoiceField(label=_("District"), choices=[("", "–"), ("1", "Tirtamaya Kota"), ("2", "Karangsari")])
    papers = forms.MultipleChoiceField(
        label=_("Papers"), choices=[("a", "KTP"), ("b", "KK")], widget=forms.CheckboxSelectMultiple, required=False
    )
    story = forms.CharField(label=_("What happened?"), widget=forms.Textarea, required=False)
    letter = forms.FileField(
        label=_("Photo of the letter"), help_text=_("JPG, PNG or PDF up to 10 MB."), required=False
    )
    agree = forms.BooleanField(label=_("All I have written is true"))
