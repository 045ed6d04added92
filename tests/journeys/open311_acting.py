"""What offices do at one installation, as a process of its own: `python -m tests.journeys.open311_acting STEP …`.

Each step prints one JSON object. The installation itself runs all the while, with its own worker.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from pendapa.cli.installation import database_at_hand, set_up_django

SECONDS = 90


def issue_key(name: str) -> dict[str, Any]:
    """A key for another installation."""
    from django.utils import timezone

    from pendapa.exchange.keys.actions import issue_key
    from pendapa.journal.actors import SYSTEM

    key, secret = issue_key(
        SYSTEM, name=name, organization=name, may_read=True, may_write=True, hourly_limit=100, key=uuid4(),
        at=timezone.now(),
    )  # fmt: skip
    return {"key": key.pk, "secret": secret}


def connect(url: str, secret: str, received_with: str) -> dict[str, Any]:
    """A body next door, with its endpoint and the key with which it sends to us."""
    from pendapa.exchange.models import Open311Peer
    from pendapa.people.models import Organization

    body, _is_new = Organization.objects.get_or_create(code="sebelah", defaults={"name": "Sebelah", "kind": "body"})
    peer = Open311Peer.objects.create(
        organization=body, url=f"{url}/open311/v2", api_key=secret, default_code="lainnya",
        received_with_id=int(received_with) or None,
    )  # fmt: skip
    return {"peer": peer.pk}


def hand_over(number: str = "") -> dict[str, Any]:
    """A report, a new one or one that came in, is published and handed to the body next door."""
    from django.utils import timezone

    from pendapa.complaints.actions import (
        ComplaintIn,
        forward_complaint,
        submit_complaint,
        verify_complaint,
    )
    from pendapa.complaints.models import Complaint
    from pendapa.complaints.moderating.actions import moderate_complaint
    from pendapa.journal.actors import SYSTEM, Actor
    from pendapa.people.models import Organization

    at = timezone.now()
    if number:
        complaint = Complaint.objects.get(case__number=number)
    else:
        given = ComplaintIn("Jembatan di batas kabupaten retak.", name="Siti Rahayu", email="siti@example.org")
        complaint = submit_complaint(Actor(kind="anonymous"), given, key=uuid4(), at=at).complaint
    verify_complaint(SYSTEM, complaint.pk, complaint.kind, None, at=at)
    moderate_complaint(SYSTEM, complaint.pk, "Jembatan retak.", "published", at=at)
    forward_complaint(SYSTEM, complaint.pk, Organization.objects.get(code="sebelah"), at=at)
    return {"number": Complaint.objects.select_related("case").get(pk=complaint.pk).case.number}


def wait_until_sent(number: str) -> dict[str, Any]:
    """Its number over there, once our worker has sent it."""
    from pendapa.exchange.models import PeerRequest

    sent = _until(
        lambda: PeerRequest.objects.filter(complaint__case__number=number).exclude(remote_id="").first(),
        lambda: list(PeerRequest.objects.values("attempts", "last_error", "next_try")),
    )
    return {"remote": sent.remote_id, "attempts": sent.attempts}


def answer(number: str, words: str) -> dict[str, Any]:
    """The office answers a report that was checked, for everyone to read."""
    from django.utils import timezone

    from pendapa.complaints.actions import answer_complaint
    from pendapa.complaints.models import Complaint
    from pendapa.journal.actors import Actor, Grant

    complaint = Complaint.objects.select_related("case__unit").get(case__number=number)
    unit = complaint.case.unit
    officer = Actor(kind="system", name="Officer", grants=(Grant("officer", unit.code, unit.path),))
    made = answer_complaint(officer, complaint.pk, words, is_public=True, key=uuid4(), at=timezone.now())
    return {"answer": made.pk}


def hear(number: str) -> dict[str, Any]:
    """Ask the other side twice how it stands, and tell what we know then."""
    from django.utils import timezone

    from pendapa.complaints.models import Complaint
    from pendapa.exchange.peers.hearing import poll_peers

    heard = [poll_peers(timezone.now()), poll_peers(timezone.now())]
    complaint = Complaint.objects.get(case__number=number)
    words = [one.message.body for one in complaint.answers.select_related("message")]
    return {"heard": heard, "stage": complaint.stage, "answers": words}


def sent_on(number: str) -> dict[str, Any]:
    """To how many peers a report went, once our worker has read the whole journal."""
    from pendapa.complaints.models import Complaint
    from pendapa.exchange.models import PeerRequest
    from pendapa.exchange.peers.tasks import PEER_SENDER
    from pendapa.journal.subscriptions import is_complete

    _until(lambda: is_complete(PEER_SENDER) or None, lambda: "the journal is not read")
    complaint = Complaint.objects.get(case__number=number)
    return {
        "sent": PeerRequest.objects.filter(complaint=complaint).count(),
        "hops": complaint.service_request.hops,
        "text": complaint.text,
        "name": complaint.case.applicant_name,
        "complaints": Complaint.objects.filter(source="open311").count(),
    }


def _until(find: Callable[[], Any], describe: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        found = find()
        if found is not None:
            return found
        time.sleep(0.5)
    raise SystemExit(f"Nothing after {SECONDS} s: {describe()}")


STEPS: dict[str, Callable[..., dict[str, Any]]] = {
    step.__name__: step for step in (issue_key, connect, hand_over, wait_until_sent, answer, hear, sent_on)
}

if __name__ == "__main__":
    with database_at_hand():
        set_up_django()
        print(json.dumps(STEPS[sys.argv[1]](*sys.argv[2:])))
