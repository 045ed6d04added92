"""What can happen to a case, whatever its kind.

The public fields of a sealed case (`kinds.is_sealed`) are recorded empty; sentences therefore read the plain fields
beside them.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from pendapa.cases.models import Decision
from pendapa.journal.verbs import Audience, Public, verb

WHY_IT_STANDS_STILL = {
    "applicant_must_act": _("the applicant must act"),
    "reporter_must_act": _("the person of the report must act"),
}


@verb("case.opened", audience=Audience.PARTIES, in_timeline=False)
class CaseOpened:
    """A member of the staff looked at a case: as what, of which unit, and what for. Once a day and purpose."""

    unit: Public[str]
    role: Public[str]
    purpose: Public[str]
    sentence = _("Somebody of the staff opened your case.")


@verb("case.file_opened", audience=Audience.PARTIES, in_timeline=False)
class CaseFileOpened:
    """A file of a case was opened or downloaded."""

    file: int
    label: str
    sentence = _("Opened the file “{label}”.")


@verb("identity.unmasked", audience=Audience.PARTIES, in_timeline=False)
class IdentityUnmasked:
    """A masked identity field was shown in full, for a reason that its person can read."""

    field: Public[str]
    reason: str
    sentence = _("Saw the masked answer “{field}” in full. Reason: {reason}")


@verb("case.claimed", audience=Audience.STAFF)
class CaseClaimed:
    """An officer took a case to work on."""

    account: str
    name: str
    sentence = _("{name} took the case.")


@verb("case.assigned", audience=Audience.STAFF)
class CaseAssigned:
    """The head of the unit gave a case to an officer."""

    account: str
    name: str
    sentence = _("The case was given to {name}.")


@verb("case.released", audience=Audience.STAFF)
class CaseReleased:
    """The case lies open for the whole unit again."""

    account: str
    name: str
    sentence = _("{name} gave the case back to the unit.")


@verb("clock.started", audience=Audience.PARTIES, in_timeline=False)
class ClockStarted:
    """A promise in working days began to count."""

    clock: Public[str]
    working_days: Public[int | None]
    due: Public[date | None]
    source: Public[str]
    until: date
    sentence = _("The time promised started, until {until}.")
    log_sentence = _("The time promised began: {working_days} working days, until {due}.")
    log_safety = (
        "A promise by working days that the published standard gives to everybody; of a sealed case all of it is empty."
    )


@verb("clock.paused", audience=Audience.PARTIES, in_timeline=False)
class ClockPaused:
    """A clock stands still; `reason` is a code such as applicant_must_act."""

    clock: Public[str]
    due: Public[date | None]
    reason: Public[str]
    sentence = _("The time promised stands still while we wait.")
    log_sentence = _("The time promised stands still: {reason}.")
    log_words = {"reason": WHY_IT_STANDS_STILL}
    log_safety = "Which promise and a reason from a fixed list; of a sealed case all of it is empty."


@verb("clock.resumed", audience=Audience.PARTIES)
class ClockResumed:
    """A clock goes on; the deadline moved by the working days that it stood still."""

    clock: Public[str]
    due: Public[date | None]
    working_days_paused: Public[int | None]
    until: date
    sentence = _("The time promised goes on. The new deadline is {until}.")
    log_sentence = _("The time promised goes on, until {due}.")
    log_safety = "Which promise, its new date and the days it stood still; of a sealed case all of it is empty."


@verb("clock.stopped", audience=Audience.PARTIES, in_timeline=False)
class ClockStopped:
    """The promise came to its end; kept or not."""

    clock: Public[str]
    due: Public[date | None]
    is_kept: Public[bool | None]
    sentence = _("The time promised ended.")
    log_sentence = _("The time promised ended; its date was {due}.")
    log_safety = "Which promise, its date and whether it was kept; of a sealed case all of it is empty."


@verb("clock.changed", audience=Audience.PARTIES)
class ClockChanged:
    """The promise is another one: the matter turned out to be of another kind."""

    clock: Public[str]
    working_days: Public[int | None]
    due: Public[date | None]
    source: Public[str]
    until: date
    sentence = _("The time promised was set anew, until {until}.")
    log_sentence = _("The time promised was set anew, until {due}.")
    log_safety = "Which promise and its new date; of a sealed case all of it is empty."


@verb("clock.warned", audience=Audience.STAFF)
class ClockWarned:
    """The deadline is near, or today."""

    clock: Public[str]
    due: Public[date | None]
    until: date
    sentence = _("The deadline of {until} is near.")


@verb("clock.overdue", audience=Audience.PARTIES)
class ClockOverdue:
    """The deadline passed without a result. The person reads it too: a promise was not kept."""

    clock: Public[str]
    due: Public[date | None]
    until: date
    sentence = _("We did not keep the deadline of {until}. We are sorry, and continue with priority.")
    log_sentence = _("The time promised was not kept; its date was {due}.")
    log_safety = "Which promise and its date; of a sealed case all of it is empty."


@verb("message.sent", audience=Audience.PARTIES, in_timeline=False)
class MessageSent:
    """A message went from the person to the office or back; its words are not in the journal."""

    side: Public[str]
    message: int
    files: int
    sentence = _("A message was sent.")


@verb("note.written", audience=Audience.STAFF)
class NoteWritten:
    """A note among the staff; its words are not in the journal."""

    message: int
    sentence = _("A note was written.")


@verb("case.decided", audience=Audience.PARTIES)
class CaseDecided:
    """The case was decided and closed. The outcome is public, the reason is between the office and the person."""

    outcome: Public[str]
    unit: Public[str]
    decided_on: Public[date]
    reason: str
    legal_basis: str
    outcome_label: str
    outcome_label_en: str
    sentence = _("Decision: {outcome_label}.")
    log_sentence = _("A case of {unit} was decided: {outcome}.")
    log_words = {"outcome": dict(Decision.Outcome.choices)}
    log_safety = (
        "An outcome from a fixed list, the unit and the day; the reason and every word of the decision are only "
        "committed to."
    )


@verb("case.withdrawn", audience=Audience.PARTIES)
class CaseWithdrawn:
    """Its person took the matter back."""

    unit: Public[str]
    sentence = _("You withdrew this matter. We stopped working on it.")
    log_sentence = _("A case of {unit} was withdrawn.")
    log_safety = "The unit and the day; who withdrew what is not told. Of a sealed case the unit is empty."


@verb("objection.filed", audience=Audience.PARTIES)
class ObjectionFiled:
    """The person objects to the decision; the unit answers by the day named."""

    unit: Public[str]
    due: Public[date | None]
    until: date
    sentence = _("Your objection has arrived. You hear from us by {until} at the latest.")
    log_sentence = _("An objection was filed with {unit}; the answer is due by {due}.")
    log_safety = (
        "The unit and the day of the answer; the words of the objection are not in the journal. Of a sealed case "
        "both are empty."
    )


@verb("objection.answered", audience=Audience.PARTIES)
class ObjectionAnswered:
    """The objection was answered; whether it was upheld is public, the words are not."""

    unit: Public[str]
    is_upheld: Public[bool]
    result_label: str
    result_label_en: str
    sentence = _("Answer to your objection: {result_label}.")
    log_sentence = _("{unit} answered an objection.")
    log_safety = (
        "The unit and whether the objection was upheld; its words are only committed to. Of a sealed case the unit "
        "is empty."
    )


@verb("case.reopened", audience=Audience.PUBLIC)
class CaseReopened:
    """An objection was upheld: the decision counts no more, and the case is worked on anew."""

    unit: Public[str]
    sentence = _("Opened again after an objection; it is decided anew.")
    log_sentence = _("A case of {unit} was opened again.")
    log_safety = "The unit and the day; of a sealed case the unit is empty."


READING_VERBS = frozenset({"case.opened", "case.file_opened", "identity.unmasked"})
"""Verbs that tell who has looked at data."""
QUIET_VERBS = READING_VERBS | {"message.sent", "note.written", "clock.warned", "clock.overdue"}
"""Verbs that leave the revision of a case as it is."""
