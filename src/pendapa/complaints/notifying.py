"""Who besides its person is told what happens to a report: those who follow it, of what says nothing of its words."""

from pendapa.cases.models import Case
from pendapa.cases.notifying import Listener
from pendapa.complaints.models import Follower
from pendapa.complaints.models.complaint import Publication
from pendapa.complaints.rules import WITHHELD_KINDS
from pendapa.journal.models import Entry
from pendapa.notices.recipients import Recipient

TOLD_TO_FOLLOWERS = frozenset(
    {
        "clock.overdue",
        "complaint.answered",
        "complaint.closed",
        "complaint.escalated",
        "complaint.forwarded",
        "complaint.reopened",
    }
)
"""Verbs whose sentence names units, days and codes only."""


def followers_of(case: Case, entry: Entry) -> list[Listener]:
    """The followers of a report whom an entry concerns, and not its own person again; none of a secret one, nor of one
    that came to be about misconduct since they followed it."""
    if case.kind != "complaint" or entry.verb not in TOLD_TO_FOLLOWERS:
        return []
    followers = (
        Follower.objects.filter(complaint__case=case, complaint__is_secret=False)
        .exclude(complaint__kind__in=WITHHELD_KINDS)
        .select_related("account", "complaint")
    )
    return [
        Listener(_recipient(one), key=f"follower-{one.pk}", link=_link(one, case))
        for one in followers
        if one.account_id is None or one.account_id != case.applicant_id
    ]


def _recipient(follower: Follower) -> Recipient:
    if follower.account is not None:
        return Recipient.of_account(follower.account)
    return Recipient.contact(email=follower.contact_email, phone=follower.contact_phone, language=follower.language)


def _link(follower: Follower, case: Case) -> str:
    """Its public page, where it has one: a follower may not see more."""
    return f"/laporan/{case.number}/" if follower.complaint.publication == Publication.PUBLISHED else ""
