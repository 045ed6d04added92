"""What the unit does in a thread, with the key of an opened mailbox in hand.

Who did it is recorded inside the thread, sealed to the unit: the journal never names a thread.
"""

from datetime import date, datetime

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from pendapa.complaints.whistle.letters import Author, ReadLetter, Words, put_letter
from pendapa.complaints.whistle.models import Thread
from pendapa.complaints.whistle.permissions import WHISTLE_READ
from pendapa.complaints.whistle.queries import letters_for_unit
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import NotFound
from pendapa.people.permissions import require

OPENED, ANSWERED, CLOSED, REOPENED = "opened", "answered", "closed", "reopened"


@sensitive_variables("private_key", "letters")
def open_thread_as_unit(
    actor: Actor, thread: Thread, private_key: X25519PrivateKey, *, at: datetime
) -> list[ReadLetter]:
    """The thread's letters; that the actor opened it is recorded inside, once for each person and day.

    Needs `mailbox__unit` selected with the thread.
    """
    require(actor, WHISTLE_READ, thread.mailbox)
    letters = letters_for_unit(thread, private_key)
    if not thread.is_unread and _is_recorded(letters, actor, local_date(at)):
        return letters
    return _record_opening(actor, thread, private_key, at=at)


@sensitive_variables("private_key")
@transaction.atomic
def _record_opening(actor: Actor, thread: Thread, private_key: X25519PrivateKey, *, at: datetime) -> list[ReadLetter]:
    thread, today = _locked(actor, thread), local_date(at)
    if not _is_recorded(letters_for_unit(thread, private_key), actor, today):
        _record(thread, actor, OPENED, on=today)
    if thread.is_unread:
        thread.is_unread = False
        thread.save(update_fields=["is_unread"])
    return letters_for_unit(thread, private_key)


@sensitive_variables("text")
@transaction.atomic
def answer_thread(actor: Actor, thread: Thread, text: str, *, at: datetime) -> None:
    """Write to the reporter, in the unit's name; no name of a person reaches them."""
    thread, today = _locked(actor, thread), local_date(at)
    put_letter(thread, Author.UNIT, Words(text), on=today)
    _record(thread, actor, ANSWERED, on=today)
    thread.changed_on, thread.is_unread = today, False
    if thread.status == Thread.Status.NEW:
        thread.status = Thread.Status.OPEN
    thread.save()


@sensitive_variables("text")
@transaction.atomic
def note_thread(actor: Actor, thread: Thread, text: str, *, at: datetime) -> None:
    """Write a note that only the unit reads."""
    thread = _locked(actor, thread)
    put_letter(thread, Author.NOTE, Words(text, by=actor.name, account=actor.id), on=local_date(at))


@transaction.atomic
def close_thread(actor: Actor, thread: Thread, *, at: datetime) -> None:
    """Close the thread; it is erased after the mailbox's retention, unless the reporter writes again."""
    thread, today = _locked(actor, thread), local_date(at)
    if thread.status == Thread.Status.CLOSED:
        return
    thread.status, thread.closed_on, thread.changed_on = Thread.Status.CLOSED, today, today
    thread.save()
    _record(thread, actor, CLOSED, on=today)


@transaction.atomic
def reopen_thread(actor: Actor, thread: Thread, *, at: datetime) -> None:
    """Take a closed thread up again."""
    thread, today = _locked(actor, thread), local_date(at)
    if thread.status != Thread.Status.CLOSED:
        return
    thread.status, thread.closed_on, thread.changed_on = Thread.Status.OPEN, None, today
    thread.save()
    _record(thread, actor, REOPENED, on=today)


def _locked(actor: Actor, thread: Thread) -> Thread:
    found = Thread.objects.select_for_update(of=("self", "mailbox"), no_key=True).select_related("mailbox__unit")
    locked = found.filter(pk=thread.pk).first()
    if locked is None:
        raise NotFound(_("These letters have been erased."))
    require(actor, WHISTLE_READ, locked.mailbox)
    return locked


def _record(thread: Thread, actor: Actor, did: str, *, on: date) -> None:
    put_letter(thread, Author.RECORD, Words(did, by=actor.name, account=actor.id), on=on)


def _is_recorded(letters: list[ReadLetter], actor: Actor, today: date) -> bool:
    """Whether the thread tells that the actor opened it today."""
    return any(
        letter.author == Author.RECORD
        and letter.words.text == OPENED
        and letter.day == today
        and letter.words.account == actor.id
        for letter in letters
    )
