"""What the other body's system says of a report comes back into the case: its answer, its words, its status."""

import hashlib
from datetime import datetime, timedelta
from uuid import uuid5

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from pendapa.cases.actions import lock_case, send_message
from pendapa.cases.models import OPEN_STATUSES, Status
from pendapa.complaints.actions import answer_complaint, reopen_complaint
from pendapa.complaints.models import Complaint, Stage
from pendapa.exchange.georeport.reading import CLOSED, OPEN
from pendapa.exchange.models import Open311Peer, PeerRequest
from pendapa.exchange.peers.client import Row, number_of_token, rows_by_number, text_of
from pendapa.exchange.peers.sending import voice_of
from pendapa.exchange.verbs import RequestUpdated
from pendapa.journal.actions import record
from pendapa.kernel.problems import Problem
from pendapa.kernel.text import plain_text
from pendapa.notices.transports.failing import CannotSend

log = structlog.get_logger(__name__)

AT_ONCE = 50
LONGEST_WORDS = 4000
CLOSED_BY_ANSWER = frozenset({Status.RESOLVED, Status.CLOSED, Status.ANSWERED})
ANSWERABLE = (Stage.VERIFIED, Stage.FORWARDED, Stage.ASKED)
MAY_BE_OPENED_AGAIN = timedelta(days=60)
"""For so long after a report is closed here too, theirs is still asked for."""
ANSWERED_THERE = frozenset({"answered", "closed"})
STATUSES = frozenset({OPEN, CLOSED})


def poll_peers(at: datetime) -> int:
    """Ask every peer how the reports stand that we sent there; returns how many were heard of."""
    heard = 0
    for peer in Open311Peer.objects.select_related("organization"):
        try:
            heard += poll_peer(peer, at) if peer.sends else 0
        except Exception:
            log.exception("open311_peer_not_heard", peer=peer.pk)
    return heard


def poll_peer(peer: Open311Peer, at: datetime) -> int:
    """Ask one peer. Its silence is noted, and it is asked again the next time."""
    heard, fault = 0, ""
    just_closed = Q(remote_status=CLOSED, complaint__case__closed_at__gte=at - MAY_BE_OPENED_AGAIN)
    waiting = peer.requests.filter(Q(complaint__case__status__in=OPEN_STATUSES) | just_closed, sent_at__isnull=False)
    try:
        for request in waiting.filter(remote_id="").exclude(remote_token=""):
            _look_up(peer, request)
        by_number = {request.remote_id: request for request in waiting.exclude(remote_id="")}
        numbers = list(by_number)
        for start in range(0, len(numbers), AT_ONCE):
            for row in rows_by_number(peer, numbers[start : start + AT_ONCE]):
                known = by_number.get(text_of(row, "service_request_id"))
                if known is not None:
                    heard += write_back(known.pk, row, at)
    except CannotSend as silence:
        fault = plain_text(str(silence))[:500]
        log.warning("open311_peer_silent", peer=peer.pk, error=fault)
    Open311Peer.objects.filter(pk=peer.pk).update(polled_at=at, last_error=fault)
    return heard


def write_back(request_id: int, row: Row, at: datetime) -> bool:
    """Take one row of theirs into the case; False when it says nothing new. Done again, it changes nothing."""
    try:
        return _write_back(request_id, row, at)
    except Problem as problem:
        PeerRequest.objects.filter(pk=request_id).update(last_error=plain_text(str(problem))[:500])
        return False


@transaction.atomic
def _write_back(request_id: int, row: Row, at: datetime) -> bool:
    found = PeerRequest.objects.only("complaint_id").get(pk=request_id)
    case = lock_case(found.complaint_id)
    request = (
        PeerRequest.objects.select_for_update(no_key=True, of=("self",))
        .select_related("peer__organization", "complaint__case__unit")
        .get(pk=request_id)
    )
    status = text_of(row, "status").lower()
    if status not in STATUSES:
        return False
    extended = row.get("extended_attributes")
    stage = text_of(extended, "stage") if isinstance(extended, dict) else ""
    is_answer = status == CLOSED or stage in ANSWERED_THERE
    if status == OPEN and request.remote_status == CLOSED and case.status in CLOSED_BY_ANSWER:
        reopen_complaint(voice_of(request.peer, request.complaint), case.pk, at=at)
    is_news = _say(request, plain_text(text_of(row, "status_notes"))[:LONGEST_WORDS], is_answer=is_answer, at=at)
    is_other_status = status != (request.remote_status or OPEN)
    request.remote_status, request.remote_updated_at, request.last_error = status, at, ""
    request.save(update_fields=["remote_status", "remote_updated_at", "told", "last_error"])
    if is_other_status:
        organization = request.peer.organization
        words = {}
        for language, field in (("id", "status"), ("en", "status_en")):
            with override(language):
                words[field] = _("closed") if status == CLOSED else _("in work")
        happened = RequestUpdated(
            unit_name=organization.name, unit_name_en=organization.name_en or organization.name, **words
        )
        record(voice_of(request.peer, request.complaint), happened, case.subject, at=at)
    return is_news or is_other_status


def _say(request: PeerRequest, words: str, *, is_answer: bool, at: datetime) -> bool:
    """Their words into the case, each once: an answer that counts, or a message while they still work on it."""
    complaint = Complaint.objects.select_related("case__unit").get(pk=request.complaint_id)
    if not complaint.case.is_open:
        return False
    counts = is_answer and complaint.stage in ANSWERABLE
    if not words and counts:
        with override(complaint.case.language):
            words = _("{unit} has closed this report in its system.").format(unit=request.peer.organization.name)
    digest = _digest_of(words, complaint.reopenings, is_answer=is_answer)
    is_of_before = _digest_of(words, complaint.reopenings - 1, is_answer=True) in request.told and not is_answer
    if not words or digest in request.told or is_of_before:
        return False
    voice, key = voice_of(request.peer, complaint), uuid5(request.key, digest)
    if counts:
        answer_complaint(voice, complaint.pk, words, is_public=True, key=key, at=at)
    elif complaint.stage != Stage.RECEIVED:
        send_message(voice, complaint.pk, words, key=key, at=at)
    request.told = [*request.told, digest]
    return True


def _digest_of(words: str, reopenings: int, *, is_answer: bool) -> str:
    """By which words are known again; after a reopening the same ones may be said anew."""
    again = f"{reopenings}:" if reopenings > 0 else ""
    return hashlib.sha256(f"{again}{is_answer}:{words}".encode()).hexdigest()[:32]


def _look_up(peer: Open311Peer, request: PeerRequest) -> None:
    number = number_of_token(peer, request.remote_token)[:120]
    if number:
        request.remote_id = number
        request.save(update_fields=["remote_id"])
