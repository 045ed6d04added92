"""Connections to the Open311 endpoints of other bodies, at the desk."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendapa.exchange.models import ApiKey, Open311Peer
from pendapa.exchange.peers.actions import save_peer, try_again
from pendapa.exchange.peers.connection import checked_host
from pendapa.exchange.permissions import OPEN311_MANAGE
from pendapa.exchange.topics.lines import CodeLines
from pendapa.kernel.problems import Conflict
from pendapa.notices.permissions import the_house
from pendapa.notices.transports.failing import CannotSend
from pendapa.people.models import Organization
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import require

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Open311Peer]
else:
    ModelForm = forms.ModelForm

SHOWN = 50


class PeerForm(ModelForm):
    """Where they are, what they call things, and which way reports go."""

    url = forms.URLField(
        label=gettext_lazy("Address of the endpoint"),
        max_length=300,
        assume_scheme="https",
        help_text=gettext_lazy("Up to what comes before /requests.json, such as https://example.go.id/open311/v2"),
    )
    api_key = forms.CharField(
        label=gettext_lazy("Their key for us"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Leave it empty to keep the one that is known."),
    )
    service_codes = CodeLines(
        label=gettext_lazy("Their service codes"),
        required=False,
        help_text=gettext_lazy("One line for each of our topics: our-topic = their code"),
    )

    class Meta:
        model = Open311Peer
        fields = [
            "organization", "url", "format", "jurisdiction_id", "api_key", "direction", "received_with",
            "service_codes", "default_code", "sends_unpublished", "is_active",
        ]  # fmt: skip
        labels = {
            "organization": gettext_lazy("Organisation"),
            "format": gettext_lazy("Format"),
            "jurisdiction_id": gettext_lazy("Jurisdiction"),
            "direction": gettext_lazy("Direction"),
            "received_with": gettext_lazy("Our key with which they send to us"),
            "default_code": gettext_lazy("Service code for all other topics"),
            "sends_unpublished": gettext_lazy("Send before publication, with the original words"),
            "is_active": gettext_lazy("Switched on"),
        }
        help_texts = {
            "sends_unpublished": gettext_lazy("Only where it is agreed that they publish nothing unseen."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.order_by("path")  # type: ignore[attr-defined]
        self.fields["received_with"].queryset = ApiKey.objects.filter(revoked_at=None)  # type: ignore[attr-defined]

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        try:
            checked_host(url)
        except CannotSend as refusal:
            raise forms.ValidationError(
                _("Give an https address; others must be named in PENDAPA_OPEN311_HOSTS.")
            ) from refusal
        return url


@staff_page
def peers(request: StaffRequest) -> HttpResponse:
    """Every connection, and how it goes."""
    require(request.actor, OPEN311_MANAGE, the_house())
    rows = Open311Peer.objects.select_related("organization").annotate(
        sent=Count("requests", filter=Q(requests__sent_at__isnull=False)),
        waiting=Count("requests", filter=Q(requests__sent_at__isnull=True)),
    )
    return render(request, "exchange/peers.html", {"rows": rows})


@staff_page
def new_peer(request: StaffRequest) -> HttpResponse:
    """A form for a connection."""
    return _peer_page(request, Open311Peer(), _("Add a connection"))


@staff_page
def peer(request: StaffRequest, peer_id: int) -> HttpResponse:
    """Change a connection; see what was sent, what waits and why."""
    require(request.actor, OPEN311_MANAGE, the_house())
    found = get_object_or_404(Open311Peer.objects.select_related("organization"), pk=peer_id)
    if request.method == "POST" and "again" in request.POST:
        count = try_again(request.actor, found, at=timezone.now())
        messages.success(request, _("{count} reports are sent again.").format(count=count))
        return redirect("exchange:peer", found.pk)
    return _peer_page(request, found, found.organization.local_name)


def _peer_page(request: StaffRequest, found: Open311Peer, title: str) -> HttpResponse:
    require(request.actor, OPEN311_MANAGE, the_house())
    form = PeerForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_peer(request.actor, Open311Peer.objects.filter(pk=found.pk).first() or Open311Peer(),
                              form.cleaned_data, at=timezone.now())  # fmt: skip
        except Conflict as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The connection is saved."))
            return redirect("exchange:peer", saved.pk)
    requests = found.requests.select_related("complaint__case").order_by("-pk")[:SHOWN] if found.pk else []
    context = {"form": form, "peer": found, "title": title, "requests": requests}
    return render(request, "exchange/peer.html", context, status=422 if form.errors else 200)
