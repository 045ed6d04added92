"""What a published report looks like in a list, wherever it is shown."""

from typing import Any, Final

from django.utils.translation import gettext as _

from pendapa.complaints.models import Complaint
from pendapa.complaints.public.filters import STATES, state_of

EXCERPT: Final = 220


def row_of(complaint: Complaint) -> dict[str, Any]:
    """What the public is told of a report, wherever it is shown."""
    state = state_of(complaint)
    words = " ".join(complaint.public_text.split())
    return {
        "number": complaint.case.number,
        "title": complaint.case.local_title,
        "excerpt": words if len(words) <= EXCERPT else words[:EXCERPT].rsplit(" ", 1)[0] + "…",
        "place": complaint.region_name,
        "received": complaint.case.received_at,
        "unit": complaint.outside_body or complaint.case.unit,
        "state": state,
        "state_label": _("Solved") if complaint.solved_at else STATES[state][0],
        "is_solved": complaint.solved_at is not None,
        "followers": complaint.follower_count,
    }
