"""Where a report stands, said to its person in one sentence."""

from datetime import date

from django.utils.translation import gettext as _

from pendapa.cases.kinds import NextStep, Situation, situation_by_status
from pendapa.cases.models import Case
from pendapa.complaints.models import Complaint, Stage
from pendapa.complaints.queries import complaint_of
from pendapa.ui.formatting import body_date


def situation_of(case: Case, today: date) -> Situation:
    """One sentence on what happens, what the person must do, and by when."""
    complaint = complaint_of(case)
    if not case.is_open:
        return situation_by_status(case, today)
    if complaint.stage == Stage.ASKED:
        return Situation(
            badge=_("We asked you something"),
            tone="caution",
            headline=_("We need to know more from you"),
            what_to_do=_("Read our question below and answer it with a message. Our clock stands still until then."),
            by=complaint.respond_by,
            icon="hand",
        )
    if complaint.stage == Stage.ANSWERED:
        return Situation(
            badge=_("Answered"),
            tone="good",
            headline=_("We have answered. Is it solved?"),
            what_to_do=_("Read the answer and tell us. If it is not solved, it is looked at again, higher up."),
            by=complaint.respond_by,
            icon="message-square",
        )
    return _being_handled(case, complaint)


def _being_handled(case: Case, complaint: Complaint) -> Situation:
    holder = (complaint.outside_body or case.unit).local_name
    words = {
        Stage.RECEIVED: (_("Received"), _("We are checking your report")),
        Stage.VERIFIED: (_("Checked"), _("Your report was checked and goes to the unit that must answer")),
    }
    badge, headline = words.get(
        Stage(complaint.stage), (_("Being handled"), _("{unit} is working on your report").format(unit=holder))
    )
    clock = case.main_clock
    due = clock.due_on if clock is not None and clock.is_running else None
    return Situation(
        badge=badge,
        tone="caution",
        headline=headline,
        what_to_do=_("You need to do nothing now. We tell you as soon as there is news."),
        by=due,
        icon="clock",
        next_steps=_next_steps(complaint, due),
    )


def _next_steps(complaint: Complaint, due: date | None) -> tuple[NextStep, ...]:
    if complaint.stage != Stage.RECEIVED or due is None:
        return ()
    return (NextStep(_("Handed to the unit that must answer"), _("by {day}").format(day=body_date(due))),)
