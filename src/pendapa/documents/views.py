"""`/verifikasi/`: anyone may ask whether a document is genuine."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pendapa.documents.findings import Finding, Outcome, finding_by_code, finding_by_file, finding_by_words
from pendapa.documents.forms import FileForm, NumberForm
from pendapa.documents.limits import count_question
from pendapa.documents.proofs import other_proof_for
from pendapa.kernel.calendar import local_date
from pendapa.people.pages import public_page


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The page to ask on; `?nomor=` answers for a number, a POST answers for a file, which is not kept."""
    if request.method == "POST":
        return _answer_file(request)
    if "nomor" in request.GET:
        return _answer_number(request)
    return _page(request, NumberForm(), FileForm())


@public_page
@never_cache
@require_safe
def result(request: HttpRequest, code: str) -> HttpResponse:
    """The answer to the QR code of a document."""
    count_question(request)
    return _answer(request, finding_by_code(code, today=local_date(timezone.now())))


def _answer_number(request: HttpRequest) -> HttpResponse:
    form = NumberForm(request.GET)
    if not form.is_valid():
        return _page(request, form, FileForm(), status=422)
    count_question(request)
    return _answer(request, finding_by_words(form.cleaned_data["nomor"], today=local_date(timezone.now())))


def _answer_file(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, NumberForm(), form, status=422)
    count_question(request)
    content = form.cleaned_data["berkas"].read()
    other = other_proof_for(content)
    if other is not None:
        return other.answer(request, content)
    return _answer(request, finding_by_file(content, today=local_date(timezone.now())))


def _page(request: HttpRequest, by_number: NumberForm, by_file: FileForm, status: int = 200) -> HttpResponse:
    failed = by_number if by_number.errors else by_file
    context = {"by_number": by_number, "by_file": by_file, "failed": failed}
    return render(request, "documents/verify.html", context, status=status)


def _answer(request: HttpRequest, finding: Finding) -> HttpResponse:
    is_missing = finding.outcome is Outcome.UNKNOWN and finding.source != "file"
    return render(request, "documents/result.html", {"finding": finding}, status=404 if is_missing else 200)
