"""Reports about the same: joined by those who met it too, merged and separated by the office, parted in two."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.cases.actions import conclude_case, lock_case, open_case, resume_work, start_clock, touch
from pendapa.cases.models import Status
from pendapa.cases.permissions import require_impartial
from pendapa.complaints.actions.locking import (
    lock_complaint,
    require_open,
    stage_before_asking,
    start_answer_clock,
)
from pendapa.complaints.actions.recording import record_about
from pendapa.complaints.actions.submission import NUMBER_PREFIX, VERIFY_CLOCK, nobody, titles_of
from pendapa.complaints.actions.telling import tell_receipt
from pendapa.complaints.intake.secrets import secret_of_submission
from pendapa.complaints.models import Complaint, Follower, Stage, Topic
from pendapa.complaints.permissions import COMPLAINT_JOIN, COMPLAINT_TRIAGE
from pendapa.complaints.queries import deadline_for, public_complaint
from pendapa.complaints.rules import LONGEST_TEXT, SHORTEST_TEXT, Kind, Step, is_withheld
from pendapa.complaints.verbs import SPLIT_OFF, ComplaintJoined, ComplaintMerged, ComplaintReceived, ComplaintSplit
from pendapa.journal.actors import SYSTEM, Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.encryption import blind_index
from pendapa.kernel.problems import Conflict, FieldError, Invalid
from pendapa.kernel.text import plain_text
from pendapa.people.permissions import require


@transaction.atomic
def join_complaint(
    actor: Actor, number: str, *, key: UUID, email: str = "", phone: str = "", at: datetime
) -> Complaint:
    """Follow a public report because one met the same, and be counted, once per account, contact or `key`.

    Nobody is told who follows: the record holds the count alone. Raises NotFound for a number that is not public.
    """
    require(actor, COMPLAINT_JOIN)
    complaint = lock_complaint(public_complaint(number).pk)
    account = actor.id if actor.kind == "person" else ""
    contact = email.strip().lower() or phone.strip()
    follower = Follower(
        complaint=complaint,
        account_id=account or None,
        contact_email="" if account else email.strip()[:254],
        contact_phone="" if account else phone.strip()[:40],
        contact_index="" if account else _index(contact or str(key)),
        language=actor.language,
        joined_at=at,
    )
    if not _keep(follower):
        return complaint
    _count_followers(complaint)
    happened = ComplaintJoined(followers=complaint.follower_count, followers_now=complaint.follower_count)
    record_about(nobody(actor), COMPLAINT_JOIN, happened, complaint, at=at)
    return complaint


@transaction.atomic
def merge_complaints(actor: Actor, case_id: UUID, into: UUID, *, at: datetime) -> Complaint:
    """Close a report as the same as another one; its person and its followers follow that one from now on, and so do
    the reports that were joined with it before.

    The person of the merged report reads the other's number. Raises Conflict for a report with itself, one that was
    joined already or one that is closed, where nothing happens any more, and Invalid where one of them is never public:
    followers would learn of what is hidden.
    """
    for locked in sorted({case_id, into}):
        lock_case(locked)
    complaint, target = lock_complaint(case_id), lock_complaint(into)
    for one in (complaint, target):
        require(actor, COMPLAINT_TRIAGE, one)
        require_impartial(actor, one.case)
    if complaint.joined_to_id == target.pk:
        return complaint
    if complaint.pk == target.pk or complaint.joined_to_id or target.joined_to_id:
        raise Conflict(_("One of these reports was joined already. Choose the one that stands for both."))
    require_open(complaint)
    if not target.case.is_open:
        raise Conflict(_("The other report is closed: nothing happens there any more. Open it again first."))
    if complaint.is_secret or target.is_secret or is_withheld(complaint.kind) or is_withheld(target.kind):
        message = _("A report that is hidden from the public is not joined with another.")
        raise Invalid(message, errors=[FieldError("into", message)])
    complaint.joined_to = target
    complaint.stage, complaint.respond_by = Stage.CLOSED, None
    complaint.save()
    complaint.joined.update(joined_to=target)
    _take_over_followers(complaint, target, at=at)
    conclude_case(complaint.case, Status.JOINED, at=at)
    touch(target.case)
    record_about(actor, COMPLAINT_TRIAGE, ComplaintMerged(into=target.case.number), complaint, at=at)
    joined = ComplaintJoined(followers=target.follower_count, followers_now=target.follower_count)
    record_about(actor, COMPLAINT_TRIAGE, joined, target, at=at)
    return complaint


@transaction.atomic
def separate_complaint(actor: Actor, case_id: UUID, *, at: datetime) -> Complaint:
    """Undo a merge: the report is worked on by itself again. Its followers stay with the other one as well."""
    complaint = lock_complaint(case_id)
    require(actor, COMPLAINT_TRIAGE, complaint)
    require_impartial(actor, complaint.case)
    if complaint.joined_to is None:
        raise Conflict(_("This report is not joined with another."))
    return _go_on_alone(actor, complaint, complaint.joined_to, at=at)


def part_from(complaint: Complaint, *, at: datetime) -> None:
    """Let the reports that were joined with a locked one be worked on by themselves again: it was withdrawn, or came to
    be one that nobody else may hear of, and stands for them no more. Asks for no permission."""
    for case_id in complaint.joined.order_by("pk").values_list("pk", flat=True):
        _go_on_alone(SYSTEM, lock_complaint(case_id), complaint, at=at)


def _go_on_alone(actor: Actor, complaint: Complaint, other: Complaint, *, at: datetime) -> Complaint:
    complaint.joined_to = None
    complaint.stage = stage_before_asking(complaint)
    complaint.save()
    resume_work(complaint.case, at=at)
    if complaint.stage == Stage.FORWARDED:
        start_answer_clock(complaint, at=at)
    else:
        _start_checking(complaint, f"{VERIFY_CLOCK}-{complaint.case.clocks.count() + 1}", at=at)
    record_about(actor, COMPLAINT_TRIAGE, ComplaintSplit(other=other.case.number), complaint, at=at)
    return complaint


@transaction.atomic
def split_complaint(
    actor: Actor, case_id: UUID, text: str, kind: str, topic: Topic | None, *, key: UUID, at: datetime
) -> Complaint:
    """Make a report of its own out of the part of one that is about something else, once per `key`.

    It belongs to the same person, who is told its number and secret. Raises Invalid for too few words.
    """
    complaint = lock_complaint(case_id)
    made = Complaint.objects.select_related("case__unit").filter(submission_key=key).first()
    if made is not None:
        return made
    case = complaint.case
    require(actor, COMPLAINT_TRIAGE, complaint)
    require_impartial(actor, case)
    words = plain_text(text).strip()
    if not SHORTEST_TEXT <= len(words) <= LONGEST_TEXT or kind not in Kind.values:
        message = _("Write the part that is about something else, in at least a few words.")
        raise Invalid(message, errors=[FieldError("text", message)])
    secret = secret_of_submission(key)
    part = open_case(
        actor,
        kind=case.kind,
        number_prefix=NUMBER_PREFIX,
        **titles_of(kind, topic, is_secret=complaint.is_secret),
        service=None,
        unit=case.unit,
        applicant=case.applicant_id,
        applicant_name=case.applicant_name,
        contact_email=case.contact_email,
        contact_phone=case.contact_phone,
        language=case.language,
        secret=secret,
        at=at,
    )
    own = Complaint.objects.create(
        case=part,
        kind=kind,
        topic=topic,
        text=words,
        split_from=complaint,
        submission_key=key,
        stage=Stage.VERIFIED,
        verified_at=at,
        **{field: getattr(complaint, field) for field in COPIED},
    )
    clock_due = _start_checking(own, VERIFY_CLOCK, at=at)
    tell_receipt(part, secret, clock_due, at=at)
    received = ComplaintReceived(kind=kind, unit=part.unit.code, source=SPLIT_OFF, until=clock_due)
    record_about(actor, COMPLAINT_TRIAGE, received, own, at=at)
    record_about(actor, COMPLAINT_TRIAGE, ComplaintSplit(other=part.number), complaint, at=at)
    return own


COPIED = (
    "region_code",
    "region_name",
    "place",
    "latitude",
    "longitude",
    "public_latitude",
    "public_longitude",
    "is_secret",
    "is_anonymous",
    "source",
)
"""What both parts of a report have in common."""


def _start_checking(complaint: Complaint, name: str, *, at: datetime) -> date:
    deadline = deadline_for(Step.VERIFY, complaint.kind, local_date(at))
    return start_clock(complaint.case, name, deadline.working_days, deadline.source, at=at).due_on


def _take_over_followers(complaint: Complaint, target: Complaint, *, at: datetime) -> None:
    case = complaint.case
    contact = case.contact_email.lower() or case.contact_phone
    person = Follower(
        complaint=target,
        account_id=case.applicant_id,
        contact_email="" if case.applicant_id else case.contact_email,
        contact_phone="" if case.applicant_id else case.contact_phone,
        contact_index="" if case.applicant_id else _index(contact or str(case.pk)),
        language=case.language,
        joined_at=at,
    )
    _keep(person)
    for follower in complaint.followers.all():
        follower.pk, follower.complaint = None, target
        _keep(follower)
    _count_followers(target)


def _keep(follower: Follower) -> bool:
    """Save a follower unless the same follows already; False then."""
    same = Follower.objects.filter(complaint=follower.complaint)
    same = (
        same.filter(account_id=follower.account_id)
        if follower.account_id
        else same.filter(contact_index=follower.contact_index)
    )
    if same.exists():
        return False
    follower.save(force_insert=True)
    return True


def _count_followers(complaint: Complaint) -> None:
    complaint.follower_count = complaint.followers.count()
    complaint.save(update_fields=["follower_count"])


def _index(contact: str) -> str:
    return blind_index(contact, context="complaints.follower")
