"""Applications for machines: send one with an idempotency key, read where one stands with its secret."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID, uuid5

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja import Field, File, Form, Header, Query, Router, Schema, Status
from ninja.files import UploadedFile

from pendapa.applications.actions import submit_application
from pendapa.applications.actions.drafts import describe_file
from pendapa.applications.permissions import APPLICATION_SUBMIT
from pendapa.applications.queries import form_of
from pendapa.applications.uploads import take_in
from pendapa.cases.actions import count_handing_in, open_with_secret
from pendapa.cases.models import Case
from pendapa.catalogue.models import ServiceStandard
from pendapa.catalogue.queries import standard_for_application
from pendapa.forms.public_schema import public_schema
from pendapa.forms.structure import Kind
from pendapa.journal.actors import Actor
from pendapa.kernel.encryption import blind_index
from pendapa.kernel.problems import FieldError, Invalid, NotFound
from pendapa.people.permissions import require
from pendapa.people.visitors import address_of

router = Router()
FILES_OF_AN_APPLICATION = 4
"""For each application that an address may send in an hour it may hand in as many files."""
API_KEYS = UUID("6f1c9a52-3a0d-5c0e-9a57-0d6d1f0f5b11")
"""Keys of machines live in a space of their own: a draft's id, which stands in addresses, opens no receipt here.

Nor can what they become be worked out from them: a draft of the website bears an id that its visitor chooses."""


class ApplicationIn(Schema):
    """Which service, and the answers by the field names of its form's JSON Schema."""

    service: str = Field(max_length=60, examples=["sku"])
    answers: dict[str, Any]
    language: str = Field("id", pattern="^(id|en)$")


class ApplicationOut(Schema):
    """The receipt: keep the secret, it opens the case without an account."""

    number: str
    secret: str
    status: str
    due_on: date
    received_at: datetime
    track_url: str


class ApplicationState(Schema):
    """Where an application stands."""

    number: str
    service: str
    status: str
    received_at: datetime
    due_on: date | None
    closed_at: datetime | None


class FileOut(Schema):
    """A file as an answer names it: `size` in bytes, `type` the media type found in it."""

    id: UUID
    name: str
    size: int
    type: str


@router.post("/files", response={201: FileOut}, summary="Hand in a file for an application")
def send_file(
    request: HttpRequest,
    service: Form[str],
    field: Form[str],
    file: File[UploadedFile],
) -> Status[dict[str, Any]]:
    """Keep one file by the rules of the form's `field`, for an application sent within seven days.

    Put the answer as it is into the list of files under the field's name. Pictures are made anew without their
    hidden data, so that size and type may differ from what was sent.
    """
    _count_handing_in(request, "file", settings.PENDAPA_API_HOURLY * FILES_OF_AN_APPLICATION)
    standard = _standard_of(service)
    require(Actor(kind="anonymous", channel="api"), APPLICATION_SUBMIT)
    definition = form_of(standard)
    asked = definition.fields.get(field)
    if asked is None or asked.kind is not Kind.FILES:
        message = _("The form of this service asks for no files under this name.")
        raise Invalid(message, errors=[FieldError("field", message)])
    kept, errors = take_in(definition, {field: [file]}, {})
    if errors:
        raise Invalid(_("This file cannot be taken."), errors=errors)
    return Status(201, describe_file(kept[field][0]))


@router.post("", response={200: ApplicationOut, 201: ApplicationOut}, summary="Send an application")
def send_application(
    request: HttpRequest,
    body: ApplicationIn,
    idempotency_key: Annotated[UUID, Header(alias="Idempotency-Key")],
) -> Status[dict[str, Any]]:
    """Send a whole application. The same `Idempotency-Key` gives the same receipt (200 instead of 201)."""
    _count_handing_in(request, "application", settings.PENDAPA_API_HOURLY)
    standard = _standard_of(body.service)
    actor = Actor(kind="anonymous", channel="api", language=body.language)
    key = _key_of(idempotency_key)
    receipt = submit_application(actor, standard, body.answers, key, at=timezone.now())
    case = receipt.case
    answer = {
        "number": case.number,
        "secret": receipt.secret,
        "status": case.status,
        "due_on": receipt.clock.due_on,
        "received_at": case.received_at,
        "track_url": settings.PENDAPA_PUBLIC_URL + reverse("cases:track", args=[case.number]),
    }
    return Status(201 if receipt.is_new else 200, answer)


@router.get("/forms/{service}", summary="Read the form of a service as JSON Schema")
def read_form(
    request: HttpRequest,
    service: str,
    language: Annotated[str, Query(pattern="^(id|en)$", description="Language of the texts: id or en.")] = "id",
) -> dict[str, Any]:
    """The complete JSON Schema (2020-12) of the `answers` of an application, with labels and help."""
    standard = _standard_of(service)
    with override(language):
        return public_schema(form_of(standard))


@router.get("/{number}", response=ApplicationState, summary="Read where an application stands")
def read_application(
    request: HttpRequest,
    number: str,
    secret: Annotated[str, Header(alias="X-Case-Secret")],
) -> dict[str, Any]:
    """Needs the number and the secret of the receipt; wrong pairs are counted, by address and by number."""
    case = open_with_secret(address_of(request), number, secret, at=timezone.now())
    if case is None or case.kind != "application":
        raise NotFound(_("Number and secret do not belong together."))
    return _state_of(case)


def _count_handing_in(request: HttpRequest, what: str, most: int) -> None:
    if settings.PENDAPA_API_HOURLY:
        count_handing_in(what, address_of(request), most, at=timezone.now())


def _standard_of(service: str) -> ServiceStandard:
    standard = standard_for_application(service)
    if standard is None:
        raise NotFound(_("There is no service of this name that can be applied for online."))
    return standard


def _state_of(case: Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "service": case.service.slug if case.service else "",
        "status": case.status,
        "received_at": case.received_at,
        "due_on": case.main_clock.due_on if case.main_clock else None,
        "closed_at": case.closed_at,
    }


def _key_of(idempotency_key: UUID) -> UUID:
    return uuid5(API_KEYS, blind_index(str(idempotency_key), context="applications.idempotency_key"))
