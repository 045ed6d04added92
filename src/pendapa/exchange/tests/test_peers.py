"""Reports sent to the endpoint of another body, and what comes back from there."""

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from pendapa.cases.models import Case, Message
from pendapa.complaints.actions import forward_complaint, judge_answer, verify_complaint
from pendapa.complaints.models import Complaint, Publication, Stage
from pendapa.complaints.moderating.actions import moderate_complaint
from pendapa.complaints.tests.factories import RESIDENT, complain, make_body, make_public, staff
from pendapa.exchange.models import Open311Peer, PeerRequest, ServiceRequest
from pendapa.exchange.peers import connection, sending
from pendapa.exchange.peers.connection import fetch, is_public_address
from pendapa.exchange.peers.hearing import poll_peers
from pendapa.exchange.peers.sending import send_again, send_due_requests
from pendapa.exchange.peers.tasks import PEER_SENDER
from pendapa.exchange.tests.factories import make_key, make_peer
from pendapa.exchange.tests.fake_peer import FakePeer, running_peer
from pendapa.journal.actors import Actor
from pendapa.journal.models import Entry
from pendapa.kernel.text import plain_text
from pendapa.notices.transports.failing import CannotSend
from pendapa.people.models import Organization
from pendapa.people.tests.factories import make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(settings: Any) -> Iterator[FakePeer]:
    with running_peer() as peer:
        settings.PENDAPA_OPEN311_HOSTS = [peer.host]
        settings.PENDAPA_PUBLIC_URL = "http://here.example"
        yield peer


def province() -> Organization:
    make_body()
    return Organization.objects.filter(code="provinsi").first() or make_organization("provinsi")


def hand_over(*, publish: bool = True, **given: Any) -> Complaint:
    """A report that was checked and handed to the province, as the subscriber then sees it."""
    receipt = complain(at=timezone.now(), name="Siti Rahayu", phone="0812", email="siti@example.org", **given)
    officer = staff(make_body())
    verify_complaint(officer, receipt.case.pk, receipt.complaint.kind, None, at=timezone.now())
    if publish:
        make_public(receipt.complaint, at=timezone.now())
    forward_complaint(officer, receipt.case.pk, province(), at=timezone.now())
    tell_subscriber()
    return Complaint.objects.get(pk=receipt.case.pk)


def tell_subscriber() -> None:
    for entry in Entry.objects.filter(verb__in=PEER_SENDER.verbs).order_by("id"):
        PEER_SENDER.handle(entry)


def later(minutes: int = 5) -> Any:
    return timezone.now() + timedelta(minutes=minutes)


def test_a_report_handed_to_a_body_with_an_endpoint_is_sent_there_once_without_its_person(there: FakePeer) -> None:
    make_peer(province(), there.url)
    complaint = hand_over(latitude=-7.98765, longitude=112.63219)
    assert send_due_requests(later()) == 1
    tell_subscriber()
    assert send_due_requests(later()) == 0
    (told,) = there.requests.values()
    assert told["description"].startswith("Lampu jalan mati.\n\n")
    assert complaint.case.number in told["description"]
    assert (told["lat"], told["service_code"], told["api_key"]) == ("-7.988", "lainnya", "KEY")
    assert told["extended_attributes[hops]"] == "here.example"
    assert not {"first_name", "email", "phone"} & set(told)
    assert "Siti" not in str(told)
    assert PeerRequest.objects.get().remote_id == "1000"
    assert Entry.objects.filter(verb="open311.sent", subject_id=str(complaint.pk)).count() == 1


def test_it_waits_for_its_publication_unless_agreed_otherwise(there: FakePeer) -> None:
    peer = make_peer(province(), there.url)
    complaint = hand_over(publish=False)
    assert send_due_requests(later()) == 0
    moderate_complaint(staff(make_body()), complaint.pk, "Lampu mati.", Publication.PUBLISHED, at=timezone.now())
    tell_subscriber()
    assert send_due_requests(later()) == 1
    Open311Peer.objects.filter(pk=peer.pk).update(sends_unpublished=True)
    hand_over(publish=False)
    assert send_due_requests(later()) == 1
    assert len(there.requests) == 2


@pytest.mark.parametrize("given", [{"is_secret": True}, {"kind": "supervision"}])
def test_what_is_secret_or_withheld_never_leaves(there: FakePeer, given: dict[str, Any]) -> None:
    make_peer(province(), there.url, sends_unpublished=True)
    hand_over(publish=False, **given)
    assert send_due_requests(later()) == 0
    assert not PeerRequest.objects.exists()


def test_what_became_withheld_while_it_waited_stays(there: FakePeer) -> None:
    make_peer(province(), there.url)
    complaint = hand_over()
    Complaint.objects.filter(pk=complaint.pk).update(publication=Publication.WITHHELD)
    assert send_due_requests(later()) == 0
    assert there.posts == 0


def test_a_silent_peer_is_tried_again_and_a_refusal_is_final(there: FakePeer) -> None:
    peer = make_peer(province(), there.url)
    hand_over()
    there.refuse_with = 503
    send_due_requests(later())
    request = PeerRequest.objects.get()
    assert (request.attempts, request.next_try is not None) == (1, True)
    there.refuse_with = 403
    send_due_requests(request.next_try)
    request.refresh_from_db()
    assert (request.attempts, request.next_try, request.sent_at) == (2, None, None)
    there.refuse_with = 0
    assert send_again(peer, timezone.now()) == 1
    send_due_requests(later())
    request.refresh_from_db()
    assert request.sent_at is not None
    assert len(there.requests) == 1


def test_a_crash_after_the_other_side_took_it_makes_no_second_report(there: FakePeer) -> None:
    make_peer(province(), there.url)
    hand_over()
    send_due_requests(later())
    PeerRequest.objects.update(sent_at=None, remote_id="", next_try=timezone.now())
    send_due_requests(later())
    assert (there.posts, len(there.requests)) == (2, 1)


@pytest.mark.parametrize("form", ["json", "xml"])
def test_their_words_and_their_answer_come_back_once(there: FakePeer, form: str) -> None:
    make_peer(province(), there.url, format=form)
    complaint = hand_over()
    send_due_requests(later())
    assert poll_peers(later()) == 0
    there.requests["1000"]["status_notes"] = "Petugas berangkat."
    assert (poll_peers(later()), poll_peers(later())) == (1, 0)
    assert Complaint.objects.get(pk=complaint.pk).stage == Stage.FORWARDED
    there.requests["1000"] |= {"status": "closed", "status_notes": "Lampu sudah diganti."}
    assert (poll_peers(later()), poll_peers(later())) == (1, 0)
    answered = Complaint.objects.get(pk=complaint.pk)
    assert answered.stage == Stage.ANSWERED
    answer = answered.answers.get()
    assert (answer.is_public, answer.unit, answer.message.body) == (True, province(), "Lampu sudah diganti.")
    assert [one.side for one in Message.objects.order_by("id")] == [Message.Side.OFFICE] * 2
    assert Entry.objects.filter(verb="open311.updated").count() == 1


def answered_there(there: FakePeer) -> Complaint:
    """A report that the province closed in its system with an answer."""
    make_peer(province(), there.url)
    complaint = hand_over()
    send_due_requests(timezone.now() + timedelta(seconds=1))
    there.requests["1000"] |= {"status": "closed", "status_notes": "Lampu sudah diganti."}
    poll_peers(later())
    return complaint


def test_what_they_open_again_is_opened_again_here_and_not_sent_back(there: FakePeer) -> None:
    complaint = answered_there(there)
    judge_answer(person_of_case(complaint), complaint.pk, is_solved=True, rating=4, key=uuid4(), at=timezone.now())
    assert not Case.objects.get(pk=complaint.pk).is_open
    there.requests["1000"]["status"] = "open"
    assert (poll_peers(later()), poll_peers(later())) == (1, 0)
    assert Case.objects.get(pk=complaint.pk).is_open
    assert Message.objects.count() == 1
    tell_subscriber()
    assert send_due_requests(later()) == 0
    there.requests["1000"]["status"] = "closed"
    assert (poll_peers(later()), poll_peers(later())) == (1, 0)
    again = Complaint.objects.get(pk=complaint.pk)
    assert (again.stage, again.answers.count()) == (Stage.ANSWERED, 2)


def test_what_is_opened_again_here_goes_there_once_more_and_names_the_first(there: FakePeer) -> None:
    complaint = answered_there(there)
    said = {"is_solved": False, "rating": None, "comment": "Masih gelap.", "key": uuid4()}
    judge_answer(person_of_case(complaint), complaint.pk, **said, at=later(1))
    for _twice in range(2):
        tell_subscriber()
        send_due_requests(later(2))
    assert sorted(there.requests) == ["1000", "1001"]
    assert "1000" in there.requests["1001"]["description"]
    assert "Masih gelap" not in there.requests["1001"]["description"]
    assert PeerRequest.objects.get().remote_id == "1001"
    there.requests["1001"] |= {"status": "closed", "status_notes": "Lampu sudah diganti."}
    assert (poll_peers(later()), poll_peers(later())) == (1, 0)
    assert Complaint.objects.get(pk=complaint.pk).answers.count() == 2


def person_of_case(complaint: Complaint) -> Actor:
    return RESIDENT.holding(str(complaint.pk))


def test_closed_without_a_word_is_told_in_ours_and_a_token_is_looked_up(there: FakePeer) -> None:
    make_peer(province(), there.url)
    there.by_token = True
    complaint = hand_over()
    send_due_requests(later())
    assert PeerRequest.objects.get().remote_id == ""
    there.requests["1000"]["status"] = "closed"
    assert poll_peers(later()) == 1
    assert PeerRequest.objects.get().remote_id == "1000"
    assert "Provinsi" in Complaint.objects.get(pk=complaint.pk).answers.get().message.body


def test_a_report_never_goes_back_where_it_came_from(there: FakePeer) -> None:
    key, _secret = make_key()
    make_peer(province(), there.url, received_with=key, sends_unpublished=True)
    receipt = complain(source="open311")
    ServiceRequest.objects.create(
        complaint=receipt.complaint, api_key=key, token=receipt.case.pk, received_at=timezone.now()
    )
    officer = staff(make_body())
    verify_complaint(officer, receipt.case.pk, "complaint", None, at=timezone.now())
    forward_complaint(officer, receipt.case.pk, province(), at=timezone.now())
    tell_subscriber()
    other, _secret = make_key()
    ServiceRequest.objects.update(api_key=other, hops=["far.example", there.host])
    tell_subscriber()
    assert not PeerRequest.objects.exists()


@pytest.mark.parametrize("number", ["NUL \x00 within", "half \ud800", "\x00"])
def test_signs_that_are_no_text_hold_up_neither_their_report_nor_those_of_others(there: FakePeer, number: str) -> None:
    make_peer(province(), there.url)
    hand_over()
    there.raw = json.dumps([{"service_request_id": number, "token": number}]).encode()
    send_due_requests(later())
    request = PeerRequest.objects.get()
    assert request.attempts == 1
    assert request.next_try is None
    assert request.remote_id == request.remote_token == plain_text(number).strip()


def test_a_refusal_whose_words_are_no_text_is_noted(there: FakePeer) -> None:
    make_peer(province(), there.url)
    hand_over()
    there.refuse_with, there.raw = 503, b"not\x00now"
    send_due_requests(later())
    request = PeerRequest.objects.get()
    assert "notnow" in request.last_error
    assert request.next_try is not None


def test_one_report_that_cannot_be_noted_holds_up_no_other(there: FakePeer, monkeypatch: pytest.MonkeyPatch) -> None:
    make_peer(province(), there.url)
    first, second = hand_over(), hand_over()
    note = sending._note_sent

    def fail_for_the_first(request: PeerRequest, at: Any) -> None:
        if request.complaint_id == first.pk:
            raise ValueError("something nobody thought of")
        note(request, at)

    monkeypatch.setattr(sending, "_note_sent", fail_for_the_first)
    send_due_requests(later())
    assert PeerRequest.objects.get(complaint=second).sent_at is not None
    failed = PeerRequest.objects.get(complaint=first)
    assert "nobody thought of" in failed.last_error
    assert failed.next_try > later()


def test_before_publication_they_read_nothing_of_the_reporter_either(there: FakePeer) -> None:
    make_peer(province(), there.url, sends_unpublished=True)
    hand_over(publish=False, text="Saya Siti Rahayu, warga sini: jembatan rusak. siti@example.org")
    send_due_requests(later())
    (told,) = there.requests.values()
    assert "jembatan rusak" in told["description"]
    assert not any(word in told["description"] for word in ("Siti", "Rahayu", "siti@"))


def test_who_answers_letter_by_letter_is_left_after_the_whole_time(there: FakePeer, monkeypatch: Any) -> None:
    monkeypatch.setattr(connection, "WHOLE_SECONDS", 0.5)
    there.dripping = True
    began = time.monotonic()
    with pytest.raises(CannotSend) as refused:
        fetch("GET", f"{there.url}/requests.json")
    assert time.monotonic() - began < 20
    assert not refused.value.is_final


BOMB = b'<!DOCTYPE r [<!ENTITY a "aaaa">]><service_requests><request><status>&a;</status></request></service_requests>'


@pytest.mark.parametrize(
    "raw", [b"<", b"{", b"[1]", b"{}", BOMB, b"[" * 100_000, b'[{"service_request_id": {"a": 1}}]']
)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_garbage_from_there_harms_nothing_here(there: FakePeer, raw: bytes, form: str) -> None:
    make_peer(province(), there.url, format=form)
    hand_over()
    there.raw = raw
    send_due_requests(later())
    assert PeerRequest.objects.get().sent_at is None
    there.raw = None
    PeerRequest.objects.update(next_try=timezone.now())
    send_due_requests(later())
    there.raw = raw
    assert poll_peers(later()) == 0
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "169.254.169.254", "100.64.0.1", "::1", "fd00::1", "fe80::1%eth0", "::ffff:10.0.0.1",
     "64:ff9b::a00:1", "0.0.0.0", "224.0.0.1"],  # noqa: S104
)  # fmt: skip
def test_addresses_inside_are_none_of_the_open_internet(address: str) -> None:
    assert not is_public_address(address)
    assert is_public_address("93.184.216.34")


@pytest.mark.parametrize(
    "url", ["http://example.org/x", "ftp://example.org", "https://u:p@example.org", "https://[", "/x"]
)
def test_only_https_and_hosts_that_were_named_are_spoken_to(url: str) -> None:
    with pytest.raises(CannotSend) as refused:
        fetch("GET", url)
    assert refused.value.is_final


def test_a_name_that_points_inside_leads_nowhere(there: FakePeer, settings: Any) -> None:
    settings.PENDAPA_OPEN311_HOSTS = []
    with pytest.raises(CannotSend) as refused:
        fetch("GET", f"https://localhost:{there.server_port}/")
    assert refused.value.is_final
    assert "open internet" in str(refused.value)
