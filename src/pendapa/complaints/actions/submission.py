"""Sending: words become a complaint with its number and its clock, once however often they are sent."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from pendapa.cases.actions import attach_files, open_case, open_once, start_clock
from pendapa.cases.models import Case, CaseFile, Clock
from pendapa.complaints.actions.recording import record_about
from pendapa.complaints.actions.telling import tell_receipt
from pendapa.complaints.intake.secrets import secret_of_submission
from pendapa.complaints.models import Complaint, Source, Topic
from pendapa.complaints.permissions import COMPLAINT_SUBMIT
from pendapa.complaints.queries import deadline_for, intake_unit
from pendapa.complaints.rules import (
    LONGEST_TEXT,
    MOST_PHOTOS,
    SHORTEST_TEXT,
    SIGNS_OF_PLACE,
    Kind,
    Step,
    is_place,
    rounded_place,
)
from pendapa.complaints.verbs import ComplaintReceived
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import FieldError, Invalid
from pendapa.kernel.text import plain_text
from pendapa.people.models import Organization
from pendapa.people.permissions import require
from pendapa.regions.queries import full_name_of

NUMBER_PREFIX = "LPR"
VERIFY_CLOCK = "verify"


@dataclass(frozen=True, slots=True)
class ComplaintIn:
    """What a person hands in. Only `text` is needed; `kind`, `topic` (slug) and `unit` (code) are wishes, not orders.

    `files` are stored files that nothing owns yet. An anonymous person's name is not kept and no account is known;
    `email` and `phone` serve for notices only. `latitude` and `longitude` are exact, in degrees.
    """

    text: str
    kind: str = ""
    topic: str = ""
    unit: str = ""
    region_code: str = ""
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    files: tuple[UUID, ...] = ()
    name: str = ""
    email: str = ""
    phone: str = ""
    is_anonymous: bool = False
    is_secret: bool = False
    source: str = Source.WEB


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the person takes away: the case, the secret that opens it without an account, and the first deadline."""

    case: Case
    complaint: Complaint
    secret: str
    clock: Clock
    is_new: bool


def submit_complaint(actor: Actor, given: ComplaintIn, *, key: UUID, at: datetime) -> Receipt:
    """Open a complaint in one transaction, once per `key`; sent again, it gives the same receipt.

    Raises Invalid with one error per field that must change, NotFound while no public body is set up.
    """
    require(actor, COMPLAINT_SUBMIT)
    given = checked(given)
    person = nobody(actor) if given.is_anonymous else actor
    return open_once(lambda: _open_complaint(person, given, key, at=at), lambda: receipt_of(key))


def nobody(actor: Actor) -> Actor:
    """The same channel and language, and nobody in particular: what an anonymous person leaves in the record."""
    return Actor(kind="anonymous", channel=actor.channel, language=actor.language)


def receipt_of(key: UUID) -> Receipt | None:
    """The receipt of what was sent under this key; None when nothing was."""
    complaint = Complaint.objects.select_related("case__unit", "topic").filter(submission_key=key).first()
    if complaint is None:
        return None
    clock = complaint.case.clocks.order_by("id").first()
    if clock is None:
        return None
    return Receipt(complaint.case, complaint, secret_of_submission(key), clock, is_new=False)


def checked(given: ComplaintIn) -> ComplaintIn:
    """What was handed in, tidied; raises Invalid with an error for each field that must change.

    What only helps is dropped when it makes no sense: a topic that is not there, half a place.
    """
    text = plain_text(given.text).replace("\r\n", "\n").strip()
    errors = []
    if len(text) < SHORTEST_TEXT:
        errors.append(FieldError("text", _("Write what happened, in at least a few words.")))
    if len(text) > LONGEST_TEXT:
        words = _("Shorten this to {most} characters; it has {count}.")
        errors.append(FieldError("text", words.format(most=LONGEST_TEXT, count=len(text))))
    if given.kind and given.kind not in Kind.values:
        errors.append(FieldError("kind", _("Choose one of the kinds offered.")))
    if given.source not in Source.values:
        errors.append(FieldError("source", _("Name one of the sources that we know.")))
    if len(set(given.files)) > MOST_PHOTOS:
        errors.append(FieldError("photos", _("Add at most {most} photos.").format(most=MOST_PHOTOS)))
    if errors:
        raise Invalid(_("Something must be corrected before the report can be sent."), errors=errors)
    has_place = is_place(given.latitude, given.longitude)
    return replace(
        given,
        text=text,
        place=plain_text(given.place).strip()[:SIGNS_OF_PLACE],
        latitude=given.latitude if has_place else None,
        longitude=given.longitude if has_place else None,
        region_code=given.region_code if full_name_of(given.region_code) else "",
        files=tuple(dict.fromkeys(given.files)),
        name="" if given.is_anonymous else plain_text(given.name).strip()[:200],
        email=given.email.strip()[:254],
        phone=given.phone.strip()[:40],
    )


def _open_complaint(person: Actor, given: ComplaintIn, key: UUID, *, at: datetime) -> Receipt:
    unit = intake_unit()
    kind = Kind(given.kind or Kind.COMPLAINT)
    topic = Topic.objects.filter(slug=given.topic, is_active=True).first() if given.topic else None
    wished = Organization.objects.filter(code=given.unit).first() if given.unit else None
    secret = secret_of_submission(key)
    case = open_case(
        person,
        kind="complaint",
        number_prefix=NUMBER_PREFIX,
        **titles_of(kind, topic, is_secret=given.is_secret),
        service=None,
        unit=unit,
        applicant=person.id or None if person.kind == "person" else None,
        applicant_name=given.name or person.name,
        contact_email=given.email,
        contact_phone=given.phone,
        language=person.language,
        secret=secret,
        at=at,
    )
    latitude, longitude = (None, None) if given.is_secret else rounded_place(given.latitude, given.longitude)
    complaint = Complaint.objects.create(
        case=case,
        kind=kind,
        topic=topic,
        text=given.text,
        region_code=given.region_code,
        region_name=full_name_of(given.region_code),
        place=given.place,
        latitude=given.latitude,
        longitude=given.longitude,
        public_latitude=latitude,
        public_longitude=longitude,
        is_secret=given.is_secret,
        is_anonymous=given.is_anonymous,
        submission_key=key,
        source=given.source,
        suggested_unit=wished or (topic.unit if topic else None),
    )
    if given.files:
        attach_files(case, [(file, _("Photo"), "photos") for file in given.files], CaseFile.Origin.FORM, at=at)
    deadline = deadline_for(Step.VERIFY, kind, local_date(at))
    clock = start_clock(case, VERIFY_CLOCK, deadline.working_days, deadline.source, at=at)
    receipt = Receipt(case, complaint, secret, clock, is_new=True)
    tell_receipt(receipt.case, secret, clock.due_on, at=at)
    happened = ComplaintReceived(kind=kind, unit=unit.code, source=given.source, until=clock.due_on)
    record_about(person, COMPLAINT_SUBMIT, happened, complaint, at=at)
    return receipt


def titles_of(kind: str, topic: Topic | None, *, is_secret: bool) -> dict[str, str]:
    """What the case is called in both languages: its kind and its topic. A secret one tells its kind alone, for the
    title goes into e-mails."""
    titles = {}
    for language, field in (("id", "title"), ("en", "title_en")):
        with override(language):
            label = str(Kind(kind).label)
            about = topic.local_name if topic is not None and not is_secret else ""
            titles[field] = (f"{label}: {about}" if about else label)[:200]
    return titles
