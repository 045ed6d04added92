"""`/meja/kotak-rahasia/`: the mailbox at the desk, for the members of the named unit who keep it."""

from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pendapa.complaints.whistle.actions import (
    answer_thread,
    close_thread,
    note_thread,
    open_thread_as_unit,
    reopen_thread,
    unlock_mailbox,
)
from pendapa.complaints.whistle.desk_opening import keep_open, key_of_opening, lock
from pendapa.complaints.whistle.enclosures import file_name
from pendapa.complaints.whistle.forms import AnswerForm, NoteForm, UnlockForm
from pendapa.complaints.whistle.letters import read_enclosure, read_letters
from pendapa.complaints.whistle.limits import count_passphrase
from pendapa.complaints.whistle.models import Mailbox, Thread
from pendapa.complaints.whistle.permissions import WHISTLE_READ
from pendapa.complaints.whistle.queries import (
    enclosure_for_unit,
    keepers_gone_since_the_key,
    mailbox_of,
    may_set_up,
    threads_in,
)
from pendapa.complaints.whistle.rules import Subject, erased_on
from pendapa.files.responses import content_response
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Forbidden, NotFound
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import require

PAGE_LENGTH = 25
DEEPEST_PAGE = 400


@staff_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mailbox(request: StaffRequest) -> HttpResponse:
    """The list while the mailbox is open; else what must be done first: name a unit, make a key, type a passphrase."""
    kept = mailbox_of(request.actor)
    if kept is None:
        if may_set_up(request.actor):
            return redirect("whistle:settings")
        raise Forbidden(_("Only the keepers in the named oversight unit open this mailbox."))
    if kept.public_key is None:
        return redirect("whistle:key")
    private_key = key_of_opening(request, kept, timezone.now())
    if private_key is None:
        return _unlock(request, kept)
    return _list(request, kept, private_key)


@staff_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: StaffRequest, thread_id: UUID) -> HttpResponse:
    """One thread: read, answer, note, close, take up again."""
    kept, private_key = opened_mailbox(request)
    if private_key is None:
        return redirect("whistle:mailbox")
    found = _thread_of(kept, thread_id)
    if request.method == "POST":
        return _act(request, found, private_key)
    return _show(request, found, private_key, AnswerForm(auto_id="answer_%s"), NoteForm(auto_id="note_%s"))


@staff_page
@never_cache
@require_safe
def enclosure(request: StaffRequest, thread_id: UUID, enclosure_id: UUID) -> HttpResponse:
    """A file of a thread."""
    kept, private_key = opened_mailbox(request)
    if private_key is None:
        return redirect("whistle:mailbox")
    found = enclosure_for_unit(_thread_of(kept, thread_id), enclosure_id)
    if found is None:
        raise NotFound(_("This file does not exist any more."))
    file = read_enclosure(found, private_key, as_reporter=False)
    name = file_name(found.position, file.media_type)
    return content_response(file.content, name, file.media_type, inline=True)


@staff_page
@never_cache
@require_POST
def close_mailbox(request: StaffRequest) -> HttpResponse:
    """Lock the mailbox."""
    response = redirect("whistle:mailbox")
    lock(request, response)
    return response


def opened_mailbox(request: StaffRequest) -> tuple[Mailbox, X25519PrivateKey | None]:
    """The actor's mailbox, and its key while it is open; raises Forbidden for who keeps none."""
    kept = mailbox_of(request.actor)
    if kept is None:
        raise Forbidden(_("Only the keepers in the named oversight unit open this mailbox."))
    require(request.actor, WHISTLE_READ, kept)
    return kept, key_of_opening(request, kept, timezone.now())


def _unlock(request: StaffRequest, kept: Mailbox) -> HttpResponse:
    form, status = UnlockForm(request.POST or None), 200
    if request.method == "POST":
        count_passphrase(request.actor.id)
        status = 422
        at = timezone.now()
        if form.is_valid():
            private_key = unlock_mailbox(request.actor, kept, form.cleaned_data["passphrase"], at=at)
            if private_key is not None:
                response = redirect("whistle:mailbox")
                keep_open(request, response, kept, private_key, at)
                return response
            form.add_error("passphrase", _("This passphrase does not open the mailbox. The attempt is recorded."))
    return render(request, "whistle/unlock.html", {"mailbox": kept, "form": form}, status=status)


def _list(request: StaffRequest, kept: Mailbox, private_key: X25519PrivateKey) -> HttpResponse:
    page = _page_number(request.GET.get("halaman", ""))
    found = list(threads_in(kept)[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH + 1])
    rows = [(one, _subject_of(one, private_key)) for one in found[:PAGE_LENGTH]]
    context = {
        "mailbox": kept,
        "rows": rows,
        "gone": keepers_gone_since_the_key(kept, local_date(timezone.now())),
        "previous": f"?halaman={page - 1}" if page > 1 else "",
        "next": f"?halaman={page + 1}" if len(found) > PAGE_LENGTH else "",
    }
    return render(request, "whistle/mailbox.html", context)


def _subject_of(one: Thread, private_key: X25519PrivateKey) -> str:
    (first,) = read_letters(one.first_letters, private_key, as_reporter=False)  # type: ignore[attr-defined]
    return str(dict(Subject.choices).get(first.words.subject, ""))


def _act(request: StaffRequest, found: Thread, private_key: X25519PrivateKey) -> HttpResponse:
    at, what = timezone.now(), request.POST.get("tindakan", "")
    answer = AnswerForm(request.POST if what == "jawab" else None, auto_id="answer_%s")
    note = NoteForm(request.POST if what == "catat" else None, auto_id="note_%s")
    if what == "tutup":
        close_thread(request.actor, found, at=at)
        messages.success(request, _("The report is closed."))
    elif what == "lanjut":
        reopen_thread(request.actor, found, at=at)
        messages.success(request, _("The report is open again."))
    elif answer.is_valid():
        answer_thread(request.actor, found, answer.cleaned_data["text"], at=at)
        messages.success(request, _("The answer is in the mailbox."))
    elif note.is_valid():
        note_thread(request.actor, found, note.cleaned_data["text"], at=at)
        messages.success(request, _("The note is kept."))
    else:
        return _show(request, found, private_key, answer, note, status=422)
    return redirect("whistle:thread", found.pk)


def _show(
    request: StaffRequest,
    found: Thread,
    private_key: X25519PrivateKey,
    answer: AnswerForm,
    note: NoteForm,
    status: int = 200,
) -> HttpResponse:
    letters = open_thread_as_unit(request.actor, found, private_key, at=timezone.now())
    context: dict[str, Any] = {
        "thread": found,
        "subject": dict(Subject.choices).get(letters[0].words.subject, ""),
        "letters": [letter for letter in letters if letter.author != "record"],
        "records": [letter for letter in letters if letter.author == "record"],
        "erased_on": erased_on(found.closed_on, found.mailbox.retention_days),
        "answer": answer,
        "note": note,
    }
    return render(request, "whistle/desk_thread.html", context, status=status)


def _thread_of(kept: Mailbox, thread_id: UUID) -> Thread:
    found: Thread = get_object_or_404(Thread.objects.select_related("mailbox__unit"), pk=thread_id, mailbox=kept)
    return found


def _page_number(text: str) -> int:
    return min(max(int(text), 1), DEEPEST_PAGE) if text.isascii() and text.isdigit() and len(text) < 6 else 1
