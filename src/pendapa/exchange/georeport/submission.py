"""A POST of GeoReport v2 becomes a complaint, once however often it is sent."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator, validate_email
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from pendapa.complaints.actions import ComplaintIn, submit_complaint
from pendapa.complaints.models import Source, Topic
from pendapa.complaints.rules import MOST_PHOTOS
from pendapa.exchange.georeport import parameters
from pendapa.exchange.georeport.answers import Answers, read_answers
from pendapa.exchange.georeport.refusals import Refusal
from pendapa.exchange.georeport.topics import name_of, notice_of, profile_of, topic_of_code
from pendapa.exchange.hops import hops_of, refuse_circle
from pendapa.exchange.models import ApiKey, ServiceRequest
from pendapa.files.rules import UploadRules
from pendapa.files.taking_in import store_upload
from pendapa.journal.actors import Actor
from pendapa.kernel.encryption import blind_index
from pendapa.kernel.problems import Invalid
from pendapa.notices.rules import normal_phone

SPACE = UUID("3f0b5e5b-6d26-5d8f-8f43-0a4f1b3a9c11")
"""Keys of Open311 clients live in a space of their own."""
SAME_AGAIN = timedelta(minutes=10)
LONGEST_DESCRIPTION = 4000
LONGEST = {"address_string": 300, "address_id": 60, "email": 254, "device_id": 200, "account_id": 120}
LONGEST |= {"first_name": 100, "last_name": 100, "phone": 40, "media_url": 500}
PHOTO = UploadRules(kinds=frozenset({"image"}), max_bytes=5_000_000, max_count=MOST_PHOTOS)


@dataclass(frozen=True, slots=True)
class Handed:
    """What a client handed in, checked."""

    topic: Topic | None
    report: ComplaintIn
    answers: Answers
    hops: list[str]
    account_id: str
    device_id: str
    retry_key: str


def read_submission(request: HttpRequest) -> Handed:
    """Check every parameter; raises Refusal naming all that is missing or wrong."""
    given = request.POST
    code = given.get("service_code", "").strip()
    if not code:
        raise Refusal(400, _("service_code was not provided."))
    topic = topic_of_code(code)
    _refuse_long(given)
    hops = hops_of(given)
    refuse_circle(hops)
    answers = read_answers(topic, given)
    description, lines = given.get("description", "").strip(), list(answers.lines)
    if given.get("media_url", "").strip():
        lines.append(f"{_('Photo')}: {_address_of_photo(given)}")
    return Handed(
        topic=topic,
        report=_report(given, topic, "\n".join([_sentence(description, topic), *lines])),
        answers=answers,
        hops=hops,
        account_id=given.get("account_id", "").strip(),
        device_id=given.get("device_id", "").strip(),
        retry_key=request.headers.get("Idempotency-Key", "").strip()[:200],
    )


def hand_in(
    handed: Handed, key: ApiKey, photos: list["UploadedFile[Any]"], *, language: str, at: datetime
) -> ServiceRequest:
    """Keep it as a complaint; what was sent before under the same key is that complaint again.

    The same is the same `Idempotency-Key` header, or the same device and words within ten minutes.
    """
    digest = ""
    if not handed.retry_key and handed.device_id:
        said = (str(key.pk), handed.device_id, handed.report.topic, handed.report.text)
        digest = blind_index("\x1f".join(said), context="exchange.sent_again")
        sent = ServiceRequest.objects.filter(digest=digest, received_at__gt=at - SAME_AGAIN).first()
        if sent is not None:
            return _with_case(sent.pk)
    else:
        sent = ServiceRequest.objects.filter(complaint__submission_key=_key_of(handed, key, digest, at)).first()
        if sent is not None:
            return _with_case(sent.pk)
    files = tuple(_photo(photo).pk for photo in photos[:MOST_PHOTOS])
    return _keep(handed, key, files, digest, _key_of(handed, key, digest, at), language, at)


@transaction.atomic
def _keep(
    handed: Handed, key: ApiKey, files: tuple[UUID, ...], digest: str, once: UUID, language: str, at: datetime
) -> ServiceRequest:
    actor = Actor(kind="anonymous", channel="api", language=language)
    receipt = submit_complaint(actor, replace(handed.report, files=files), key=once, at=at)
    kept, _is_new = ServiceRequest.objects.get_or_create(
        complaint=receipt.complaint,
        defaults={
            "api_key": key,
            "token": uuid4(),
            "digest": digest,
            "answers": handed.answers.by_code,
            "account_id": handed.account_id,
            "hops": handed.hops,
            "received_at": at,
        },
    )
    return _with_case(kept.pk)


def _with_case(pk: UUID) -> ServiceRequest:
    return ServiceRequest.objects.select_related("complaint__case", "complaint__topic__open311").get(pk=pk)


def _key_of(handed: Handed, key: ApiKey, digest: str, at: datetime) -> UUID:
    """The key under which it is kept: two of the same that come at once meet under one. It cannot be worked out from
    what the client shows, for a draft of the website is kept under an id that its visitor names."""
    if handed.retry_key:
        return uuid5(SPACE, blind_index(f"{key.pk}:{handed.retry_key}", context="exchange.retry_key"))
    if digest:
        return uuid5(SPACE, f"{digest}:{int(at.timestamp() // SAME_AGAIN.total_seconds())}")
    return uuid4()


def _sentence(description: str, topic: Topic | None) -> str:
    """What happened; of few words or none, the name of the service says what it is about."""
    if len(description) > LONGEST_DESCRIPTION:
        raise Refusal(400, _("description may have at most {most} characters.").format(most=LONGEST_DESCRIPTION))
    if len(description) >= 10:
        return description
    return f"{_('Report about {topic}').format(topic=name_of(topic))}: {description}".rstrip(": ")


def _report(given: QueryDict, topic: Topic | None, text: str) -> ComplaintIn:
    latitude, longitude = parameters.place(given)
    address, address_id = given.get("address_string", "").strip(), given.get("address_id", "").strip()
    if latitude is None and not address and not address_id:
        raise Refusal(400, _("A place was not provided: lat and long, address_string or address_id."))
    email, phone = given.get("email", "").strip(), given.get("phone", "").strip()
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise Refusal(400, _("email is not an e-mail address.")) from None
    return ComplaintIn(
        text=text,
        topic=topic.slug if topic else "",
        region_code=address_id,
        place=address or address_id,
        latitude=latitude,
        longitude=longitude,
        name=" ".join(filter(None, (given.get(name, "").strip() for name in ("first_name", "last_name")))),
        email=email,
        phone=normal_phone(phone) or phone,
        source=Source.OPEN311,
    )


def _refuse_long(given: QueryDict) -> None:
    too_long = [name for name, most in LONGEST.items() if len(given.get(name, "")) > most]
    if too_long:
        words = _("{name} may have at most {most} characters.")
        raise Refusal(400, *(words.format(name=name, most=LONGEST[name]) for name in too_long))


def _address_of_photo(given: QueryDict) -> str:
    """Where the client says that a photo lies; it is shown to whoever works on it, never fetched by us."""
    address = given.get("media_url", "").strip()
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        raise Refusal(400, _("media_url is not an address on the web.")) from None
    return address


def _photo(photo: "UploadedFile[Any]") -> Any:
    try:
        return store_upload(photo, PHOTO)
    except Invalid as refused:
        raise Refusal(400, f"media: {refused}") from refused


def receipt_row(kept: ServiceRequest) -> dict[str, Any]:
    """What the client takes away: the number at once, or a token where the topic wants it so."""
    profile = profile_of(kept.complaint.topic)
    is_batch = profile.delivery == "batch"
    return {
        **({"token": str(kept.token)} if is_batch else {"service_request_id": kept.complaint.case.number}),
        "service_notice": notice_of(profile),
        "account_id": kept.account_id or None,
    }
