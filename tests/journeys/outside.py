"""The world outside of an installation, as processes of their own: a mail server, a push service, a gateway for SMS.

What each was handed is told as its people would see it: a message that came twice under one identity (Message-ID,
Topic, Idempotency-Key) is one message.
"""

import base64
import contextlib
import email
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import policy
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from pendapa.notices.signatures import is_signed
from pendapa.notices.tests.real_servers import Server, running
from pendapa.notices.webpush.encoding import to_base64url
from pendapa.notices.webpush.encryption import decrypt_message

SECONDS = 600
"""How long anything may take: a worker must start anew, and gives way to everybody else on the machine."""
GATEWAY_SECRET = "shared-with-the-gateway-of-this-test"  # noqa: S105 - no secret of ours


@dataclass(frozen=True, slots=True)
class Told:
    """One message as its reader has it; `raw` is what went over the wire, `identity` what makes it the same again."""

    to: str
    title: str
    text: str
    link: str
    identity: str
    raw: str


@dataclass(frozen=True)
class Device:
    """A browser that takes pushes: its keys never leave it."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def subscription(self) -> dict[str, Any]:
        """What `PushSubscription.toJSON()` gives a page."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "keys": {"p256dh": to_base64url(point), "auth": to_base64url(self.auth)}}

    def read(self, body: bytes) -> dict[str, Any]:
        """What the service worker of this browser is given; raises InvalidTag for what another one should read."""
        content: dict[str, Any] = json.loads(decrypt_message(body, self.key, self.auth))
        return content


@dataclass(frozen=True)
class Outside:
    """The three processes."""

    mail: Server
    push: Server
    gateway: Server

    @property
    def settings(self) -> dict[str, str]:
        """What an installation must know of them."""
        return {
            "PENDAPA_EMAIL_URL": f"smtp://127.0.0.1:{self.mail.port}",
            "PENDAPA_PUSH_HOSTS": f"http://127.0.0.1:{self.push.port}",
            "PENDAPA_GATEWAY_URL": f"http://127.0.0.1:{self.gateway.port}/gateway",
            "PENDAPA_GATEWAY_SECRET": GATEWAY_SECRET,
        }

    def new_device(self) -> Device:
        """A browser with an address at the push service."""
        return Device(f"http://127.0.0.1:{self.push.port}/push/{os.urandom(6).hex()}")

    def mails(self, to: str = "") -> list[Told]:
        """Every mail that was taken, or those to one address, in the order in which they came."""
        return [one for one in map(_mail, self.mail.received) if not to or one.to == to]

    def pushes(self, device: Device) -> list[Told]:
        """Every push that was taken, read with the keys of the device."""
        return [_push(one, device) for one in self.push.received]

    def texts(self) -> list[Told]:
        """Every SMS that was taken; each bears our signature."""
        return [_text(one) for one in self.gateway.received]


@contextlib.contextmanager
def outside(folder: Path) -> Iterator[Outside]:
    """Start the three, and end them afterwards."""
    folders = [folder / name for name in ("mail", "push", "gateway")]
    for one in folders:
        one.mkdir()
    with running("smtp", folders[0]) as mail, running("http", folders[1]) as push, running("http", folders[2]) as sms:
        yield Outside(mail, push, sms)


def once(told: list[Told]) -> list[Told]:
    """Each message once, at the place of its first arrival."""
    return list({one.identity: one for one in reversed(told)}.values())[::-1]


def wait_until(is_so: Callable[[], bool], what: Callable[[], str], seconds: float = SECONDS) -> None:
    """Look again and again; fails with `what` when it is not so in time."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"after {seconds} s still: {what()}"
        time.sleep(0.1)


def _mail(received: dict[str, Any]) -> Told:
    raw = received["mail"]
    mail = email.message_from_string(raw, policy=policy.default)
    body = mail.get_body(("plain",))
    assert body is not None
    (to,) = received["to"]
    return Told(to, mail["Subject"], body.get_content(), "", mail["Message-ID"], raw)


def _push(received: dict[str, Any], device: Device) -> Told:
    assert received["path"] == "/" + device.endpoint.split("/", 3)[3]
    body = base64.b64decode(received["body"])
    content = device.read(body)
    headers = received["headers"]
    assert content["tag"] == headers["topic"]
    raw = json.dumps(headers) + body.decode("latin-1")
    return Told(received["path"], content["title"], content["body"], content["url"], headers["topic"], raw)


def _text(received: dict[str, Any]) -> Told:
    body = base64.b64decode(received["body"])
    headers = received["headers"]
    moment = headers["pendapa-timestamp"]
    at = datetime.fromtimestamp(int(moment), UTC)
    assert is_signed(body, moment, headers["pendapa-signature"], GATEWAY_SECRET, at)
    content = json.loads(body)
    assert content["channel"] == "sms"
    title, _, link = content["text"].partition("\n")
    return Told(content["to"], title, content["text"], link, headers["idempotency-key"], body.decode())
