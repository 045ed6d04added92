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


@verb("application.returned", audience=Audience.PARTIES)
class ApplicationReturned:
    """The application went back to the applicant with what has to be corrected."""

    reason: str
    fields: list[str]
    sentence = _("We need a correction from you: {reason}")


@verb("application.corrected", audience=Audience.PARTIES)
class ApplicationCorrected:
    """The applicant sent the corrected answers; the clock goes on."""

    fields: list[str]
    sentence = _("Your correction has arrived. We continue with it.")


@verb("application.draft_discarded", audience=Audience.STAFF, in_timeline=False)
class DraftDiscarded:
    """A draft was thrown away by its owner, or swept after its time."""

    service: Public[str]
    page: Public[str]
    sentence = _("A draft for {service} was discarded.")
