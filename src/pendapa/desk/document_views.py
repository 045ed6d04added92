"""Revoking a document that was issued in a case, after asking once more."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pendapa.cases.actions import revoke_case_document
from pendapa.cases.queries import case_visible_to
from pendapa.desk.forms import RevocationForm
from pendapa.documents.permissions import DOCUMENT_REVOKE
from pendapa.documents.queries import documents_about
from pendapa.kernel.problems import NotFound, Problem
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import require


@staff_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: StaffRequest, number: str, document_id: UUID) -> HttpResponse:
    """Ask for the reason and what it means, then revoke; only the head of the unit."""
    case = case_visible_to(request.actor, number)
    require(request.actor, DOCUMENT_REVOKE, case)
    document = next((one for one in documents_about(case.subject) if one.pk == document_id), None)
    if document is None:
        raise NotFound(_("This document does not belong to the case."))
    form = RevocationForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            revoke_case_document(request.actor, case.pk, document_id, form.cleaned_data["reason"], at=timezone.now())
        except Problem as refused:
            form.add_error(None, str(refused))
            status = refused.status
        else:
            messages.success(request, _("The document is revoked. The applicant has been told."))
            return redirect("desk:case", case.number)
    elif request.method == "POST":
        status = 422
    return render(request, "desk/revoke.html", {"case": case, "document": document, "form": form}, status=status)
