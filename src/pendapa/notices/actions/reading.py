"""What a person has read of their notices."""

from datetime import datetime

from pendapa.journal.actors import Actor
from pendapa.kernel.problems import NotFound
from pendapa.notices.models import Notice
from pendapa.notices.queries import notices_of


def mark_read(actor: Actor, notice_id: int, *, at: datetime) -> Notice:
    """Note that the person has read one of their notices; the first time counts. Raises NotFound for anyone else's."""
    notice = notices_of(actor).filter(pk=notice_id).first()
    if notice is None:
        raise NotFound
    if notice.read_at is None:
        Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)
    return notice


def mark_all_read(actor: Actor, *, up_to: int, at: datetime) -> int:
    """Note that all up to the newest that was shown are read; returns how many were not."""
    return notices_of(actor).filter(read_at=None, pk__lte=up_to).update(read_at=at)
