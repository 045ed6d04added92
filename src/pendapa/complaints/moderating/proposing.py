"""What would be published of a report if nobody changed a word of it: the masked text, and a seal of what was read."""

import hashlib
from dataclasses import dataclass
from typing import Final

from pendapa.cases.models import Case
from pendapa.complaints.models import Complaint, Publication
from pendapa.complaints.moderating.queries import known_words, page_of_queue
from pendapa.complaints.moderating.rules import findings, redacted
from pendapa.journal.actors import Actor

READ_AT_ONCE: Final = 100
MOST_READ: Final = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """A report with the words proposed for the public and how many pieces of personal data the rules took out."""

    complaint: Complaint
    words: str
    found: int

    @property
    def choice(self) -> str:
        """Names the report, and the words that were read: other words are another choice."""
        return f"{self.complaint.case.number}:{_seal_of(self.words)}"


def proposal_for(complaint: Complaint) -> Proposal:
    """What was kept by hand before, else the person's own words as the rules leave them. Needs `case` with it."""
    known = known_words(complaint.case)
    found = len(findings(complaint.text, known))
    return Proposal(complaint, complaint.public_text or redacted(complaint.text, known), found)


def queue_page(actor: Actor, publication: str, cursor: str = "") -> tuple[list[Proposal], str]:
    """One page of the list, and the cursor of the next."""
    page = page_of_queue(actor, publication, cursor)
    return [_proposal_on(case) for case in page.rows], page.next_cursor


def harmless_page(actor: Actor, cursor: str = "") -> tuple[list[Proposal], str]:
    """Of what waits the reports in which the rules found nothing to remove: read a hundred at a time, as they are
    encrypted, and on to the next hundred while there is none (at most three queries)."""
    for _time in range(MOST_READ):
        page = page_of_queue(actor, Publication.PENDING, cursor, size=READ_AT_ONCE)
        cursor = page.next_cursor
        harmless = [proposal for proposal in map(_proposal_on, page.rows) if not proposal.found]
        if harmless or not cursor:
            return harmless, cursor
    return [], cursor


def _proposal_on(case: Case) -> Proposal:
    complaint = case.complaint
    complaint.case = case
    return proposal_for(complaint)


def _seal_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]
