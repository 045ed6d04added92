"""Questions and answers: for everybody, and at the desk where they are made of answered questions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pendapa.complaints.moderating.rules import findings
from pendapa.complaints.public.actions import KnowledgeIn, keep_for_proposal, make_knowledge, save_knowledge
from pendapa.complaints.public.filters import LONGEST_WORDS
from pendapa.complaints.public.forms import KnowledgeForm
from pendapa.complaints.public.knowledge import (
    MOST_LISTED,
    answered_questions,
    answers_like,
    knowledge_of,
    public_suggestions,
    published_answers,
)
from pendapa.complaints.public.permissions import KNOWLEDGE_EDIT, PROPOSAL_KEEP
from pendapa.complaints.queries import public_complaint
from pendapa.kernel.problems import Conflict, Invalid, NotFound
from pendapa.kernel.text import plain_text
from pendapa.people.pages import StaffRequest, public_page, staff_page
from pendapa.people.permissions import require

KEPT_SECONDS = 10


@public_page(keep_seconds=KEPT_SECONDS)
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    words = plain_text(request.GET.get("q", "")).strip()[:LONGEST_WORDS]
    found = answers_like(words, 20) if words else list(published_answers()[:MOST_LISTED])
    return render(request, "complaints/public/answers.html", {"answers": found, "words": words})


@staff_page
@never_cache
@require_safe
def desk(request: StaffRequest) -> HttpResponse:
    require(request.actor, KNOWLEDGE_EDIT)
    context = {
        "questions": answered_questions(request.actor),
        "knowledge": knowledge_of(request.actor)[:MOST_LISTED],
        "suggestions": public_suggestions(request.actor),
    }
    return render(request, "complaints/public/desk.html", context)


@staff_page
@require_POST
def make(request: StaffRequest, number: str) -> HttpResponse:
    complaint = public_complaint(number)
    require(request.actor, KNOWLEDGE_EDIT, complaint)
    try:
        made = make_knowledge(request.actor, complaint.pk, at=timezone.now())
    except Conflict as refused:
        messages.warning(request, str(refused))
        return redirect("knowledge:list")
    return redirect("knowledge:edit", made.pk)


@staff_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, knowledge_id: int) -> HttpResponse:
    found = knowledge_of(request.actor).filter(pk=min(knowledge_id, 2**62)).first()
    if found is None:
        raise NotFound(_("There is no such question among those of your unit."))
    require(request.actor, KNOWLEDGE_EDIT, found)
    kept = {name: getattr(found, name) for name in KnowledgeForm.base_fields}
    form = KnowledgeForm(request.POST) if request.method == "POST" else KnowledgeForm(initial=kept)
    if form.is_bound and form.is_valid():
        try:
            save_knowledge(request.actor, found.pk, KnowledgeIn(**form.cleaned_data), at=timezone.now())
        except Invalid as refused:
            for error in refused.errors:
                form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("knowledge:list")
    doubtful = len(findings(f"{found.question}\n{found.answer}"))
    context = {"form": form, "knowledge": found, "doubtful": doubtful}
    return render(request, "complaints/public/knowledge.html", context, status=422 if form.errors else 200)


@staff_page
@require_POST
def keep(request: StaffRequest, number: str) -> HttpResponse:
    complaint = public_complaint(number)
    require(request.actor, PROPOSAL_KEEP, complaint)
    is_kept = request.POST.get("simpan") != "tidak"
    try:
        keep_for_proposal(request.actor, complaint.pk, is_kept=is_kept, at=timezone.now())
    except Conflict as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Kept for a proposal.") if is_kept else _("No longer kept."))
    return redirect("knowledge:list")
