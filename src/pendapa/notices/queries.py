"""The reads: a person's own notices, what was given up, the history of a text."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from pendapa.journal.actions import Subject
from pendapa.journal.actors import Actor
from pendapa.journal.models import Entry
from pendapa.journal.queries import STAFF, entries_about
from pendapa.notices.models import Message, Notice, NoticeText, PushSubscription


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """What the actor was told; nothing for anybody without an account."""
    if actor.kind != "person":
        return Notice.objects.none()
    return Notice.objects.filter(account_id=UUID(actor.id))


def unread_count(actor: Actor) -> int:
    """How many notices the actor has not read (one query)."""
    return notices_of(actor).filter(read_at=None).count()


def devices_of(actor: Actor) -> QuerySet[PushSubscription]:
    """The browsers that the actor lets us send to, newest first."""
    if actor.kind != "person":
        return PushSubscription.objects.none()
    return PushSubscription.objects.filter(account_id=UUID(actor.id)).order_by("-pk")


def dead_messages() -> QuerySet[Message]:
    """Messages that were given up and that nobody has taken care of."""
    return Message.objects.filter(next_try=None, sent_at=None, dropped_at=None).select_related("notice")


def own_texts(occasions: Iterable[str]) -> dict[tuple[str, str], NoticeText]:
    """The body's own words by occasion and language."""
    return {(one.occasion, one.language): one for one in NoticeText.objects.filter(occasion__in=list(occasions))}


def history_of_text(occasion: str, language: str) -> list[Entry]:
    """How a text was changed, newest first, at most twenty."""
    entries = entries_about(Subject("notice_text", f"{occasion}:{language}"), STAFF)
    return list(entries.order_by("-id")[:20])
