"""A finding and an audit as PDF, for those who read them at the desk."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pendapa.files.responses import content_response
from pendapa.oversight.printing import audit_pdf, finding_pdf
from pendapa.oversight.queries import findings_visible_to
from pendapa.oversight.views.audits import audit_at
from pendapa.oversight.views.findings import finding_at
from pendapa.people.pages import StaffRequest, staff_page

PDF = "application/pdf"


@staff_page
@never_cache
@require_safe
def finding(request: StaffRequest, number: str) -> HttpResponse:
    """One finding, as the reader sees it at the desk."""
    found = finding_at(request, number)
    return content_response(finding_pdf(found, at=timezone.now()), f"{found.number}.pdf", PDF, inline=True)


@staff_page
@never_cache
@require_safe
def audit(request: StaffRequest, number: str) -> HttpResponse:
    """One audit of the reader's office, without its working papers."""
    found = audit_at(request, number)
    findings = list(findings_visible_to(request.actor).filter(audit=found).order_by("number"))
    return content_response(audit_pdf(found, findings, at=timezone.now()), f"{found.number}.pdf", PDF, inline=True)
