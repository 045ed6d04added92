"""Applications for machines: send one with an idempotency key, read where one stands with its secret."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Header, Router, Schema, Status

from pendapa.applications.actions import submit_application
from pendapa.applications.actions.submission import STANDARD_CLOCK
from pendapa.cases.models import Case
from pendapa.cases.queries import case_opened_with
from pendapa.catalogue.queries import standard_for_application
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import NotFound

router = Router()


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
    due_on: date
    closed_at: datetime | None


@router.post("", response={200: ApplicationOut, 201: ApplicationOut}, summary="Send an application")
def send_application(
    request: HttpRequest,
    body: ApplicationIn,
    idempotency_key: UUID = Header(..., alias="Idempotency-Key"),  # noqa: B008 - how ninja declares a header
) -> Status[dict[str, Any]]:
    """Send a whole application. The same `Idempotency-Key` gives the same receipt (200 instead of 201)."""
    standard = standard_for_application(body.service)
    if standard is None:
        raise NotFound(_("There is no service of this name that can be applied for online."))
    actor = Actor(kind="anonymous", channel="api", language=body.language)
    receipt = submit_application(actor, standard, body.answers, idempotency_key, at=timezone.now())
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


@router.get("/{number}", response=ApplicationState, summary="Read where an application stands")
def read_application(
    request: HttpRequest,
    number: str,
    secret: str = Header(..., alias="X-Case-Secret"),  # noqa: B008 - how ninja declares a header
) -> dict[str, Any]:
    """Needs the number and the secret of the receipt."""
    case = case_opened_with(number, secret)
    if case is None or case.kind != "application":
        raise NotFound(_("Number and secret do not belong together."))
    return _state_of(case)


def _state_of(case: Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "service": case.service.slug if case.service else "",
        "status": case.status,
        "received_at": case.received_at,
        "due_on": case.clocks.get(name=STANDARD_CLOCK).due_on,
        "closed_at": case.closed_at,
    }
