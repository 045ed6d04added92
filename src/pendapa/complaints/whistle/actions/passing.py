"""What time does: closed threads are erased, and a past month is counted."""

from datetime import date, datetime, timedelta

from django.db import transaction

from pendapa.complaints.whistle.models import Mailbox, Thread
from pendapa.complaints.whistle.rules import told_count
from pendapa.complaints.whistle.verbs import MailboxMonthCounted
from pendapa.journal.actions import record
from pendapa.journal.actors import SYSTEM
from pendapa.journal.models import Entry
from pendapa.kernel.calendar import local_date


def erase_old_threads(*, at: datetime) -> int:
    """Erase the threads whose retention after closing is over, with all that is in them; how many."""
    today, erased = local_date(at), 0
    for mailbox in Mailbox.objects.all():
        last_kept = today - timedelta(days=mailbox.retention_days)
        gone = mailbox.threads.filter(status=Thread.Status.CLOSED, closed_on__lt=last_kept)
        erased += gone.delete()[1].get("whistle.Thread", 0)
    return erased


@transaction.atomic
def count_last_month(*, at: datetime) -> int:
    """Record, once for each mailbox that takes reports, how many the month before brought; how many were recorded."""
    end = local_date(at).replace(day=1)
    start = (end - timedelta(days=1)).replace(day=1)
    mailboxes = Mailbox.objects.select_for_update().filter(is_accepting=True, key_made_on__lt=end)
    return sum(_count_month(mailbox, start, end, at=at) for mailbox in mailboxes)


def _count_month(mailbox: Mailbox, start: date, end: date, *, at: datetime) -> bool:
    month = f"{start:%Y-%m}"
    told = Entry.objects.filter(
        verb=MailboxMonthCounted.verb_name,  # type: ignore[attr-defined]
        subject_type=mailbox.subject.type,
        subject_id=mailbox.subject.id,
        payload__month=month,
    )
    if told.exists():
        return False
    reports = mailbox.threads.filter(opened_on__gte=start, opened_on__lt=end).count()
    record(SYSTEM, MailboxMonthCounted(month=month, reports=told_count(reports)), mailbox.subject, at=at)
    return True
