"""After an objection that was upheld: the process is walked anew, under a clock of its own."""

from datetime import datetime

from django.db import transaction

from pendapa.applications.queries import application_of
from pendapa.applications.service_tasks import process_services
from pendapa.cases.actions import start_clock
from pendapa.cases.models import Case
from pendapa.journal.actors import Actor
from pendapa.workflow.actions import start_process

OBJECTION_CLOCK = "objection"


@transaction.atomic
def reopen_application(actor: Actor, case: Case, *, at: datetime) -> None:
    """Begin the process of a locked case again, on the version it began with; the standard's working days count anew.

    Asks for no permission: `cases.actions.answer_objection` did, and opened the case.
    """
    application = application_of(case)
    start_clock(case, _clock_name(case), application.standard.working_days, "UU 30/2014 Pasal 77", at=at)
    ended = application.process
    if ended is not None:
        services = process_services(actor, case, application, at=at)
        application.process = start_process(ended.version, case.subject, {}, services, at=at)
    application.correction_request = None
    application.save(update_fields=["process", "correction_request"])


def _clock_name(case: Case) -> str:
    """The first reopening has the plain name; clocks of a case have each their own."""
    before = case.clocks.filter(name__startswith=f"{OBJECTION_CLOCK}-renewed").count()
    if not before and not case.clocks.filter(name=OBJECTION_CLOCK).exists():
        return OBJECTION_CLOCK
    return f"{OBJECTION_CLOCK}-renewed-{before + 1}"
