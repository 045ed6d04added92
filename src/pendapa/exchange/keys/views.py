"""Keys at the desk: the list, the form that issues one and shows it once, and taking one back."""

from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendapa.exchange.keys.actions import issue_key, revoke_key
from pendapa.exchange.models import ApiKey
from pendapa.exchange.permissions import API_KEY_MANAGE
from pendapa.kernel.pagination import keyset_page
from pendapa.kernel.problems import Conflict, Invalid
from pendapa.notices.permissions import the_house
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import require

PAGE_SIZE = 30
MOST_AN_HOUR = 100_000


class KeyForm(forms.Form):
    """For whom, for what, and how much."""

    name = forms.CharField(
        label=gettext_lazy("What the key is for"),
        max_length=120,
        help_text=gettext_lazy("Such as the name of the app or the system that uses it."),
    )
    organization = forms.CharField(label=gettext_lazy("Organisation"), max_length=200)
    may_read = forms.BooleanField(label=gettext_lazy("May read"), required=False, initial=True)
    may_write = forms.BooleanField(label=gettext_lazy("May hand in reports"), required=False, initial=True)
    hourly_limit = forms.IntegerField(
        label=gettext_lazy("Reports an hour"), min_value=1, max_value=MOST_AN_HOUR, initial=60
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


@staff_page
def api_keys(request: StaffRequest) -> HttpResponse:
    """Every key, the newest first."""
    require(request.actor, API_KEY_MANAGE, the_house())
    page = keyset_page(ApiKey.objects.all(), order=["-id"], cursor=request.GET.get("lanjut", ""), size=PAGE_SIZE)
    return render(request, "exchange/keys.html", {"keys": page.rows, "next_cursor": page.next_cursor})


@staff_page
def issue(request: StaffRequest) -> HttpResponse:
    """A form; sent, it shows the new key this once."""
    require(request.actor, API_KEY_MANAGE, the_house())
    form = KeyForm(request.POST or None, initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = issue_key(request.actor, **form.cleaned_data, at=timezone.now())
        except (Conflict, Invalid) as refusal:
            form.add_error(None, str(refusal))
        else:
            response = render(request, "exchange/key_issued.html", {"key": made, "secret": secret})
            response["Cache-Control"] = "no-store"
            return response
    return render(request, "exchange/key_form.html", {"form": form}, status=422 if form.errors else 200)


@staff_page
def revoke(request: StaffRequest, key_id: int) -> HttpResponse:
    """Take one back."""
    require(request.actor, API_KEY_MANAGE, the_house())
    if request.method == "POST":
        key = revoke_key(request.actor, key_id, at=timezone.now())
        messages.success(request, _("The key of {name} is revoked.").format(name=key.name))
    return redirect("exchange:api_keys")
