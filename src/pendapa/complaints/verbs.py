"""What can happen to a complaint.

The public fields of a secret, an anonymous or a withheld complaint are recorded empty (`actions.recording.told`): the
public log then holds that something happened, and nothing of what or where. What the person and the staff read stands
in the fields beside them.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from pendapa.journal.verbs import Audience, Public, verb


@verb("complaint.received", audience=Audience.PARTIES)
class ComplaintReceived:
    """Somebody complained, suggested or asked; the clock of checking starts."""

    kind: Public[str]
    unit: Public[str]
    source: Public[str]
    until: date
    sentence = _("We have received your report. By {until} we have checked it and handed it to the right unit.")


@verb("complaint.verified", audience=Audience.PARTIES)
class ComplaintVerified:
    """The report was read and its kind and topic were set."""

    kind: Public[str]
    topic: Public[str]
    kind_label: str
    kind_label_en: str
    sentence = _("We have checked your report: {kind_label}.")


@verb("complaint.forwarded", audience=Audience.PARTIES)
class ComplaintForwarded:
    """The report went to the unit or body that must answer. `is_handed_on`: another unit had it before."""

    unit: Public[str]
    due: Public[date | None]
    is_outside: Public[bool]
    is_handed_on: bool
    unit_name: str
    unit_name_en: str
    until: date
    reason: str
    sentence = _("Your report is with {unit_name}, which answers by {until}.")


@verb("complaint.answered", audience=Audience.PARTIES)
class ComplaintAnswered:
    """The unit answered; its words are a message of the case."""

    unit: Public[str]
    is_public: Public[bool]
    is_in_time: Public[bool | None]
    answer: int
    unit_name: str
    unit_name_en: str
    until: date
    sentence = _("{unit_name} has answered. Please tell us by {until} whether it is solved.")


@verb("complaint.asked_back", audience=Audience.PARTIES)
class ComplaintAskedBack:
    """The unit needs to know more; its clock stands still."""

    unit: Public[str]
    until: date
    sentence = _("We have asked you something. Please answer by {until}; our clock stands still until then.")


@verb("complaint.responded", audience=Audience.PARTIES)
class ComplaintResponded:
    """The person answered what was asked; the clock goes on."""

    unit: Public[str]
    sentence = _("Your answer has arrived. We continue.")


@verb("complaint.rated", audience=Audience.PARTIES)
class ComplaintRated:
    """The person judged the answer, and said whether the matter is solved."""

    unit: Public[str]
    rating: Public[int | None]
    is_solved: Public[bool | None]
    sentence = _("You have judged our answer.")


@verb("complaint.closed", audience=Audience.PARTIES)
class ComplaintClosed:
    """The report was closed; `why` is a code: solved, silence, decided."""

    unit: Public[str]
    why: Public[str]
    reason: str
    why_label: str
    why_label_en: str
    sentence = _("Closed: {why_label}.")


@verb("complaint.reopened", audience=Audience.PARTIES)
class ComplaintReopened:
    """The report is worked on again; `why` is a code: unsolved, objection, office."""

    unit: Public[str]
    why: Public[str]
    until: date
    sentence = _("Opened again. You hear from us by {until} at the latest.")


@verb("complaint.escalated", audience=Audience.PARTIES)
class ComplaintEscalated:
    """The report was brought before the head of a unit: `why` is a code, overdue or unsolved."""

    unit: Public[str]
    level: Public[int | None]
    why: Public[str]
    unit_name: str
    unit_name_en: str
    sentence = _("Brought before the head of {unit_name}.")


@verb("complaint.joined", audience=Audience.PARTIES)
class ComplaintJoined:
    """Somebody else follows the report, for they met the same; who is not told."""

    followers: Public[int | None]
    followers_now: int
    sentence = _("Others met the same: {followers_now} follow this report.")


@verb("complaint.merged", audience=Audience.PARTIES)
class ComplaintMerged:
    """The report was joined with an older one about the same; its person follows that one."""

    into: str
    sentence = _("Your report was joined with {into}, which is about the same. You hear of whatever happens there.")


@verb("complaint.split", audience=Audience.PARTIES)
class ComplaintSplit:
    """A report that held two matters became two, or one that was joined is on its own again."""

    other: str
    sentence = _("Your report is handled on its own, beside {other}.")


@verb("complaint.moderated", audience=Audience.STAFF)
class ComplaintModerated:
    """Somebody decided what of the report the public may read."""

    publication: Public[str]
    publication_label: str
    publication_label_en: str
    sentence = _("For the public: {publication_label}.")


@verb("complaint.kind_changed", audience=Audience.PARTIES)
class ComplaintKindChanged:
    """Kind or topic was put right; the deadline follows the kind."""

    kind: Public[str]
    topic: Public[str]
    kind_label: str
    kind_label_en: str
    sentence = _("We have put the kind of your report right: {kind_label}.")


@verb("complaint.deadline_set", audience=Audience.STAFF)
class DeadlineSet:
    """An administrator set a deadline anew."""

    step: Public[str]
    kind: Public[str]
    working_days: Public[int]
    source: Public[str]
    valid_from: Public[date]
    sentence = _("Deadline set: {working_days} working days ({source}), from {valid_from}.")


@verb("complaint.template_saved", audience=Audience.STAFF)
class TemplateSaved:
    """A ready answer was written or changed."""

    unit: Public[str]
    title: str
    sentence = _("Ready answer saved: {title}.")
