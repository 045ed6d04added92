"""A complaint that is with another body goes to that body's own system, once.

What is sent is what the public may read: the endpoint over there may show it to everyone. Names, addresses of people
and exact places never leave. Secret reports, and kinds that are withheld, never do at all.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from pendapa.cases.actions import lock_case
from pendapa.cases.models import Status
from pendapa.complaints.models import Complaint, Publication
from pendapa.complaints.moderating.queries import known_words
from pendapa.complaints.moderating.rules import redacted
from pendapa.complaints.queries import public_complaints
from pendapa.complaints.rules import is_withheld
from pendapa.exchange.georeport.reading import address_of_photo, with_answers
from pendapa.exchange.georeport.submission import LONGEST_DESCRIPTION
from pendapa.exchange.hops import PARAMETER, came_from, own_hop
from pendapa.exchange.models import Open311Peer, PeerRequest, ServiceRequest
from pendapa.exchange.peers.client import post_request, text_of
from pendapa.exchange.verbs import RequestSent
from pendapa.journal.actions import record
from pendapa.journal.actors import Actor, Grant
from pendapa.journal.models import Entry
from pendapa.kernel.text import plain_text
from pendapa.notices.rules import next_try_after
from pendapa.notices.transports.failing import CannotSend
from pendapa.people.roles import Role
from pendapa.ui.body import body_name

log = structlog.get_logger(__name__)

LOCK_SPACE = 0x6F33313100 << 20
"""Above all other advisory locks of the program but those of messages; a request's number is added."""
AT_ONCE = 50
VOICE = "open311"
"""Who acts, in the journal, where another body's system did."""
REOPENED = "complaint.reopened"


def note_for_peer(entry: Entry) -> PeerRequest | None:
    """What the subscriber does: note that a complaint is to be sent, that it is published now and no longer waits, or
    that it goes once more.

    None for what is not to be sent. Done again, it changes nothing.
    """
    complaint = Complaint.objects.select_related("case__unit", "outside_body").filter(pk=UUID(entry.subject_id)).first()
    if complaint is None:
        return None
    holder = complaint.outside_body_id or complaint.case.unit_id
    peer = Open311Peer.objects.filter(organization_id=holder).first()
    if peer is None or not may_be_sent(complaint, peer):
        return None
    at = timezone.now()
    noted, _is_new = PeerRequest.objects.select_for_update(no_key=True).get_or_create(
        complaint=complaint, peer=peer, defaults={"key": uuid4(), "created_at": at}
    )
    if is_to_go_again(entry, noted):
        noted.key, noted.sent_at, noted.attempts, noted.remote_status = uuid4(), None, 0, ""
        noted.save(update_fields=["key", "sent_at", "attempts", "remote_status"])
    waits = noted.sent_at is None and noted.next_try is None and noted.attempts == 0
    if waits and words_for(complaint, peer):
        noted.next_try = at
        noted.save(update_fields=["next_try"])
    return noted


def is_to_go_again(entry: Entry, noted: PeerRequest) -> bool:
    """Whether a report was opened again here since it was sent, by its person or the office: GeoReport knows no way to
    open theirs again, so it goes there as another one that names the first. What they opened themselves they know."""
    is_theirs = entry.actor_kind == "system" and entry.actor_id == VOICE
    return entry.verb == REOPENED and not is_theirs and noted.sent_at is not None and noted.sent_at < entry.at


def may_be_sent(complaint: Complaint, peer: Open311Peer) -> bool:
    """Whether a complaint may go to this peer at all: never a secret or withheld one, never back where it came from."""
    if not peer.sends or complaint.is_secret or is_withheld(complaint.kind):
        return False
    if complaint.publication == Publication.WITHHELD or complaint.case.status == Status.WITHDRAWN:
        return False
    return not came_from(peer, ServiceRequest.objects.filter(pk=complaint.pk).first())


def words_for(complaint: Complaint, peer: Open311Peer) -> str:
    """What the peer is told; empty while it must wait for its publication."""
    if complaint.publication == Publication.PUBLISHED:
        return complaint.public_text
    return redacted(complaint.text, known_words(complaint.case)) if peer.sends_unpublished else ""


def send_due_requests(at: datetime) -> int:
    """Send what is due, each by one process at a time; returns how many were tried.

    No transaction is open while the other side is talked to.
    """
    due = PeerRequest.objects.filter(next_try__lte=at).order_by("next_try", "pk").values_list("pk", flat=True)
    tried = 0
    for pk in list(due[:AT_ONCE]):
        with _held(pk) as is_held:
            request = _begin(pk, at) if is_held else None
            if request is not None:
                _send(request, at)
                tried += 1
    return tried


def send_again(peer: Open311Peer, at: datetime) -> int:
    """Try once more what was given up for a peer; returns how many."""
    given_up = peer.requests.filter(sent_at=None, next_try=None, attempts__gt=0)
    return given_up.update(next_try=at, attempts=0, last_error="")


def voice_of(peer: Open311Peer, complaint: Complaint) -> Actor:
    """The other body's system, as who acts on the case that is kept for it: for the unit that holds the case."""
    unit = complaint.case.unit
    grant = Grant(Role.OFFICER, unit.code, unit.path)
    return Actor(kind="system", id=VOICE, name=peer.organization.name, grants=(grant,), channel="api")


@contextmanager
def _held(pk: int) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_SPACE + pk])
        is_held = bool(cursor.fetchone()[0])
    try:
        yield is_held
    finally:
        if is_held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK_SPACE + pk])


def _begin(pk: int, at: datetime) -> PeerRequest | None:
    """The request with its attempt counted before it is made; None when it is no longer due, or may no longer go."""
    request = (
        PeerRequest.objects.select_related("peer__organization", "complaint__case__unit", "complaint__topic")
        .filter(pk=pk, next_try__lte=at)
        .first()
    )
    if request is None:
        return None
    if not may_be_sent(request.complaint, request.peer) or not words_for(request.complaint, request.peer):
        request.next_try = None
        request.save(update_fields=["next_try"])
        return None
    request.attempts += 1
    request.save(update_fields=["attempts"])
    return request


def _send(request: PeerRequest, at: datetime) -> None:
    try:
        row = post_request(request.peer, _parameters(request), str(request.key))
        request.remote_id = text_of(row, "service_request_id")[:120]
        request.remote_token = text_of(row, "token")[:120]
        if not request.remote_id and not request.remote_token:
            raise CannotSend("the answer gives neither number nor token", is_final=True)
        _note_sent(request, at)
    except Exception as error:  # noqa: BLE001 - whatever the other side does, the request waits and is tried again
        _note_failure(request, error, at)


@transaction.atomic
def _note_sent(request: PeerRequest, at: datetime) -> None:
    request.sent_at, request.next_try, request.last_error = at, None, ""
    request.save(update_fields=["remote_id", "remote_token", "sent_at", "next_try", "last_error"])
    case = lock_case(request.complaint_id)
    organization = request.peer.organization
    happened = RequestSent(
        unit_name=organization.name,
        unit_name_en=organization.name_en or organization.name,
        remote=request.remote_id or "–",
    )
    record(voice_of(request.peer, request.complaint), happened, case.subject, at=at)


def _note_failure(request: PeerRequest, error: Exception, at: datetime) -> None:
    refusal = error if isinstance(error, CannotSend) else CannotSend(f"{type(error).__name__}: {error}")
    request.last_error = plain_text(str(refusal))[:500]
    request.next_try = None if refusal.is_final else next_try_after(request.attempts, at, refusal.asked_pause)
    request.save(update_fields=["last_error", "next_try"])
    log.warning("open311_not_sent", request=request.pk, attempts=request.attempts, final=request.next_try is None)


def _parameters(request: PeerRequest) -> dict[str, str]:
    complaint, peer = request.complaint, request.peer
    case = complaint.case
    came = ServiceRequest.objects.filter(pk=complaint.pk).first()
    with override(case.language):
        origin = _("Handed on by {body}, number {number}.").format(body=body_name(), number=case.number)
        if request.remote_id:
            again = _("Opened again: what was done under your number {earlier} did not solve it.")
            origin = f"{again.format(earlier=request.remote_id)}\n{origin}"
    words = words_for(complaint, peer)[: LONGEST_DESCRIPTION - len(origin) - 2]
    given = {
        "service_code": peer.code_for(complaint.topic.slug if complaint.topic else ""),
        "description": f"{words}\n\n{origin}",
        "address_string": complaint.region_name or str(settings.PENDAPA_BODY_NAME),
        "address_id": complaint.region_code,
        "device_id": f"pendapa-{request.key.hex}",
        "account_id": case.number,
        PARAMETER: " ".join([*(came.hops if came else ()), own_hop()]),
    }
    if complaint.public_latitude is not None and complaint.public_longitude is not None:
        given |= {"lat": str(complaint.public_latitude), "long": str(complaint.public_longitude)}
    shown = with_answers(public_complaints()).filter(pk=complaint.pk).first()
    if shown is not None:
        given["media_url"] = address_of_photo(shown) or ""
    return {name: value for name, value in given.items() if value}
