"""What is asked of somebody who makes an account (apart from `forms.py`, which allauth must not load in a circle)."""

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pendapa.journal.actors import Actor
from pendapa.people.actions import note_registration
from pendapa.people.models import Account


class NewAccountForm(forms.Form):
    """The one question beyond the address when somebody makes an account."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        help_text=_("As on your KTP."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email"]

    def signup(self, request: HttpRequest, user: Account) -> None:
        user.name = " ".join(self.cleaned_data["name"].split())
        user.save(update_fields=["name"])
        actor = Actor(kind="person", id=str(user.pk), name=user.get_full_name(), language=user.language)
        note_registration(actor, user, at=timezone.now())
