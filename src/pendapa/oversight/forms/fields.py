"""Fields and the form that the pages of oversight share."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pendapa.catalogue.models import PublicService
from pendapa.people.models import Account, Organization

if TYPE_CHECKING:
    UnitChoice = forms.ModelChoiceField[Organization]
    ServiceChoice = forms.ModelChoiceField[PublicService]
    AccountChoice = forms.ModelChoiceField[Account]
else:
    UnitChoice = ServiceChoice = AccountChoice = forms.ModelChoiceField


class UnitField(UnitChoice):
    """A unit that the actor oversees, in the order of the tree."""

    def __init__(self) -> None:
        super().__init__(
            queryset=Organization.objects.none(),
            label=_("Unit"),
            to_field_name="code",
            empty_label=_("Choose a unit"),
            error_messages={"required": _("Choose a unit."), "invalid_choice": _("Choose a unit that you oversee.")},
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{'– ' * obj.path.count('/')}{obj.local_name}"


class ServiceField(ServiceChoice):
    """A service, where one is concerned."""

    def __init__(self) -> None:
        super().__init__(
            queryset=PublicService.objects.none(),
            label=_("Service"),
            required=False,
            to_field_name="slug",
            empty_label=_("No single service"),
        )

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.local_name)


class OwnerField(AccountChoice):
    """Who is responsible."""

    def __init__(self) -> None:
        super().__init__(
            queryset=Account.objects.none(),
            label=_("Who is responsible?"),
            required=False,
            empty_label=_("The head of the unit"),
        )

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.get_full_name())


def day(label: Any, *, help_text: Any = "", required: bool = True) -> forms.DateField:
    """A day, as browsers and people write it."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day, for example 2026-12-31.")},
    )


def words(label: Any, *, rows: int = 4, most: int = 4000, help_text: Any = "", required: Any = "") -> forms.CharField:
    """A long text; with `required`, what is said when it is missing."""
    return forms.CharField(
        label=label,
        required=bool(required),
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required} if required else None,
    )


class StepForm(forms.Form):
    """What every step has: the revision that was read, so that nobody overwrites."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2_000_000_000)
