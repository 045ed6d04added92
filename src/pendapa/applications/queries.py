"""The reads: drafts one may go on with, and the application of a case."""

from uuid import UUID

from django.db.models import Q, QuerySet

from pendapa.applications.models import Application, Draft
from pendapa.applications.secrets import is_secret_of_draft
from pendapa.cases.models import Case
from pendapa.catalogue.models import ServiceStandard
from pendapa.forms.definition import FormDefinition
from pendapa.forms.queries import definition_of
from pendapa.journal.actors import Actor
from pendapa.workflow.models import ProcessInstance


def drafts_editable_by(actor: Actor) -> QuerySet[Draft]:
    """Drafts of the actor's account, and those whose secret the actor has shown."""
    mine = Q(pk__in=_as_uuids(actor.secrets))
    if actor.kind == "person":
        mine |= Q(account_id=actor.id)
    if actor.secrets:
        mine |= Q(corrects_id__in=_as_uuids(actor.secrets))
    return Draft.objects.filter(mine).select_related("standard__service__owner", "standard__form_version", "corrects")


def drafts_of_account(actor: Actor) -> QuerySet[Draft]:
    """The signed-in person's drafts, last touched first."""
    return drafts_editable_by(actor).filter(account_id__in=[actor.id] if actor.id else []).order_by("-updated_at")


def draft_opened_with(draft_id: UUID, secret: str) -> Draft | None:
    """The draft behind a link to go on with, None when the secret is wrong."""
    if not is_secret_of_draft(draft_id, secret):
        return None
    return Draft.objects.select_related("standard__service").filter(pk=draft_id, corrects__isnull=True).first()


def form_of(standard: ServiceStandard) -> FormDefinition:
    """The form of a standard that can be applied for online; raises LookupError for one without."""
    if standard.form_version is None:
        raise LookupError(f"The standard {standard} has no form.")
    return definition_of(standard.form_version)


def process_of(application: Application) -> ProcessInstance:
    """The process that works an application; raises LookupError for one without."""
    if application.process is None:
        raise LookupError(f"The application {application.pk} has no process.")
    return application.process


def application_of(case: Case) -> Application:
    """The application of a case with its standard, form and process; no query when the case brought it along."""
    if "application" in case._state.fields_cache:
        return case.application
    return Application.objects.select_related(
        "standard__service", "standard__form_version", "standard__process_version", "process"
    ).get(case=case)


def _as_uuids(texts: frozenset[str]) -> list[UUID]:
    return [UUID(text) for text in texts]
