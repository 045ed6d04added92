"""The body's own history as something to learn from."""

from pendapa.complaints.models import Complaint, Publication
from pendapa.complaints.moderating.queries import known_words
from pendapa.complaints.moderating.rules import redacted
from pendapa.complaints.rules import OPEN_KINDS
from pendapa.complaints.suggesting.examples import Example
from pendapa.complaints.suggesting.models import SuggestionModel

MOST_READ = 6000
FEWEST_TO_BEGIN = 100


def own_history() -> list[Example]:
    """The newest complaints that were forwarded or answered, oldest first, each with the unit that has it now.

    Secret ones, those of a kind that is never public and those that a moderator withheld teach nothing, and of the
    others no name, number or address does: what is learned answers everybody, and tells which words led to its answer.
    """
    known = (
        Complaint.objects.filter(forwarded_at__isnull=False, is_secret=False, kind__in=OPEN_KINDS)
        .filter(joined_to__isnull=True)
        .exclude(publication=Publication.WITHHELD)
        .select_related("case__unit", "outside_body", "topic")
        .order_by("-case__received_at")[:MOST_READ]
    )
    return [_example(complaint) for complaint in reversed(known)]


def is_worth_learning(rows: int) -> bool:
    """Whether a history of so many complaints should replace what is known: never by less than was learned from."""
    newest = SuggestionModel.objects.values_list("rows", flat=True).first()
    return rows >= (FEWEST_TO_BEGIN if newest is None else newest)


def _example(complaint: Complaint) -> Example:
    unit = complaint.outside_body or complaint.case.unit
    names = complaint.region_name.split(", ") if complaint.region_name else []
    village, district = (names[0], names[1]) if len(names) > 1 else ("", "")
    words = redacted(complaint.text, known_words(complaint.case))
    return Example(words, unit.name, complaint.topic.name if complaint.topic else "", district, village)
