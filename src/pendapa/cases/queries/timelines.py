"""What happened to a case, as its reader may know it."""

from pendapa.cases.models import Case
from pendapa.cases.permissions import is_applicant, reading_grant
from pendapa.journal.actors import Actor
from pendapa.journal.models import Entry
from pendapa.journal.queries import PARTIES, STAFF, timeline_of


def timeline(case: Case, actor: Actor) -> list[Entry]:
    """The entries of a case's timeline, oldest first; the staff's own entries only for staff who work or inspect."""
    as_staff = not is_applicant(actor, case) and reading_grant(actor, case) is not None
    return timeline_of(case.subject, STAFF if as_staff else PARTIES)


def timeline_of_party(case: Case) -> list[Entry]:
    """The timeline as the person concerned reads it."""
    return timeline_of(case.subject, PARTIES)
