"""The mailbox's unit, key and passphrases at the desk."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from pendapa.complaints.whistle.actions import change_passphrase, make_key, name_unit, recover_key, replace_key
from pendapa.complaints.whistle.desk_opening import keep_open
from pendapa.complaints.whistle.desk_views import opened_mailbox
from pendapa.complaints.whistle.forms import MailboxForm, NewPassphraseForm, RecoveryForm
from pendapa.complaints.whistle.limits import count_passphrase
from pendapa.complaints.whistle.models import Mailbox
from pendapa.complaints.whistle.permissions import WHISTLE_SET_UP
from pendapa.complaints.whistle.queries import named_mailbox, units_to_name
from pendapa.complaints.whistle.rules import RETENTION_DAYS
from pendapa.kernel.problems import Invalid
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import require

READ_METHODS = ["GET", "HEAD", "POST"]


@staff_page
@never_cache
@sensitive_post_parameters()
@require_http_methods(READ_METHODS)
def key(request: StaffRequest) -> HttpResponse:
    """Make the first key, or a new one in place of the present one; its recovery key is shown once."""
    kept, old = opened_mailbox(request)
    if kept.public_key is not None and old is None:
        return redirect("whistle:mailbox")
    form, status, at = NewPassphraseForm(request.POST or None), 200, timezone.now()
    if request.method == "POST":
        status = 422
        if form.is_valid():
            passphrase = form.cleaned_data["passphrase"]
            try:
                if old is None:
                    made = make_key(request.actor, kept, passphrase, at=at)
                else:
                    made = replace_key(request.actor, kept, old, passphrase, at=at)
            except Invalid as refused:
                _show_refusal(refused, form)
            else:
                kept.refresh_from_db()
                response = _recovery_page(request, kept, made.recovery_key)
                keep_open(request, response, kept, made.private_key, at)
                return response
    return render(request, "whistle/key.html", {"mailbox": kept, "form": form}, status=status)


@staff_page
@never_cache
@sensitive_post_parameters()
@require_http_methods(READ_METHODS)
def passphrase(request: StaffRequest) -> HttpResponse:
    """Another passphrase for an opened mailbox."""
    kept, private_key = opened_mailbox(request)
    if private_key is None:
        return redirect("whistle:mailbox")
    form, status = NewPassphraseForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                change_passphrase(request.actor, kept, private_key, form.cleaned_data["passphrase"], at=timezone.now())
            except Invalid as refused:
                _show_refusal(refused, form)
            else:
                messages.success(request, _("The passphrase is changed. Tell it to the other keepers."))
                return redirect("whistle:mailbox")
    return render(request, "whistle/passphrase.html", {"mailbox": kept, "form": form}, status=status)


@staff_page
@never_cache
@sensitive_post_parameters()
@require_http_methods(READ_METHODS)
def recovery(request: StaffRequest) -> HttpResponse:
    """A new passphrase by the printed recovery key, which is thereby used up."""
    kept, _open_key = opened_mailbox(request)
    if kept.public_key is None:
        return redirect("whistle:key")
    form, status = RecoveryForm(request.POST or None), 200
    if request.method == "POST":
        count_passphrase(request.actor.id)
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                renewed = recover_key(
                    request.actor, kept, given["recovery_key"], given["passphrase"], at=timezone.now()
                )
            except Invalid as refused:
                _show_refusal(refused, form)
            else:
                if renewed is not None:
                    return _recovery_page(request, kept, renewed)
                form.add_error("recovery_key", _("This recovery key is not right. The attempt is recorded."))
    return render(request, "whistle/recovery.html", {"mailbox": kept, "form": form}, status=status)


@staff_page
@never_cache
@require_http_methods(READ_METHODS)
def settings(request: StaffRequest) -> HttpResponse:
    """Name the unit that receives secret reports, and how long closed ones are kept."""
    require(request.actor, WHISTLE_SET_UP)
    named = named_mailbox()
    initial = {
        "unit": named.unit_id if named else None,
        "retention_days": named.retention_days if named else RETENTION_DAYS,
    }
    form = MailboxForm(request.POST or None, initial=initial, units=units_to_name(request.actor))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            name_unit(request.actor, given["unit"], given["retention_days"], at=timezone.now())
            messages.success(request, _("The unit is named. Its keepers now make the key at their desk."))
            return redirect("whistle:settings")
    return render(request, "whistle/settings.html", {"mailbox": named, "form": form}, status=status)


def _recovery_page(request: StaffRequest, kept: Mailbox, recovery_key: str) -> HttpResponse:
    return render(request, "whistle/recovery_key.html", {"mailbox": kept, "recovery_key": recovery_key})


def _show_refusal(refused: Invalid, form: NewPassphraseForm) -> None:
    for error in refused.errors:
        form.add_error(error.field, error.message)
