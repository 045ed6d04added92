"""Telling the office by message that a deadline is near or has passed."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from pendapa.cases.models import Case, Clock
from pendapa.kernel.calendar import local_date
from pendapa.notices.actions import queue_message
from pendapa.people.models import Account, Membership
from pendapa.people.roles import Role


@transaction.atomic
def tell_deadline(case: Case, occasion: str, *, is_overdue: bool, at: datetime) -> int:
    """Queue one message to whoever has the case; to the heads of its unit as well once it is overdue, or when nobody
    has it. Returns how many it concerns. `occasion` makes telling a warning twice tell it once; a lateness is told
    to each person once, whoever else tells of it.

    `case` needs its unit and assignee. A case that is closed meanwhile needs no word.
    """
    clock = case.main_clock
    if not case.is_open or clock is None:
        return 0
    told = _who_is_told(case, is_overdue=is_overdue, at=at)
    for account in told:
        with override(account.language):
            subject = _("{number} is overdue") if is_overdue else _("{number} is due soon")
            queue_message(
                key=key_of_lateness(clock, account) if is_overdue else f"deadline:{occasion}:{account.pk}",
                to=account.email,
                subject=subject.format(number=case.number),
                body=_("{title}, due on {due}.\n\n{link}").format(
                    title=case.local_title,
                    due=clock.due_on.strftime("%d-%m-%Y"),
                    link=f"{settings.PENDAPA_PUBLIC_URL}/meja/perkara/{case.number}/",
                ),
                at=at,
            )
    return len(told)


def key_of_lateness(clock: Clock, account: Account) -> str:
    """Under which every message about this clock's lateness goes to one person: the second one is not queued."""
    return f"late:{clock.pk}:{account.pk}"


def _who_is_told(case: Case, *, is_overdue: bool, at: datetime) -> list[Account]:
    told = {case.assignee.pk: case.assignee} if case.assignee is not None and case.assignee.is_active else {}
    if is_overdue or not told:
        heads = Membership.objects.on(local_date(at)).select_related("account")
        for held in heads.filter(organization=case.unit, role=Role.HEAD, account__is_active=True):
            told[held.account.pk] = held.account
    return list(told.values())
