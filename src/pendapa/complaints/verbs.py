"""What can happen to a complaint.

The public fields of a secret, an anonymous or a withheld complaint are recorded empty (`actions.recording.told`): the
public log then holds that something happened, and nothing of what or where. What the person and the staff read stands
in the fields beside them.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from pendapa.complaints.models.complaint import Publication
from pendapa.complaints.rules import Kind
from pendapa.journal.verbs import Audience, Public, verb

SPLIT_OFF = "split"
"""Told as the door of a report that staff made of a part of another one: the public figures count it apart."""
WHY = {
    "solved": _("the person says it is solved"),
    "silence": _("there was no word from the person in time"),
    "decided": _("by decision of the unit"),
    "unsolved": _("the person says it is not solved"),
    "objection": _("the person objected"),
    "office": _("by decision of the unit"),
    "overdue": _("the deadline has passed"),
}


@verb("complaint.received", audience=Audience.PARTIES)
class ComplaintReceived:
    """Somebody complained, suggested or asked; the clock of checking starts. `source` is the door through which it
    came, or `SPLIT_OFF`."""

    kind: Public[str]
    unit: Public[str]
    source: Public[str]
    until: date
    sentence = _("We have received your report. By {until} we have checked it and handed it to the right unit.")
    log_sentence = _("A report was received by {unit}.")
    log_safety = (
        "A kind and a door from fixed lists (split: staff parted it from another, which one is not told) and the desk "
        "where every report arrives; words, place and person are not told. Of a secret or anonymous report, or one of "
        "misconduct, all of it is empty."
    )


@verb("complaint.verified", audience=Audience.PARTIES)
class ComplaintVerified:
    """The report was read and its kind and topic were set."""

    kind: Public[str]
    topic: Public[str]
    kind_label: str
    kind_label_en: str
    sentence = _("We have checked your report: {kind_label}.")
    log_sentence = _("A report was checked: {kind}, {topic}.")
    log_words = {"kind": dict(Kind.choices)}
    log_safety = (
        "A kind and a topic from public lists; words, place and person are not told. Of a secret or anonymous "
        "report, or one of misconduct, all of it is empty."
    )


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
    log_sentence = _("A report was handed to {unit}, which answers by {due}.")
    log_safety = (
        "The unit, the day of its answer and whether it is outside the body; why is only committed to. Of a "
        "secret or anonymous report, or one of misconduct, all of it is empty."
    )


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
    log_sentence = _("{unit} answered a report.")
    log_safety = (
        "The unit, whether the answer is public and whether it came in time; its words are not in the journal. Of"
        " a secret or anonymous report, or one of misconduct, all of it is empty."
    )


@verb("complaint.asked_back", audience=Audience.PARTIES)
class ComplaintAskedBack:
    """The unit needs to know more; its clock stands still."""

    unit: Public[str]
    until: date
    sentence = _("We have asked you something. Please answer by {until}; our clock stands still until then.")
    log_sentence = _("{unit} asked the person of a report something.")
    log_safety = (
        "The unit and the day; what was asked is not in the journal. Of a secret or anonymous report, or one of "
        "misconduct, all of it is empty."
    )


@verb("complaint.responded", audience=Audience.PARTIES)
class ComplaintResponded:
    """The person answered what was asked; the clock goes on."""

    unit: Public[str]
    sentence = _("Your answer has arrived. We continue.")
    log_sentence = _("{unit} got the answer that it had asked for.")
    log_safety = (
        "The unit and the day; what was answered is not in the journal. Of a secret or anonymous report, or one "
        "of misconduct, all of it is empty."
    )


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
    log_sentence = _("A report at {unit} was closed: {why}.")
    log_words = {"why": WHY}
    log_safety = (
        "The unit and a code from a fixed list; the reason in words is only committed to. Of a secret or "
        "anonymous report, or one of misconduct, all of it is empty."
    )


@verb("complaint.reopened", audience=Audience.PARTIES)
class ComplaintReopened:
    """The report is worked on again; `why` is a code: unsolved, objection, office."""

    unit: Public[str]
    why: Public[str]
    until: date
    sentence = _("Opened again. You hear from us by {until} at the latest.")
    log_sentence = _("A report at {unit} was opened again: {why}.")
    log_words = {"why": WHY}
    log_safety = (
        "The unit and a code from a fixed list. Of a secret or anonymous report, or one of misconduct, all of it "
        "is empty."
    )


@verb("complaint.escalated", audience=Audience.PARTIES)
class ComplaintEscalated:
    """The report was brought before the head of a unit: `why` is a code, overdue or unsolved."""

    unit: Public[str]
    level: Public[int | None]
    why: Public[str]
    unit_name: str
    unit_name_en: str
    sentence = _("Brought before the head of {unit_name}.")
    log_sentence = _("A report was brought before the head of {unit}: {why}.")
    log_words = {"why": WHY}
    log_safety = (
        "The unit, the level and a code from a fixed list; a head is an office, named by no name. Of a secret or "
        "anonymous report, or one of misconduct, all of it is empty."
    )


@verb("complaint.joined", audience=Audience.PARTIES)
class ComplaintJoined:
    """Somebody else follows the report, for they met the same; who is not told."""

    followers: Public[int | None]
    followers_now: int
    sentence = _("Others met the same: {followers_now} follow this report.")
    log_sentence = _("Others follow a report: {followers}.")
    log_safety = (
        "How many follow a report that is not secret; who they are is nowhere in the journal. Of a secret or "
        "anonymous report, or one of misconduct, all of it is empty."
    )


@verb("complaint.merged", audience=Audience.PARTIES)
class ComplaintMerged:
    """The report was joined with an older one about the same; its person follows that one."""

    into: str
    sentence = _("Your report was joined with {into}, which is about the same. You hear of whatever happens there.")
    log_sentence = _("A report was joined with another one about the same.")
    log_safety = "Only that it happened: with which other report is committed to and not told."


@verb("complaint.split", audience=Audience.PARTIES)
class ComplaintSplit:
    """A report that held two matters became two, or one that was joined is on its own again."""

    other: str
    sentence = _("Your report is handled on its own, beside {other}.")
    log_sentence = _("A report is handled on its own again.")
    log_safety = "Only that it happened: beside which other report is committed to and not told."


@verb("complaint.moderated", audience=Audience.STAFF)
class ComplaintModerated:
    """Somebody decided what of the report the public may read."""

    publication: Public[str]
    publication_label: str
    publication_label_en: str
    sentence = _("For the public: {publication_label}.")
    log_sentence = _("What the public may read of a report was decided: {publication}.")
    log_words = {"publication": dict(Publication.choices)}
    log_safety = (
        "A code from a fixed list; what was made unreadable is not told. Of a secret or anonymous report, or one "
        "of misconduct, all of it is empty."
    )


@verb("complaint.kind_changed", audience=Audience.PARTIES)
class ComplaintKindChanged:
    """Kind or topic was put right; the deadline follows the kind."""

    kind: Public[str]
    topic: Public[str]
    kind_label: str
    kind_label_en: str
    sentence = _("We have put the kind of your report right: {kind_label}.")
    log_sentence = _("The kind or topic of a report was put right: {kind}, {topic}.")
    log_words = {"kind": dict(Kind.choices)}
    log_safety = (
        "A kind and a topic from public lists. Of a secret or anonymous report, or one of misconduct, all of it "
        "is empty."
    )


@verb("complaint.deadline_set", audience=Audience.STAFF)
class DeadlineSet:
    """An administrator set a deadline anew."""

    step: Public[str]
    kind: Public[str]
    working_days: Public[int]
    source: Public[str]
    valid_from: Public[date]
    sentence = _("Deadline set: {working_days} working days ({source}), from {valid_from}.")
    log_sentence = _("A deadline was set: {working_days} working days, from {valid_from}.")
    log_safety = "A rule of the public body for every report; who set it is not told."


@verb("complaint.template_saved", audience=Audience.STAFF)
class TemplateSaved:
    """A ready answer was written or changed."""

    unit: Public[str]
    title: str
    sentence = _("Ready answer saved: {title}.")
