"""What can happen to an application."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from pendapa.journal.verbs import Audience, Public, verb


@verb("application.submitted", audience=Audience.PARTIES)
class ApplicationSubmitted:
    """A resident sent an application; the standard's clock starts."""

    service: Public[str]
    standard_version: Public[int]
    unit: Public[str]
    due: Public[date]
    sentence = _("Application received. You hear from us by {due} at the latest.")
    log_sentence = _("An application for {service} was received by {unit}; its result is due by {due}.")
    log_safety = (
        "Everybody who asks the same unit for the same service on that day has the same words; name, number and "
        "answers are not told."
    )


@verb("application.task_completed", audience=Audience.PARTIES)
class TaskCompleted:
    """An officer finished one step of the process with one of its outcomes."""

    task: Public[str]
    outcome: Public[str]
    task_name: str
    task_name_en: str
    outcome_label: str
    outcome_label_en: str
    sentence = _("{task_name}: {outcome_label}.")
    log_sentence = _("A step of an application ended: {task}, {outcome}.")
    log_safety = "Codes of the published process, the same for everybody; who did it, for whom and why is not told."


@verb("application.returned", audience=Audience.PARTIES)
class ApplicationReturned:
    """The application went back to the applicant with what has to be corrected."""

    reason: str
    fields: list[str]
    sentence = _("We need a correction from you: {reason}")
    log_sentence = _("An application was sent back to be corrected.")
    log_safety = "Only that it happened: which answers were wrong, and why, is committed to and not told."


@verb("application.corrected", audience=Audience.PARTIES)
class ApplicationCorrected:
    """The applicant sent the corrected answers; the clock goes on."""

    fields: list[str]
    sentence = _("Your correction has arrived. We continue with it.")
    log_sentence = _("The correction of an application arrived.")
    log_safety = "Only that it happened: which answers changed is committed to and not told."


@verb("application.draft_discarded", audience=Audience.STAFF, in_timeline=False)
class DraftDiscarded:
    """A draft was thrown away by its owner, or swept after its time."""

    service: Public[str]
    page: Public[str]
    sentence = _("A draft for {service} was discarded.")
    log_sentence = _("A draft for {service} was discarded on the page {page}.")
    log_safety = (
        "A draft has a handle of its own that no application shares; service and page are codes, the day is that "
        "of the discarding."
    )
