"""One's own account: security at a glance, profile, identity."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pendapa.kernel.problems import Invalid
from pendapa.people.actions import change_nik, change_profile, sign_out_everywhere
from pendapa.people.forms import NikForm, ProfileForm
from pendapa.people.pages import PersonRequest, person_page


@person_page
def security(request: PersonRequest) -> HttpResponse:
    """How this account is guarded, and where to change it."""
    kinds = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "has_password": request.user.has_usable_password(),
        "has_app": Authenticator.Type.TOTP in kinds,
        "keys": kinds.count(Authenticator.Type.WEBAUTHN),
        "needs_second_factor": request.actor.is_staff and not kinds,
    }
    return render(request, "people/security.html", context)


@person_page
def sign_out_of_all(request: PersonRequest) -> HttpResponse:
    """End the sessions on all other devices, after a page that asks."""
    if request.method != "POST":
        return render(request, "people/sign_out_everywhere.html")
    account = sign_out_everywhere(request.actor, at=timezone.now())
    update_session_auth_hash(request, account)
    messages.success(request, _("All other devices are signed out."))
    return redirect("people:security")


@person_page
def profile(request: PersonRequest) -> HttpResponse:
    """Name, telephone and language."""
    account = request.user
    known = {"name": account.name, "phone": account.phone, "language": account.language}
    form = ProfileForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        change_profile(request.actor, **form.cleaned_data, at=timezone.now())
        messages.success(request, _("Your profile is saved."))
        return redirect("people:profile")
    return render(
        request, "people/profile.html", {"form": form, "nik": account.nik}, status=422 if form.errors else 200
    )


@person_page
def nik(request: PersonRequest) -> HttpResponse:
    """Enter, replace or remove the NIK; it is shown only with its last digits."""
    form = NikForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change_nik(request.actor, form.cleaned_data["nik"], at=timezone.now())
        except Invalid as refusal:
            for error in refusal.errors:
                form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Your NIK is saved."))
            return redirect("people:profile")
    context = {"form": form, "nik": request.user.nik}
    return render(request, "people/nik.html", context, status=422 if form.errors else 200)
