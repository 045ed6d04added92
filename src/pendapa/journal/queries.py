"""The reads: entries about a matter, and how far the journal's readers have come."""

from collections.abc import Iterable

from django.db.models import QuerySet

from pendapa.journal.actions import Subject
from pendapa.journal.models import Entry
from pendapa.journal.verbs import Audience, declared_verbs

EVERYONE = (Audience.PUBLIC,)
PARTIES = (Audience.PUBLIC, Audience.PARTIES)
STAFF = (Audience.PUBLIC, Audience.PARTIES, Audience.STAFF)


def entries_about(subject: Subject, audiences: Iterable[Audience] = EVERYONE) -> QuerySet[Entry]:
    """What happened to one matter, oldest first, as far as these audiences may read it."""
    return Entry.objects.filter(
        subject_type=subject.type, subject_id=subject.id, audience__in=[a.value for a in audiences]
    ).order_by("id")


def timeline_of(subject: Subject, audiences: Iterable[Audience]) -> list[Entry]:
    """The entries that a timeline shows: those about the matter whose verb is told there."""
    told = [declared.name for declared in declared_verbs() if declared.in_timeline]
    return list(entries_about(subject, audiences).filter(verb__in=told))


def entries_with_verbs(verbs: Iterable[str]) -> QuerySet[Entry]:
    """Entries of certain verbs, newest first."""
    return Entry.objects.filter(verb__in=list(verbs)).order_by("-id")
