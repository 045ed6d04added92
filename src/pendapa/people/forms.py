"""The forms about one's own account."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class ProfileForm(forms.Form):
    """Name, telephone and the language of our mails."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        help_text=_("As on your KTP."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.RegexField(
        r"^\+?[0-9][0-9 ()-]{6,20}$",
        label=_("Telephone"),
        required=False,
        help_text=_("We call only about your own matters. For example 0812 3456 7890."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
        error_messages={"invalid": _("Write the number with digits only, for example 0812 3456 7890.")},
    )
    language = forms.ChoiceField(
        label=_("Language of our messages"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )


class NikForm(forms.Form):
    """A new NIK, and the tick that it is meant."""

    nik = forms.CharField(
        label=_("NIK"),
        required=False,
        max_length=24,
        help_text=_("16 digits, on your KTP or KK. Leave it empty to remove your NIK from this account."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "data-kind": "nik", "data-private": ""}
        ),
    )
    confirmed = forms.BooleanField(
        label=_("Yes, change the NIK of this account"),
        error_messages={"required": _("Tick this to say that you mean it.")},
    )
