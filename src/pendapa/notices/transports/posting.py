"""One POST to another server: no redirects, an answer of bounded size, and in bounded time."""

import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import Message as Headers
from http.client import HTTPException
from typing import Any

from pendapa.notices.transports.failing import CannotSend

TIMEOUT_SECONDS = 15
WHOLE_SECONDS = 30
"""Of an answer that comes letter by letter the beginning is read, for so long."""
MOST_ANSWER = 64 * 1024
TRY_LATER = {408, 425, 429}


@dataclass(frozen=True, slots=True)
class Answer:
    """The status and the beginning of the body."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300

    @property
    def asked_pause(self) -> timedelta | None:
        """What `Retry-After` asks for, where it is a number of seconds."""
        text = str(self.headers.get("Retry-After") or "")
        return timedelta(seconds=min(int(text), 7 * 24 * 3600)) if text.isdecimal() and len(text) < 9 else None


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirects)


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """The answer, whatever its status; raises CannotSend when there is none. `url` is one we were configured with or
    have checked: http or https only."""
    if not url.startswith(("https://", "http://")):
        raise CannotSend("not an address to send to", is_final=True)
    request = urllib.request.Request(url, data=body, headers=dict(headers), method="POST")  # noqa: S310 - see above
    try:
        with _opener.open(request, timeout=TIMEOUT_SECONDS) as response:
            return Answer(response.status, _beginning_of(response), _plain(response.headers))
    except urllib.error.HTTPError as refusal:
        with refusal:
            return Answer(refusal.code, _beginning_of(refusal), _plain(refusal.headers))
    except (OSError, HTTPException, ValueError) as error:
        raise CannotSend(f"{type(error).__name__}: {error}") from error


def refused(answer: Answer) -> CannotSend:
    """What an answer outside of 2xx means: try later after 5xx, 408, 425 and 429, never again after other ones."""
    is_final = answer.status < 500 and answer.status not in TRY_LATER
    words = answer.body[:300].decode("utf-8", "replace")
    return CannotSend(f"HTTP {answer.status}: {words}", is_final=is_final, asked_pause=answer.asked_pause)


def _beginning_of(response: Any) -> bytes:
    content, until = b"", time.monotonic() + WHOLE_SECONDS
    while len(content) < MOST_ANSWER and time.monotonic() < until:
        piece = response.read1(MOST_ANSWER - len(content))
        if not piece:
            break
        content += piece
    return content


def _plain(headers: "Headers[str, str]") -> dict[str, str]:
    return {name: str(headers[name]) for name in ("Retry-After",) if headers[name]}
