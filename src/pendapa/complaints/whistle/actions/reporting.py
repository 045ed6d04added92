"""What a reporter does. No journal entry tells of any of it (decision 13)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from pendapa.complaints.whistle.enclosures import CleanFile
from pendapa.complaints.whistle.letters import Author, Words, put_letter, read_enclosure
from pendapa.complaints.whistle.models import Enclosure, Thread
from pendapa.complaints.whistle.permissions import WHISTLE_REPORT
from pendapa.complaints.whistle.phrases import keys_of_phrase
from pendapa.complaints.whistle.queries import OpenedThread, accepting_mailbox, letters_for_reporter
from pendapa.complaints.whistle.sealing import public_bytes
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Conflict, NotFound
from pendapa.people.permissions import require


@sensitive_variables()
@transaction.atomic
def hand_in_report(
    actor: Actor, phrase: str, subject: str, text: str, files: Sequence[CleanFile] = (), *, at: datetime
) -> None:
    """Seal a report into the mailbox, in the thread of `phrase`. The same report sent twice arrives once.

    Raises Conflict while no unit receives reports.
    """
    require(actor, WHISTLE_REPORT)
    keys = keys_of_phrase(phrase)
    mailbox = accepting_mailbox()
    if mailbox is None:
        raise Conflict(_("No unit receives secret reports at the moment. Nothing of what you wrote was kept."))
    today = local_date(at)
    thread, _is_new = Thread.objects.get_or_create(
        index=keys.index,
        defaults={
            "mailbox": mailbox,
            "reporter_key": public_bytes(keys.private_key),
            "opened_on": today,
            "changed_on": today,
        },
    )
    _add_letter(OpenedThread(_locked(thread), keys.private_key), Words(text, subject), files, on=today)


@sensitive_variables()
@transaction.atomic
def write_again(
    actor: Actor, opened: OpenedThread, text: str, files: Sequence[CleanFile] = (), *, at: datetime
) -> None:
    """Add a letter of the reporter; a closed thread opens again. Raises NotFound for a thread erased meanwhile."""
    require(actor, WHISTLE_REPORT)
    thread = _locked(opened.thread)
    _add_letter(OpenedThread(thread, opened.private_key), Words(text), files, on=local_date(at))


@sensitive_variables()
@transaction.atomic
def erase_thread(actor: Actor, opened: OpenedThread) -> None:
    """Erase the reporter's whole thread at once, answers, notes and files included; nothing tells that it was there."""
    require(actor, WHISTLE_REPORT)
    _locked(opened.thread).delete()


def _locked(thread: Thread) -> Thread:
    """The thread for update, with its mailbox: a key that is being replaced must not miss a letter."""
    found = Thread.objects.select_for_update(of=("self", "mailbox"), no_key=True).select_related("mailbox__unit")
    locked = found.filter(pk=thread.pk).first()
    if locked is None:
        raise NotFound(_("These letters have been erased."))
    return locked


def _add_letter(opened: OpenedThread, words: Words, files: Sequence[CleanFile], *, on: date) -> None:
    if _was_sent(opened, words, files):
        return
    thread = opened.thread
    put_letter(thread, Author.REPORTER, words, files, on=on)
    thread.is_unread, thread.changed_on = True, on
    if thread.status == Thread.Status.CLOSED:
        thread.status, thread.closed_on = Thread.Status.OPEN, None
    thread.save()


def _was_sent(opened: OpenedThread, words: Words, files: Sequence[CleanFile]) -> bool:
    """Whether the reporter's last letter says the same with the same files: a page sent twice, or reloaded. The same
    few words with another picture are another letter."""
    own = [letter for letter in letters_for_reporter(opened) if letter.author == Author.REPORTER]
    if not own or own[-1].words.text != words.text or own[-1].words.media_types != [file.media_type for file in files]:
        return False
    enclosures = Enclosure.objects.select_related("letter").filter(letter_id=own[-1].id).order_by("position")
    sent = [read_enclosure(one, opened.private_key, as_reporter=True) for one in enclosures]
    return sent == list(files)
