"""What became of an alarm (`/meja/peringatan/`): the finding that oversight opened from it."""

from django.urls import reverse

from pendapa.evaluation.watching.queries import FollowUp
from pendapa.journal.actors import Actor
from pendapa.oversight.queries import findings_visible_to


def finding_of(actor: Actor, entry: int) -> FollowUp | None:
    """The finding opened from the alarm of this journal entry, where the actor may see it (one query)."""
    finding = findings_visible_to(actor).filter(alarm=entry).first()
    if finding is None:
        return None
    state = str(finding.get_state_display())
    return FollowUp(finding.number, state, reverse("oversight:finding", args=[finding.number]))
