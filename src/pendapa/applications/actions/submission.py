"""Sending: a draft becomes a case with its number, its clock and its process, once however often it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from pendapa.applications.actions.drafts import describe_file, draft_for_update
from pendapa.applications.models import Application, Draft
from pendapa.applications.permissions import APPLICATION_SUBMIT
from pendapa.applications.queries import application_of, form_of, process_of
from pendapa.applications.rules import changed_fields, files_in, is_uuid
from pendapa.applications.secrets import secret_of_submission
from pendapa.applications.service_tasks import process_services
from pendapa.applications.verbs import ApplicationCorrected, ApplicationSubmitted
from pendapa.cases.actions import (
    attach_files,
    lock_case,
    open_case,
    open_once,
    resume_clocks,
    start_clock,
    touch,
    withdraw_case,
)
from pendapa.cases.models import Case, CaseFile, Clock, Status
from pendapa.catalogue.models import ServiceStandard
from pendapa.files.models import StoredFile
from pendapa.forms.definition import FormDefinition
from pendapa.forms.reading_posts import complete_places
from pendapa.forms.rules import validate_all, visible_data
from pendapa.journal.actions import record
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import Conflict, FieldError, Forbidden, Invalid, NotFound
from pendapa.kernel.statements import insert_row
from pendapa.notices.actions import queue_message
from pendapa.people.permissions import require
from pendapa.workflow.actions import complete_task, start_process, withdraw_process
from pendapa.workflow.queries import open_tasks

STANDARD_CLOCK = "standard"
CORRECTION_TASK_ROLE = "applicant"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the applicant takes away: the case, the secret that opens it without an account, and the due date."""

    case: Case
    secret: str
    clock: Clock
    is_new: bool
    is_correction: bool = False


@transaction.atomic
def submit_draft(actor: Actor, draft_id: UUID, *, at: datetime) -> Receipt:
    """Send a draft. Sent again under the same id, it gives the same receipt.

    The case belongs to the account under which the draft was begun, also when its secret link sent it.
    Raises Invalid with every answer still to be corrected; the draft stays as it is.
    """
    if (sent := _sent_before(actor, draft_id)) is not None:
        return sent
    try:
        draft = draft_for_update(actor, draft_id)
    except NotFound:
        # A second click waited for the first, whose draft is gone by now.
        if (sent := _sent_before(actor, draft_id)) is not None:
            return sent
        raise
    if draft.corrects_id is not None:
        return _submit_correction(actor, draft, at=at)
    receipt = submit_application(actor, draft.standard, draft.answers, draft.pk, applicant=draft.account_id, at=at)
    draft.delete()
    return receipt


def submit_application(
    actor: Actor,
    standard: ServiceStandard,
    answers: Mapping[str, Any],
    key: UUID,
    *,
    applicant: UUID | str | None = None,
    at: datetime,
) -> Receipt:
    """Open a case from complete answers, in one transaction, once per `key`.

    `applicant` is the account whose case it becomes; without one the actor's own, if there is one.
    `standard` needs `service__owner` and `form_version` selected. Raises Invalid with one error per field that
    must change.
    """
    require(actor, APPLICATION_SUBMIT)
    definition, account = form_of(standard), applicant or _account_of(actor)
    return open_once(
        lambda: _open_application(actor, standard, _checked(definition, answers), key, account, at=at),
        lambda: receipt_of(key),
    )


def _open_application(
    actor: Actor,
    standard: ServiceStandard,
    answers: Mapping[str, Any],
    key: UUID,
    applicant: UUID | str | None,
    *,
    at: datetime,
) -> Receipt:
    service = standard.service
    secret = secret_of_submission(key)
    case = open_case(
        actor,
        kind="application",
        number_prefix=service.number_prefix,
        title=service.name,
        title_en=service.name_en,
        service=service,
        unit=service.owner,
        applicant=applicant,
        applicant_name=str(answers.get("full_name", "")),
        contact_email=str(answers.get("email", "") or ""),
        contact_phone=str(answers.get("phone", "") or ""),
        language=actor.language,
        secret=secret,
        at=at,
    )
    application = Application(case=case, standard=standard, answers=dict(answers), submission_key=key)
    _attach_files(case, form_of(standard), answers, at=at)
    clock = start_clock(case, STANDARD_CLOCK, standard.working_days, "PermenPANRB 15/2014", at=at)
    record(
        actor,
        ApplicationSubmitted(
            service=service.slug, standard_version=standard.version, unit=service.owner.code, due=clock.due_on
        ),
        case.subject,
        at=at,
    )
    if standard.process_version is not None:
        application.process = start_process(
            standard.process_version, case.subject, {}, process_services(actor, case, application, at=at), at=at
        )
    insert_row(application)
    _tell_receipt(case, secret, clock, at=at)
    return Receipt(case, secret, clock, is_new=True)


def _sent_before(actor: Actor, draft_id: UUID) -> Receipt | None:
    sent = receipt_of(draft_id)
    if sent is not None:
        require_sender(actor, sent, draft_id)
    return sent


def _account_of(actor: Actor) -> str | None:
    return actor.id or None if actor.kind == "person" else None


def _submit_correction(actor: Actor, draft: Draft, *, at: datetime) -> Receipt:
    if draft.corrects_id is None:
        raise LookupError("This draft corrects nothing.")
    case = lock_case(draft.corrects_id)
    if case.status != Status.WAITING:
        raise Conflict(_("There is nothing to correct in this application now."))
    application = application_of(case)
    definition = form_of(application.standard)
    answers = _checked(definition, draft.answers, kept_by=case)
    changed = changed_fields(application.answers, answers)
    _supersede_files(case, application.answers, answers, at=at)
    _attach_files(case, definition, answers, at=at, only_new=True)
    application.answers = answers
    application.correction_request, application.correction_key = None, draft.pk
    application.save(update_fields=["answers", "correction_request", "correction_key"])
    case.status = Status.OPEN
    resume_clocks(case, at=at)
    record(actor, ApplicationCorrected(fields=changed), case.subject, at=at)
    task = next((t for t in open_tasks(process_of(application)) if t.role == CORRECTION_TASK_ROLE), None)
    if task is None:
        raise Conflict(_("There is nothing to correct in this application now."))
    complete_task(
        process_of(application),
        task.task_uuid,
        task.outcomes[0].key,
        {},
        process_services(actor, case, application, at=at),
        at=at,
    )
    touch(case)
    draft.delete()
    secret = secret_of_submission(application.submission_key)
    return Receipt(case, secret, case.clocks.get(name=STANDARD_CLOCK), is_new=False, is_correction=True)


@transaction.atomic
def withdraw_application(actor: Actor, case_id: UUID, *, at: datetime) -> None:
    """Take an application back; its process ends, its clock stops. It cannot be undone, only applied for anew."""
    # A correction being sent holds its draft and then takes the case: in the same order here, or both would wait.
    corrections = Draft.objects.filter(corrects_id=case_id)
    corrections.select_for_update(of=("self",)).first()
    case = withdraw_case(actor, case_id, at=at)
    application = application_of(case)
    if application.process is not None:
        withdraw_process(application.process, at=at)
    corrections.delete()


def _checked(definition: FormDefinition, answers: Mapping[str, Any], kept_by: Case | None = None) -> dict[str, Any]:
    """The answers that count, with files as they are stored and places by their code; raises Invalid."""
    known, unknown_files = _stored_files(answers, kept_by)
    trusted = complete_places(definition, {name: _as_stored(value, known) for name, value in answers.items()})
    errors = [*unknown_files, *validate_all(definition, trusted)]
    if errors:
        raise Invalid(_("Some answers must be corrected before the application can be sent."), errors=errors)
    return visible_data(definition, trusted)


def _stored_files(answers: Mapping[str, Any], kept_by: Case | None) -> tuple[dict[str, StoredFile], list[FieldError]]:
    """The files that the answers name, by id; an error for one that is gone or belongs to another case."""
    named = [(field, file_id) for field, file_id in files_in(answers) if is_uuid(file_id)]
    if not named:
        return {}, []
    found = {str(file.pk): file for file in StoredFile.objects.filter(pk__in=[file_id for _field, file_id in named])}
    own = {str(pk) for pk in kept_by.files.values_list("file_id", flat=True)} if kept_by is not None else set()
    free = {pk: file for pk, file in found.items() if file.attached_at is None or pk in own}
    message = _("This file is not here any more. Please add it again.")
    return free, [FieldError(field, message) for field, file_id in named if file_id not in free]


def _as_stored(value: Any, known: Mapping[str, StoredFile]) -> Any:
    """A file answer told by what is stored, never by what came along."""
    if not isinstance(value, list):
        return value
    return [
        describe_file(known[str(item["id"])]) if isinstance(item, Mapping) and str(item.get("id")) in known else item
        for item in value
    ]


def _attach_files(
    case: Case, definition: FormDefinition, answers: Mapping[str, Any], *, at: datetime, only_new: bool = False
) -> None:
    kept = set(case.files.values_list("file_id", flat=True)) if only_new else set()
    new = [
        (UUID(file_id), str(definition.fields[field].label.id), field)
        for field, file_id in files_in(answers)
        if UUID(file_id) not in kept
    ]
    if new:
        attach_files(case, new, CaseFile.Origin.FORM, at=at)


def _supersede_files(case: Case, before: Mapping[str, Any], after: Mapping[str, Any], *, at: datetime) -> None:
    kept = {file_id for _field, file_id in files_in(after)}
    gone = [UUID(file_id) for _field, file_id in files_in(before) if file_id not in kept]
    case.files.filter(file_id__in=gone, superseded_at__isnull=True).update(superseded_at=at)


def require_sender(actor: Actor, receipt: Receipt, draft_id: UUID) -> None:
    """Raise Forbidden unless the actor sent this: by account, or by the secret of the draft or of its case."""
    by_account = actor.kind == "person" and str(receipt.case.applicant_id) == actor.id
    if not by_account and actor.secrets.isdisjoint({str(draft_id), str(receipt.case.pk)}):
        raise Forbidden(_("This application was sent by somebody else."))


def receipt_of(key: UUID) -> Receipt | None:
    """The receipt of what was sent under this key, an application or a correction of one; None for nothing."""
    applications = Application.objects.select_related("case__unit", "case__service")
    application = applications.filter(Q(submission_key=key) | Q(correction_key=key)).first()
    if application is None:
        return None
    return Receipt(
        application.case,
        secret_of_submission(application.submission_key),
        application.case.clocks.get(name=STANDARD_CLOCK),
        is_new=False,
        is_correction=application.correction_key == key,
    )


def _tell_receipt(case: Case, secret: str, clock: Clock, *, at: datetime) -> None:
    if not case.contact_email:
        return
    with override(case.language_of_person):
        link = settings.PENDAPA_PUBLIC_URL + reverse("cases:open", args=[case.number, secret])
        queue_message(
            key=f"receipt:{case.pk}",
            to=case.contact_email,
            subject=_("We have received your application {number}").format(number=case.number),
            body=_(
                "Your application for {service} has arrived. Its number is {number}.\n"
                "You hear from us by {due} at the latest.\n\nFollow it here:\n{link}"
            ).format(
                service=case.local_title,
                number=case.number,
                due=clock.due_on.strftime("%d-%m-%Y"),
                link=link,
            ),
            at=at,
        )
