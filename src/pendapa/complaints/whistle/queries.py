"""The reads. Only sealed letters leave the database; whoever holds a key opens them (`letters`)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db.models import Prefetch, QuerySet
from django.views.decorators.debug import sensitive_variables

from pendapa.complaints.whistle.letters import ReadLetter, read_letters
from pendapa.complaints.whistle.models import Enclosure, Letter, Mailbox, Thread
from pendapa.complaints.whistle.permissions import WHISTLE_READ, WHISTLE_SET_UP
from pendapa.complaints.whistle.phrases import keys_of_phrase, normalise_phrase
from pendapa.complaints.whistle.unit_keys import is_pair
from pendapa.journal.actors import Actor
from pendapa.people.models import Membership, Organization
from pendapa.people.permissions import can, reachable_paths

READ_BY_REPORTER = (Letter.Author.REPORTER, Letter.Author.UNIT)


@dataclass(frozen=True, slots=True)
class OpenedThread:
    """A thread with the reporter's key to it."""

    thread: Thread
    private_key: X25519PrivateKey


def accepting_mailbox() -> Mailbox | None:
    """The mailbox that takes new reports, if a unit is named and has made its key."""
    return Mailbox.objects.select_related("unit").filter(is_accepting=True, public_key__isnull=False).first()


def named_mailbox() -> Mailbox | None:
    """The mailbox of the unit now named, with or without a key."""
    return Mailbox.objects.select_related("unit").filter(is_accepting=True).first()


def mailbox_of(actor: Actor) -> Mailbox | None:
    """The mailbox that the actor keeps; the one that takes new reports before an older one."""
    mailboxes = Mailbox.objects.select_related("unit").filter(unit__path__in=reachable_paths(actor, WHISTLE_READ))
    return mailboxes.order_by("-is_accepting", "pk").first()


def keepers_gone_since_the_key(mailbox: Mailbox, on: date) -> list[str]:
    """Names of those who kept the mailbox under its present key and no longer do: they know the passphrase."""
    if mailbox.key_made_on is None:
        return []
    keeping = Membership.objects.filter(organization=mailbox.unit, role__in=WHISTLE_READ.roles)
    gone = keeping.filter(ends__gte=mailbox.key_made_on, ends__lt=on)
    gone = gone.exclude(account__in=keeping.on(on).values("account"))
    return sorted(set(gone.values_list("account__name", flat=True)))


def units_to_name(actor: Actor) -> "QuerySet[Organization]":
    """The units among which an administrator names one: all of the bodies they administer."""
    bodies = reachable_paths(actor, WHISTLE_SET_UP)
    found = Organization.objects.none()
    for body in bodies:
        found |= Organization.objects.filter(path=body) | Organization.objects.filter(path__startswith=f"{body}/")
    return found.exclude(kind=Organization.Kind.PARTNER).order_by("path")


def may_set_up(actor: Actor) -> bool:
    """Whether the actor may name the unit."""
    return can(actor, WHISTLE_SET_UP)


@sensitive_variables()
def thread_opened_with(typed: str) -> OpenedThread | None:
    """The thread of a phrase; None for a wrong one, which takes as long: the slow derivation and one look-up."""
    keys = keys_of_phrase(normalise_phrase(typed) or "")
    thread = Thread.objects.select_related("mailbox__unit").filter(index=keys.index).first()
    is_right = thread is not None and is_pair(keys.private_key, bytes(thread.reporter_key))
    return OpenedThread(thread, keys.private_key) if thread is not None and is_right else None


@sensitive_variables()
def thread_opened_again(thread_id: UUID, private_key: X25519PrivateKey) -> OpenedThread | None:
    """The same thread while a reporter's page is open; None once it is erased or the key is not its own."""
    thread = Thread.objects.select_related("mailbox__unit").filter(pk=thread_id).first()
    is_right = thread is not None and is_pair(private_key, bytes(thread.reporter_key))
    return OpenedThread(thread, private_key) if thread is not None and is_right else None


def letters_for_reporter(opened: OpenedThread) -> list[ReadLetter]:
    """What the reporter may read, oldest first (two queries)."""
    letters = _letters_of(opened.thread).filter(author__in=READ_BY_REPORTER)
    return read_letters(letters, opened.private_key, as_reporter=True)


def letters_for_unit(thread: Thread, private_key: X25519PrivateKey) -> list[ReadLetter]:
    """The whole thread, oldest first (two queries)."""
    return read_letters(_letters_of(thread), private_key, as_reporter=False)


def enclosure_for_reporter(opened: OpenedThread, enclosure_id: UUID) -> Enclosure | None:
    """An enclosure of what the reporter may read."""
    found = Enclosure.objects.select_related("letter").filter(letter__author__in=READ_BY_REPORTER)
    return found.filter(letter__thread=opened.thread, pk=enclosure_id).first()


def enclosure_for_unit(thread: Thread, enclosure_id: UUID) -> Enclosure | None:
    """An enclosure of the thread."""
    return Enclosure.objects.select_related("letter").filter(letter__thread=thread, pk=enclosure_id).first()


def threads_in(mailbox: Mailbox) -> "QuerySet[Thread]":
    """The threads of a mailbox with their first letters loaded: unread first, then the latest."""
    first = Letter.objects.filter(position=0).prefetch_related(_light_enclosures())
    return mailbox.threads.order_by("-is_unread", "-changed_on", "id").prefetch_related(
        Prefetch("letters", first, to_attr="first_letters")
    )


def _letters_of(thread: Thread) -> "QuerySet[Letter]":
    return Letter.objects.filter(thread=thread).prefetch_related(_light_enclosures()).order_by("position")


def _light_enclosures() -> "Prefetch[str, QuerySet[Enclosure], str]":
    return Prefetch("enclosures", Enclosure.objects.defer("body"))
