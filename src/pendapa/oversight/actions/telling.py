"""Notices to those whom a finding, an action or a report now waits for."""

from collections.abc import Iterable
from datetime import datetime

from pendapa.kernel.calendar import local_date
from pendapa.notices.actions import notify
from pendapa.notices.recipients import Recipient
from pendapa.oversight.notifying import WAITING
from pendapa.oversight.queries.units import heads_of, members_holding
from pendapa.people.models import Account, Organization


def tell(
    accounts: Iterable[Account], key: str, *, number: str, title: str, sentence: object, link: str, at: datetime
) -> int:
    """Tell each account once under this key; `sentence` is read in the language of each. How many are told anew."""
    told = {account.pk: account for account in accounts}
    context = {"number": number, "title": title, "sentence": sentence}
    return sum(
        notify(Recipient.of_account(account), WAITING.key, f"{key}:{account.pk}", context, at=at, link=link)
        for account in told.values()
    )


def heads_above(unit: Organization, *, at: datetime) -> list[Account]:
    """The heads of the nearest unit that has any, from this one upwards."""
    today = local_date(at)
    above: Organization | None = unit
    while above is not None:
        heads = heads_of(above, on=today)
        if heads:
            return heads
        above = above.parent
    return []


def superiors(unit: Organization, *, at: datetime) -> list[Account]:
    """The heads of the nearest unit above that has any."""
    return heads_above(unit.parent, at=at) if unit.parent is not None else []


def members_of(office: Organization | None, role: str, *, at: datetime) -> list[Account]:
    """Those who hold an office's role today."""
    return members_holding(office, role, on=local_date(at)) if office is not None else []
