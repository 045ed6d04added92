"""Publishing many reports that somebody has read, each by the one way in and with a step of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from pendapa.complaints.models import Publication
from pendapa.complaints.moderating.actions import moderate_complaint
from pendapa.complaints.moderating.proposing import Proposal, proposal_for
from pendapa.complaints.moderating.queries import reports_to_moderate
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import Problem

MOST_AT_ONCE: Final = 100


@dataclass
class Published:
    """How many became public now, how many were public before, and why others are not: (number, reason)."""

    now: int = 0
    before: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def proposals_of(actor: Actor, choices: Sequence[str]) -> list[Proposal]:
    """The chosen reports as they are now, in the order of the choice, 100 at most; none that the actor does not
    moderate, and none whose words are not those that were read."""
    wanted = list(dict.fromkeys(choices))[:MOST_AT_ONCE]
    numbers = [choice.partition(":")[0] for choice in wanted]
    found = reports_to_moderate(actor).filter(case__number__in=numbers)
    proposals = {proposal.choice: proposal for proposal in map(proposal_for, found)}
    return [proposals[choice] for choice in wanted if choice in proposals]


def publish_many(actor: Actor, choices: Sequence[str], *, at: datetime) -> Published:
    """Publish each chosen report with the words that were read. Each in a transaction of its own: one that is refused
    keeps no other back. Choosing again what is public already does nothing."""
    done = Published()
    read = proposals_of(actor, choices)
    known = {proposal.complaint.case.number for proposal in read}
    for number in dict.fromkeys(choice.partition(":")[0] for choice in choices[:MOST_AT_ONCE]):
        if number not in known:
            done.refused.append((number, _("It was changed meanwhile, or is not yours to decide.")))
    for proposal in read:
        complaint = proposal.complaint
        if complaint.publication == Publication.PUBLISHED:
            done.before += 1
            continue
        try:
            revision = complaint.case.revision
            moderate_complaint(
                actor, complaint.pk, proposal.words, Publication.PUBLISHED, expected_revision=revision, at=at
            )
        except Problem as refused:
            done.refused.append((complaint.case.number, str(refused)))
        else:
            done.now += 1
    return done
