"""From a granted application to its document: the data of the letter, the signer, the number of the unit's register."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from pendapa.applications.models import Application
from pendapa.applications.queries import form_of
from pendapa.cases.actions import attach_file
from pendapa.cases.models import Case, CaseFile
from pendapa.catalogue.models import ServiceStandard
from pendapa.documents.actions import issue_document
from pendapa.documents.models import IssuedDocument
from pendapa.documents.typesetting import typeset
from pendapa.files.actions import mark_attached, store_generated
from pendapa.files.models import StoredFile
from pendapa.forms.structure import Kind
from pendapa.forms.summary import answer_text
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Forbidden
from pendapa.people.models import Membership
from pendapa.people.roles import Role

SIGNING_ROLES = (Role.HEAD, Role.APPROVER)


def issue_for(actor: Actor, case: Case, application: Application, *, at: datetime) -> IssuedDocument:
    """Number, set, sign and keep the document of an application, in the caller's transaction.

    The actor signs by their membership in the unit; raises Forbidden without one that may sign.
    """
    standard = application.standard
    signer = signing_membership(actor, case, at=at)
    stored: list[UUID] = []

    def store(content: bytes, name: str) -> UUID:
        file = store_generated(content, name, "application/pdf")
        stored.append(file.pk)
        return file.pk

    document = issue_document(
        actor,
        template=standard.document_template,
        kind=standard.document_register,
        title=standard.document_title["id"],
        unit=case.unit,
        pattern=standard.number_pattern,
        data=letter_data(case, application, signer, at=at),
        subject=case.subject,
        signer=signer,
        store=store,
        valid_until=valid_until(standard, at=at),
        at=at,
    )
    for file_id in stored:
        mark_attached(file_id, at=at)
        file = StoredFile.objects.get(pk=file_id)
        attach_file(case, file, CaseFile.Origin.ISSUED, standard.document_title["id"], "", at=at)
    return document


def preview_for(actor: Actor, case: Case, application: Application, *, at: datetime) -> bytes:
    """The document as it would be, without number and signature, for the signer's own eyes before confirming."""
    signer = signing_membership(actor, case, at=at)
    data = {
        **letter_data(case, application, signer, at=at),
        "number": _("(number follows)"),
        "verify_url": settings.PENDAPA_PUBLIC_URL + reverse("documents:verify"),
    }
    return typeset(application.standard.document_template, data, qr_address=data["verify_url"], at=at)


def letter_data(case: Case, application: Application, signer: Membership, *, at: datetime) -> dict[str, Any]:
    """What a letter's template may read, but for its number and its address of verification."""
    until = valid_until(application.standard, at=at)
    unit = case.unit
    with override("id"):
        return {
            "title": application.standard.document_title["id"],
            "body_name": settings.PENDAPA_BODY_NAME,
            "unit": {
                "name": unit.name,
                "address": unit.address,
                "phone": unit.phone,
                "email": unit.email,
                "parent_name": unit.parent.name if unit.parent else "",
            },
            "applicant": {"name": case.applicant_name},
            "form": readable_answers(application),
            "issued_on": local_date(at).isoformat(),
            "valid_until": until.isoformat() if until else "",
            "signer": {
                "name": signer.account.get_full_name(),
                "position": signer.position,
                "nip": signer.employee_number,
            },
            "case_number": case.number,
        }


def readable_answers(application: Application) -> dict[str, Any]:
    """The answers as a letter writes them: labels for choices, the name of a place; files are left out."""
    definition = form_of(application.standard)
    answers: dict[str, Any] = {}
    for name, field in definition.fields.items():
        value = application.answers.get(name)
        if field.kind is Kind.FILES:
            continue
        if field.kind in (Kind.CHOICE, Kind.CHOICES, Kind.PLACE, Kind.MONEY, Kind.PHONE):
            answers[name] = answer_text(field, value)
        else:
            answers[name] = "" if value is None else value
        if field.kind is Kind.PLACE and isinstance(value, dict):
            answers.setdefault("village", str(value.get("name", "")).split(",")[0])
    return answers


def valid_until(standard: ServiceStandard, *, at: datetime) -> date | None:
    """The last day on which the document counts; None for one without an end."""
    return local_date(at) + timedelta(days=standard.validity_days) if standard.validity_days else None


def signing_membership(actor: Actor, case: Case, *, at: datetime) -> Membership:
    """The membership by which the actor signs for the case's unit, or for a unit above it."""
    codes = case.unit.path.split("/")
    memberships = (
        Membership.objects.on(local_date(at))
        .select_related("account", "organization")
        .filter(account_id__in=[actor.id] if actor.id else [], organization__code__in=codes, role__in=SIGNING_ROLES)
    )
    nearest = max(memberships, key=lambda held: codes.index(held.organization.code), default=None)
    if nearest is None:
        raise Forbidden(_("Only the head of the unit, or who signs for them, can do this."))
    return nearest
