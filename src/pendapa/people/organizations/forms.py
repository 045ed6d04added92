"""The forms of organisation management."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pendapa.people.models import Account, Organization
from pendapa.people.organizations.queries import account_with_email
from pendapa.people.roles import Role

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Organization]
else:
    ModelForm = forms.ModelForm


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class OrganizationForm(ModelForm):
    """A new unit."""

    class Meta:
        model = Organization
        fields = ["name", "name_en", "short_name", "code", "address", "phone", "email"]
        labels = {
            "name": _("Name"),
            "name_en": _("Name in English"),
            "short_name": _("Short name"),
            "code": _("Code"),
            "address": _("Address"),
            "phone": _("Telephone"),
            "email": _("E-mail address"),
        }
        help_texts = {"code": _("Small letters, digits and hyphens; stands in addresses and files for good.")}
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}


class OutsideBodyForm(forms.Form):
    """A body outside this one, and how it is reached."""

    name = forms.CharField(label=_("Name"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    short_name = forms.CharField(label=_("Short name"), max_length=60, required=False)
    email = forms.EmailField(
        label=_("E-mail address"), required=False, help_text=_("Officers who hand a report over see it.")
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    address = forms.CharField(
        label=_("Address"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class AppointmentForm(forms.Form):
    """Who, as what, from when until when."""

    email = forms.EmailField(
        label=_("E-mail address of the person"), help_text=_("The person must have made an account with it.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    position = forms.CharField(label=_("Position"), max_length=120, required=False)
    employee_number = forms.CharField(label=_("Employee number (NIP)"), max_length=30, required=False)
    starts = _day(_("First day"))
    ends = _day(_("Last day"), required=False, help_text=_("Leave it empty when no end is known."))

    def clean_email(self) -> Account:
        account = account_with_email(self.cleaned_data["email"])
        if account is None:
            raise forms.ValidationError(_("There is no account with this address. Ask the person to make one first."))
        return account


class EndForm(forms.Form):
    """The last day of a membership."""

    ends = _day(_("Last day"))
