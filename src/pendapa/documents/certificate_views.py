"""The signing certificates of an organisation, for its administrators."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pendapa.documents.actions import revoke_certificate
from pendapa.documents.forms import CertificateRevocationForm
from pendapa.documents.models import SigningCertificate
from pendapa.documents.permissions import CERTIFICATE_REVOKE
from pendapa.documents.queries import certificates_of
from pendapa.kernel.problems import Problem
from pendapa.people.models import Organization
from pendapa.people.organizations.queries import organizations_visible_to
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import require


@staff_page
@require_safe
def certificates(request: StaffRequest, code: str) -> HttpResponse:
    """Who signs for this organisation, with which certificate, until when."""
    found = _organization(request, code)
    context = {"organization": found, "certificates": certificates_of(found), "now": timezone.now()}
    return render(request, "documents/certificates.html", context)


@staff_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: StaffRequest, code: str, certificate_id: int) -> HttpResponse:
    """Ask for the reason, then revoke."""
    found = _organization(request, code)
    certificate: SigningCertificate = get_object_or_404(
        SigningCertificate, pk=certificate_id, organization=found, revoked_at__isnull=True
    )
    form = CertificateRevocationForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            revoke_certificate(request.actor, certificate, form.cleaned_data["reason"], at=timezone.now())
        except Problem as refused:
            form.add_error(None, str(refused))
            status = refused.status
        else:
            return redirect("documents:certificates", code)
    elif request.method == "POST":
        status = 422
    context = {"organization": found, "certificate": certificate, "form": form, "title": _("Revoke this certificate")}
    return render(request, "documents/revoke_certificate.html", context, status=status)


def _organization(request: StaffRequest, code: str) -> Organization:
    require(request.actor, CERTIFICATE_REVOKE)
    return get_object_or_404(organizations_visible_to(request.actor, CERTIFICATE_REVOKE), code=code)
