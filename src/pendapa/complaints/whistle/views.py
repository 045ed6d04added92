"""`/lapor/rahasia/`: what a reporter sees. Every answer to a POST is the page itself: no address names a thread."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendapa.complaints.whistle.actions import erase_thread, hand_in_report, write_again
from pendapa.complaints.whistle.enclosures import clean_files, file_name
from pendapa.complaints.whistle.forms import MoreForm, PhraseForm, ReportForm
from pendapa.complaints.whistle.letters import read_enclosure
from pendapa.complaints.whistle.limits import count_report, count_try
from pendapa.complaints.whistle.open_pages import (
    note_for_reading,
    note_for_writing,
    phrase_of_note,
    thread_of_note,
)
from pendapa.complaints.whistle.queries import (
    OpenedThread,
    accepting_mailbox,
    enclosure_for_reporter,
    letters_for_reporter,
    thread_opened_with,
)
from pendapa.complaints.whistle.rules import LONGEST_TEXT, erased_on
from pendapa.complaints.whistle.traceless import traceless_page
from pendapa.files.responses import content_response
from pendapa.kernel.problems import Conflict, Invalid, NotFound
from pendapa.people.pages import ActorRequest

READ_METHODS = ["GET", "HEAD", "POST"]


@traceless_page
@require_safe
def explain(request: ActorRequest) -> HttpResponse:
    """What is kept and what is not, and the two doors."""
    return render(request, "whistle/explain.html", {"mailbox": accepting_mailbox()})


@traceless_page
@require_http_methods(READ_METHODS)
def write(request: ActorRequest) -> HttpResponse:
    """The report; once sent, the phrase, shown this once."""
    mailbox = accepting_mailbox()
    if mailbox is None:
        raise Conflict(_("No unit receives secret reports at the moment. Nothing of what you wrote was kept."))
    at = timezone.now()
    if request.method != "POST":
        context = {"form": ReportForm(), "note": note_for_writing(at), "mailbox": mailbox}
        return render(request, "whistle/write.html", context)
    count_report(request)
    form, note = ReportForm(request.POST, request.FILES), request.POST.get("catatan", "")
    if form.is_valid():
        try:
            phrase = phrase_of_note(note, at)
            files = clean_files(form.cleaned_data["attachments"])
            given = form.cleaned_data
            hand_in_report(request.actor, phrase, given["subject"], given["text"], files, at=at)
        except Invalid as refused:
            form.add_error("attachments", str(refused))
        else:
            return render(request, "whistle/phrase.html", {"words": phrase.split(), "mailbox": mailbox})
    context = {"form": form, "note": note, "mailbox": mailbox}
    return render(request, "whistle/write.html", context, status=422)


@traceless_page
@require_http_methods(READ_METHODS)
def box(request: ActorRequest) -> HttpResponse:
    """The form for the phrase, and the thread that it opens."""
    if request.method != "POST":
        return _ask_phrase(request, PhraseForm())
    count_try(request)
    form, kept_text = PhraseForm(request.POST), request.POST.get("text", "")[:LONGEST_TEXT]
    opened = thread_opened_with(form.cleaned_data["phrase"]) if form.is_valid() else None
    if opened is not None:
        return _thread(request, opened, MoreForm(initial={"text": kept_text}))
    if form.is_valid():
        message = _("These words open nothing. Check each word and their order. It may also be erased.")
        form.add_error("phrase", message)
    return _ask_phrase(request, form, kept_text=kept_text, status=422)


@traceless_page
@require_http_methods(READ_METHODS)
def write_more(request: ActorRequest) -> HttpResponse:
    """A further letter, from the opened thread."""
    opened = _opened(request)
    if opened is None:
        return _locked(request)
    count_report(request)
    form = MoreForm(request.POST, request.FILES)
    if not form.is_valid():
        return _thread(request, opened, form, status=422)
    try:
        files = clean_files(form.cleaned_data["attachments"])
    except Invalid as refused:
        form.add_error("attachments", str(refused))
        return _thread(request, opened, form, status=422)
    write_again(request.actor, opened, form.cleaned_data["text"], files, at=timezone.now())
    opened.thread.refresh_from_db()
    return _thread(request, opened, MoreForm(), is_sent=True)


@traceless_page
@require_http_methods(READ_METHODS)
def enclosure(request: ActorRequest) -> HttpResponse:
    """A file of the opened thread, to save."""
    opened = _opened(request)
    if opened is None:
        return _locked(request)
    found = enclosure_for_reporter(opened, _uuid(request.POST.get("berkas", "")))
    if found is None:
        raise NotFound(_("This file does not exist any more."))
    file = read_enclosure(found, opened.private_key, as_reporter=True)
    name = file_name(found.position, file.media_type)
    return content_response(file.content, name, file.media_type)


@traceless_page
@require_http_methods(READ_METHODS)
def erase(request: ActorRequest) -> HttpResponse:
    """Ask once, then erase the thread for good."""
    opened = _opened(request)
    if opened is None:
        return _locked(request)
    if request.POST.get("yakin") != "ya":
        return render(request, "whistle/erase.html", {"note": note_for_reading(opened, timezone.now())})
    erase_thread(request.actor, opened)
    return render(request, "whistle/erased.html")


def _thread(
    request: ActorRequest, opened: OpenedThread, form: MoreForm, *, is_sent: bool = False, status: int = 200
) -> HttpResponse:
    thread = opened.thread
    context = {
        "thread": thread,
        "letters": letters_for_reporter(opened),
        "unit": thread.mailbox.unit,
        "erased_on": erased_on(thread.closed_on, thread.mailbox.retention_days),
        "note": note_for_reading(opened, timezone.now()),
        "form": form,
        "is_sent": is_sent,
    }
    return render(request, "whistle/thread.html", context, status=status)


def _opened(request: ActorRequest) -> OpenedThread | None:
    """The thread that the page before had opened; None when that has ended, and for any other way here."""
    return thread_of_note(request.POST.get("catatan", ""), timezone.now()) if request.method == "POST" else None


def _locked(request: ActorRequest) -> HttpResponse:
    """Ask for the phrase again; what was written stays in the form."""
    if request.method != "POST":
        return redirect("whistle:box")
    kept_text = request.POST.get("text", "")[:LONGEST_TEXT]
    return _ask_phrase(request, PhraseForm(), kept_text=kept_text, has_ended=True, status=409)


def _ask_phrase(
    request: ActorRequest, form: PhraseForm, *, kept_text: str = "", has_ended: bool = False, status: int = 200
) -> HttpResponse:
    """Every name of the template is given: Django's log of missing ones, at DEBUG, would repeat the whole context."""
    context = {"form": form, "kept_text": kept_text, "has_ended": has_ended}
    return render(request, "whistle/open.html", context, status=status)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound(_("This file does not exist any more.")) from error
