"""What time does to the mailbox."""

from datetime import UTC, datetime, timedelta

import pytest

from pendapa.complaints.whistle.actions import close_thread, count_last_month, erase_old_threads
from pendapa.complaints.whistle.models import Letter, Thread
from pendapa.complaints.whistle.tests.factories import AT, make_kept_mailbox, make_report
from pendapa.journal.models import Entry

DECEMBER = datetime(2026, 12, 2, 3, 20, tzinfo=UTC)


@pytest.mark.django_db
def test_a_closed_thread_is_erased_after_its_retention_and_not_before():
    kept = make_kept_mailbox(retention_days=30)
    closed, _phrase = make_report()
    still_open, _phrase = make_report()
    close_thread(kept.actor, closed, at=AT)
    assert erase_old_threads(at=AT + timedelta(days=30)) == 0
    assert erase_old_threads(at=AT + timedelta(days=31)) == 1
    assert list(Thread.objects.all()) == [still_open]
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(("reports", "told"), [(0, None), (4, None), (5, 5)])
def test_the_month_is_counted_once_and_told_from_five_reports_on(kept, reports, told):
    for _ in range(reports):
        make_report()
    make_report(at=DECEMBER)
    assert count_last_month(at=DECEMBER) == 1
    assert count_last_month(at=DECEMBER + timedelta(hours=1)) == 0
    entry = Entry.objects.get(verb="whistle.month_counted")
    assert entry.payload == {"month": "2026-11", "reports": told}
    assert entry.actor_kind == "system"
