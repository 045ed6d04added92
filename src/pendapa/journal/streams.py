"""Live streams: the topics they tell of, and the signed addresses by which a page may follow them.

A stream tells ids of entries, never content. The page that shows a matter signs the address, so that whoever may see
the page may hear of it, for as long as the token lasts; the page then asks for itself again and so for a new one.
"""

import time
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.utils.http import urlencode

from pendapa.journal.positions import Place, Position

SALT = "pendapa.live"
TOKEN_SECONDS = 270
"""With the beat of the streams (20 seconds) less than the five minutes after which an ended right must be felt."""
HEADER = "X-Live-Stream"
"""On the answer to a fragment: the address by which its page goes on listening."""

PATHS = {"case": "perkara", "unit": "antrean-kerja", "board": "papan"}


@dataclass(frozen=True, slots=True)
class Leave:
    """What a token allows: these topics, until then (seconds since 1970)."""

    topics: frozenset[str]
    until: float


def case_topic(case_id: object) -> str:
    """What a party may know of a case: entries for the public and for the parties."""
    return f"case:{case_id}"


def unit_topic(path: str) -> str:
    """Every entry about a case of the unit at that path, or of a unit below it."""
    return f"unit:{path}"


def board_topic(code: str) -> str:
    """What a display in a waiting room shows: public entries about the subject `board` of that code."""
    return f"board:{code}"


def stream_address(*topics: str, since: Position) -> str:
    """Where a page hears of its topics from `since` on; "" without a live process, or with no topic.

    Take `since` (`present_position()`) before reading what the page shows: then nothing falls between.
    """
    if not settings.PENDAPA_LIVE_URL or not topics:
        return ""
    kind, _, name = topics[0].partition(":")
    query = urlencode({"token": sign_leave(topics), "sejak": str(Place(since))})
    return f"{settings.PENDAPA_LIVE_URL}/live/{PATHS[kind]}/{name}/?{query}"


def sign_leave(topics: tuple[str, ...], *, seconds: float = TOKEN_SECONDS) -> str:
    """A token for these topics."""
    return signing.dumps([int(time.time() + seconds), *topics], salt=SALT)


def read_leave(token: str) -> Leave | None:
    """What the token allows; None when it is not ours or has ended."""
    try:
        until, *topics = signing.loads(token, salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return Leave(frozenset(topics), until) if isinstance(until, int) and until > time.time() else None


def topic_at(path: str) -> str | None:
    """The topic that an address under `/live/` names; None for any other address."""
    parts = path.split("/", 3)
    if len(parts) < 4 or parts[:2] != ["", "live"] or not parts[3].endswith("/"):  # noqa: PLR2004
        return None
    kind = {path: kind for kind, path in PATHS.items()}.get(parts[2])
    return f"{kind}:{parts[3][:-1]}" if kind and parts[3] != "/" else None
