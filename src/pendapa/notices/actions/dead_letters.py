"""Messages that were given up: sent again, or put aside, by an administrator."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import Conflict, NotFound
from pendapa.notices.actions.queueing import NOTIFICATION_CHANNEL
from pendapa.notices.models import Message
from pendapa.notices.permissions import NOTICE_MANAGE, the_house
from pendapa.notices.verbs import MessageDropped, MessageSentAgain
from pendapa.people.permissions import acting_as, require


@transaction.atomic
def send_again(actor: Actor, message_id: int, *, at: datetime) -> None:
    """Try a dead message again, from its first attempt. Raises Conflict for one that is not dead (any more)."""
    message = _dead_message(actor, message_id)
    message.attempts, message.next_try = 0, at
    message.save(update_fields=["attempts", "next_try"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [NOTIFICATION_CHANNEL])
    _record(actor, MessageSentAgain(message=message.pk, channel=message.channel), message, at=at)


@transaction.atomic
def drop_message(actor: Actor, message_id: int, *, at: datetime) -> None:
    """Put a dead message aside for good. Raises Conflict for one that is not dead (any more)."""
    message = _dead_message(actor, message_id)
    message.dropped_at = at
    message.save(update_fields=["dropped_at"])
    _record(actor, MessageDropped(message=message.pk, channel=message.channel), message, at=at)


def _dead_message(actor: Actor, message_id: int) -> Message:
    require(actor, NOTICE_MANAGE, the_house())
    message = Message.objects.select_for_update(no_key=True, of=("self",)).filter(pk=message_id).first()
    if message is None:
        raise NotFound(_("This message is not there any more."))
    if not message.is_dead:
        raise Conflict(_("Somebody has taken care of this message already."))
    return message


def _record(actor: Actor, happened: object, message: Message, *, at: datetime) -> None:
    record(actor, happened, Subject("message", str(message.pk)), at=at, **acting_as(actor, NOTICE_MANAGE, the_house()))
