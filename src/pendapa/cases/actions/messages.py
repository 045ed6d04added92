"""Words between the person and the office, and notes among the staff."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from pendapa.cases.actions.locking import lock_case
from pendapa.cases.actions.opening import attach_file
from pendapa.cases.actions.recording import record_as
from pendapa.cases.kinds import kind_of
from pendapa.cases.models import Case, CaseFile, Message, Status
from pendapa.cases.permissions import CASE_MESSAGE, CASE_WORK, is_applicant
from pendapa.cases.verbs import MessageSent, NoteWritten
from pendapa.files.models import StoredFile
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import Conflict, FieldError, Invalid, TooMany
from pendapa.kernel.text import plain_text
from pendapa.notices.actions import queue_message
from pendapa.people.permissions import acting_grant, require

LONGEST_MESSAGE = 4000
MOST_FILES = 5
MOST_IN_A_DAY = 20
"""Messages of one side in a case within 24 hours."""


@transaction.atomic
def send_message(
    actor: Actor, case_id: UUID, body: str, *, files: Sequence[StoredFile] = (), key: UUID, at: datetime
) -> Message:
    """Send a message with its files; sent again under the same `key`, it is the same message.

    Whoever is a party writes as one, the staff of the unit write for the office; the person is told by e-mail that
    there is news, never what. Raises Invalid for empty or too long words, TooMany beyond 20 in a day.
    """
    case = lock_case(case_id)
    require(actor, CASE_MESSAGE, case)
    sent = Message.objects.filter(submission_key=key).first()
    if sent is not None:
        if sent.case_id != case.pk:
            raise Conflict(_("This message was sent already."))
        return sent
    if case.status == Status.WITHDRAWN:
        raise Conflict(_("This matter was withdrawn. Messages about it are not read any more."))
    words = _checked_words(body)
    if len(files) > MOST_FILES:
        message = _("Send at most {count} files with a message.").format(count=MOST_FILES)
        raise Invalid(message, errors=[FieldError("files", message)])
    side = side_of(actor, case)
    if case.messages.filter(side=side, at__gt=at - timedelta(days=1)).count() >= MOST_IN_A_DAY:
        raise TooMany(_("There were many messages today. Please write again tomorrow, or call us."))
    message_row = _keep(actor, case, side, words, key=key, at=at)
    for file in files:
        attach_file(case, file, CaseFile.Origin.MESSAGE, file.name, at=at, message=message_row)
    if side == Message.Side.OFFICE:
        _tell_the_person(case, message_row, at=at)
    happened = MessageSent(side=side, message=message_row.pk, files=len(files))
    record_as(actor, CASE_MESSAGE, happened, case, at=at)
    party_wrote = kind_of(case).party_wrote
    if side == Message.Side.PARTY and party_wrote is not None:
        party_wrote(actor, case, message_row, at)
    return message_row


@transaction.atomic
def write_note(actor: Actor, case_id: UUID, body: str, *, at: datetime, key: UUID | None = None) -> Message:
    """Write a note that only staff read; with a `key`, once however often it is sent."""
    case = lock_case(case_id)
    require(actor, CASE_WORK, case)
    written = Message.objects.filter(submission_key=key, case=case).first() if key else None
    if written is not None:
        return written
    note = _keep(actor, case, Message.Side.INTERNAL, _checked_words(body), key=key, at=at)
    record_as(actor, CASE_WORK, NoteWritten(message=note.pk), case, at=at)
    return note


def side_of(actor: Actor, case: Case) -> str:
    """For whom the actor writes: an officer with a matter of their own writes as its person."""
    if not is_applicant(actor, case) and acting_grant(actor, CASE_MESSAGE, case):
        return Message.Side.OFFICE
    return Message.Side.PARTY


def _checked_words(body: str) -> str:
    words = plain_text(body).replace("\r\n", "\n").strip()
    if not words:
        message = _("Write your message.")
        raise Invalid(message, errors=[FieldError("body", message)])
    if len(words) > LONGEST_MESSAGE:
        message = _("Shorten your message to {most} characters; it has {count}.").format(
            most=LONGEST_MESSAGE, count=len(words)
        )
        raise Invalid(message, errors=[FieldError("body", message)])
    return words


def _keep(actor: Actor, case: Case, side: str, words: str, *, key: UUID | None, at: datetime) -> Message:
    return Message.objects.create(
        case=case,
        side=side,
        author_id=actor.id if actor.kind == "person" else None,
        author_name=actor.name,
        body=words,
        at=at,
        submission_key=key,
    )


def _tell_the_person(case: Case, message: Message, *, at: datetime) -> None:
    if not case.contact_email:
        return
    link = settings.PENDAPA_PUBLIC_URL + reverse("cases:track", args=[case.number])
    with override(case.language_of_person):
        queue_message(
            key=f"case-message:{message.pk}",
            to=case.contact_email,
            subject=_("A message about {number}").format(number=case.number),
            body=_("We have written to you about {number}. Read it and answer here:\n\n{link}").format(
                number=case.number, link=link
            ),
            at=at,
        )
