"""Reports for machines: hand one in with an idempotency key, read what is public, read one's own with its secret."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import Prefetch, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, File, Header, Query, Router, Schema, Status
from ninja.files import UploadedFile

from pendapa.cases.actions import count_handing_in, open_with_secret
from pendapa.complaints.actions import ComplaintIn, submit_complaint
from pendapa.complaints.intake.photos import RULES
from pendapa.complaints.models import Answer, Complaint
from pendapa.complaints.permissions import COMPLAINT_SUBMIT
from pendapa.complaints.public.queries import public_words
from pendapa.complaints.queries import CASE_KIND, complaint_of, public_complaint, public_complaints
from pendapa.complaints.rules import LONGEST_TEXT, MOST_PHOTOS, SHORTEST_TEXT, SIGNS_OF_PLACE
from pendapa.files.models import StoredFile
from pendapa.files.taking_in import store_upload
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.encryption import blind_index
from pendapa.kernel.pagination import keyset_page
from pendapa.kernel.problems import FieldError, Invalid, NotFound
from pendapa.people.permissions import require
from pendapa.people.visitors import address_of

router = Router()
API_KEYS = UUID("0b7f3c1e-5a0e-5d53-9b1e-2d5b6c1a7e40")
"""Keys of machines live in a space of their own: a draft's id, which stands in addresses, opens no receipt here.

Nor can what they become be worked out from them: a draft of the website bears an id that its visitor chooses."""
PHOTOS_OF_A_REPORT = 6
MOST_OF_A_PAGE = 100


class NewComplaint(Schema):
    """A report. Only `text` is needed; `kind`, `topic` and `unit` are wishes. Nobody is named in an anonymous one."""

    text: str = Field(min_length=SHORTEST_TEXT, max_length=LONGEST_TEXT)
    kind: str = Field("", pattern="^(complaint|supervision|information|suggestion)?$")
    topic: str = Field("", max_length=80, description="The slug of a topic.")
    unit: str = Field("", max_length=40, description="The code of the organisation that should answer.")
    region_code: str = Field("", max_length=13, examples=["35.78.01.1001"])
    place: str = Field("", max_length=SIGNS_OF_PLACE, description="How to find it, in words.")
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)
    photos: list[UUID] = Field(default_factory=list, max_length=MOST_PHOTOS)
    name: str = Field("", max_length=200)
    email: str = Field("", max_length=254, pattern=r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$")
    phone: str = Field("", max_length=25, pattern=r"^[+0-9 ().\-]*$")
    is_anonymous: bool = False
    is_secret: bool = False
    language: str = Field("id", pattern="^(id|en)$")


class ComplaintReceipt(Schema):
    """Keep the secret: it opens the report without an account."""

    number: str
    secret: str
    status: str
    due_on: date
    received_at: datetime
    track_url: str


class PublicAnswer(Schema):
    """What a unit answered for everyone to read, and on which day."""

    unit: str
    on: date
    text: str


class PublicComplaint(Schema):
    """What the public may know of a report: what, roughly where, how it stands, the answers; never who.

    When is told in days of the body's zone: a moment may tell a neighbour or an official who it was.
    """

    number: str
    kind: str
    topic: str
    text: str
    unit: str
    region_code: str
    region_name: str
    latitude: float | None
    longitude: float | None
    status: str
    stage: str
    received_on: date
    answered_on: date | None
    closed_on: date | None
    followers: int
    answers: list[PublicAnswer]


class ComplaintPage(Schema):
    """One page of public reports; `next` is the cursor of the following one, empty on the last."""

    complaints: list[PublicComplaint]
    next: str


class OwnComplaint(Schema):
    """Where one's own report stands."""

    number: str
    kind: str
    status: str
    stage: str
    unit: str
    received_at: datetime
    due_on: date | None
    respond_by: date | None
    closed_at: datetime | None
    joined_to: str


class PhotoOut(Schema):
    """A photo to be named in `photos` of a report within seven days; `size` in bytes."""

    id: UUID
    size: int
    type: str


@router.post("/photos", response={201: PhotoOut}, summary="Hand in a photo for a report")
def send_photo(request: HttpRequest, file: File[UploadedFile]) -> Status[dict[str, Any]]:
    """Keep one photo, made anew without its hidden data (place, device)."""
    _count_handing_in(request, "complaint-api-photo", settings.PENDAPA_API_HOURLY * PHOTOS_OF_A_REPORT)
    require(Actor(kind="anonymous", channel="api"), COMPLAINT_SUBMIT)
    stored = store_upload(file, RULES)
    return Status(201, {"id": stored.pk, "size": stored.size, "type": stored.media_type})


@router.post("", response={200: ComplaintReceipt, 201: ComplaintReceipt}, summary="Hand in a report")
def send_complaint(
    request: HttpRequest,
    body: NewComplaint,
    idempotency_key: Annotated[UUID, Header(alias="Idempotency-Key")],
) -> Status[dict[str, Any]]:
    """Hand in a complaint, a question or a suggestion. The same `Idempotency-Key` gives the same receipt (200)."""
    _count_handing_in(request, "complaint-api", settings.PENDAPA_API_HOURLY)
    given = body.dict()
    actor = Actor(kind="anonymous", channel="api", language=given.pop("language"))
    files = _free_photos(given.pop("photos"), key := _key_of(idempotency_key))
    receipt = submit_complaint(actor, ComplaintIn(**given, files=files), key=key, at=timezone.now())
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


@router.get("", response=ComplaintPage, summary="Read public reports")
def read_complaints(
    request: HttpRequest,
    topic: Annotated[str, Query(max_length=80)] = "",
    unit: Annotated[str, Query(max_length=40)] = "",
    region: Annotated[str, Query(max_length=13, description="A region code; all places within it.")] = "",
    cursor: Annotated[str, Query(max_length=300)] = "",
    size: Annotated[int, Query(ge=1, le=MOST_OF_A_PAGE)] = 20,
) -> dict[str, Any]:
    """Published reports, the newest published first. Secret ones and reports of misconduct are never among them."""
    found = _with_answers(public_complaints()).filter(published_at__isnull=False)
    if topic:
        found = found.filter(topic__slug=topic)
    if unit:
        found = found.filter(case__unit__code=unit)
    if region:
        found = found.filter(Q(region_code=region) | Q(region_code__startswith=f"{region}."))
    page = keyset_page(found, order=("-published_at", "case"), cursor=cursor, size=size)
    return {"complaints": [_public(one) for one in page.rows], "next": page.next_cursor}


@router.get("/{number}", response=PublicComplaint | OwnComplaint, summary="Read one report")
def read_complaint(
    request: HttpRequest,
    number: str,
    secret: Annotated[str, Header(alias="X-Case-Secret")] = "",
) -> dict[str, Any]:
    """A public report by its number; one's own with the secret of the receipt (wrong pairs are counted)."""
    if not secret:
        found = _with_answers(public_complaints()).filter(pk=public_complaint(number).pk).get()
        return _public(found)
    case = open_with_secret(address_of(request), number, secret, at=timezone.now())
    if case is None or case.kind != CASE_KIND:
        raise NotFound(_("Number and secret do not belong together."))
    return _own(complaint_of(case))


def _with_answers(complaints: Any) -> Any:
    told = Answer.objects.filter(is_public=True).select_related("message__case", "unit").order_by("at", "pk")
    return complaints.prefetch_related(Prefetch("answers", queryset=told, to_attr="public_answers"))


def _public(complaint: Any) -> dict[str, Any]:
    return {
        "number": complaint.case.number,
        "kind": complaint.kind,
        "topic": complaint.topic.slug if complaint.topic else "",
        "text": complaint.public_text,
        "unit": complaint.case.unit.code,
        "region_code": complaint.region_code,
        "region_name": complaint.region_name,
        "latitude": complaint.public_latitude,
        "longitude": complaint.public_longitude,
        "status": complaint.case.status,
        "stage": complaint.stage,
        "received_on": local_date(complaint.case.received_at),
        "answered_on": _day_of(complaint.first_answered_at),
        "closed_on": _day_of(complaint.case.closed_at),
        "followers": complaint.follower_count,
        "answers": [
            {"unit": answer.unit.code, "on": local_date(answer.at), "text": public_words(answer)}
            for answer in complaint.public_answers
        ],
    }


def _day_of(at: datetime | None) -> date | None:
    return local_date(at) if at is not None else None


def _own(complaint: Complaint) -> dict[str, Any]:
    case = complaint.case
    clock = case.main_clock if case.is_open else None
    return {
        "number": case.number,
        "kind": complaint.kind,
        "status": case.status,
        "stage": complaint.stage,
        "unit": case.unit.code,
        "received_at": case.received_at,
        "due_on": clock.due_on if clock and clock.stopped_on is None else None,
        "respond_by": complaint.respond_by,
        "closed_at": case.closed_at,
        "joined_to": complaint.joined_to.case.number if complaint.joined_to else "",
    }


def _free_photos(ids: list[UUID], key: UUID) -> tuple[UUID, ...]:
    """The photos named, all of which must be there and belong to nothing yet, unless this was sent already."""
    free = set(StoredFile.objects.filter(pk__in=ids, attached_at__isnull=True).values_list("pk", flat=True))
    if set(ids) - free and not Complaint.objects.filter(submission_key=key).exists():
        message = _("One of the photos is not here any more. Please send it again.")
        raise Invalid(message, errors=[FieldError("photos", message)])
    return tuple(ids)


def _count_handing_in(request: HttpRequest, what: str, most: int) -> None:
    if settings.PENDAPA_API_HOURLY:
        count_handing_in(what, address_of(request), most, at=timezone.now())


def _key_of(idempotency_key: UUID) -> UUID:
    return uuid5(API_KEYS, blind_index(str(idempotency_key), context="complaints.idempotency_key"))
