"""A named unit with a key, its keepers, and reports in its mailbox."""

from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from pendapa.complaints.whistle.actions import hand_in_report, make_key, name_unit
from pendapa.complaints.whistle.models import Mailbox, Thread
from pendapa.complaints.whistle.phrases import new_phrase
from pendapa.complaints.whistle.queries import thread_opened_with
from pendapa.journal.actors import Actor
from pendapa.people.models import Account, Organization
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_member, make_organization

AT = datetime(2026, 11, 24, 9, 41, 7, tzinfo=UTC)
NOBODY = Actor(kind="anonymous")
PASSPHRASE = "gajah menari di atas genteng basah"
TEXT = "Kepala dinas meminta uang muka proyek jalan Melati sebesar sepuluh persen."


@dataclass(frozen=True, slots=True)
class Kept:
    """A mailbox with its key in hand."""

    body: Organization
    unit: Organization
    mailbox: Mailbox
    keeper: Account
    administrator: Account
    private_key: X25519PrivateKey
    recovery_key: str

    @property
    def actor(self) -> Actor:
        return actor_of(self.keeper)


def make_kept_mailbox(*, retention_days: int = 365) -> Kept:
    """The inspectorate is named, and its auditor has made the key."""
    body = make_organization("tirtamaya")
    unit = make_organization("inspektorat", body)
    keeper = make_member(unit, Role.INTERNAL_AUDITOR, email="auditor@example.org")
    administrator = make_member(body, Role.ADMINISTRATOR, email="admin@example.org")
    mailbox = name_unit(actor_of(administrator), unit, retention_days, at=AT)
    made = make_key(actor_of(keeper), mailbox, PASSPHRASE, at=AT)
    mailbox.refresh_from_db()
    return Kept(body, unit, mailbox, keeper, administrator, made.private_key, made.recovery_key)


def make_report(text: str = TEXT, subject: str = "bribery", *, at: datetime = AT) -> tuple[Thread, str]:
    """A report in the accepting mailbox, and its phrase."""
    phrase = new_phrase()
    hand_in_report(NOBODY, phrase, subject, text, at=at)
    opened = thread_opened_with(phrase)
    assert opened is not None
    return opened.thread, phrase
