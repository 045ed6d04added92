"""Thousands of pages that listen, in a process of their own: `python -m tests.strength.listeners ORDER.json`.

Each comes back after a cut with the id of the last event, as a browser does. Prints "open" when all are open; a line on
standard input ends it; what each heard, and when, is then in the file that the order names.
"""

import json
import os
import re
import resource
import secrets
import select
import socket
import sys
import time
from dataclasses import dataclass, field
from typing import Any

_EVENT = re.compile(rb"id: (\S+)\n(?:event: (\w+)\ndata: ?(\d*)\n\n)?")
LISTENING_AT_ONCE = 256
RETRY_SECONDS = (0.5, 3.0)
RENEW_SECONDS = 200.0
LOOK_SECONDS = 0.05


@dataclass(slots=True)
class Page:
    """One open page and how far it has heard."""

    topics: tuple[str, ...]
    number: int
    connection: socket.socket | None = None
    last_id: bytes = b""
    unread: bytes = b""
    is_open: bool = False
    comes_back: float = 0.0
    address: str = ""
    signed_at: float = 0.0


@dataclass
class Listening:
    """All pages, and what they heard: [page, entry, seconds]."""

    port: int
    pages: list[Page]
    heard: list[tuple[int, int, float]] = field(default_factory=list)
    cuts: int = 0
    refused: int = 0
    looked_afresh: int = 0
    _looked_at: float = 0.0
    _by_file: dict[int, Page] = field(default_factory=dict)
    _poll: Any = field(default_factory=select.epoll)

    def connect(self, page: Page) -> None:
        from pendapa.journal.streams import sign_leave

        now = time.monotonic()
        if not page.address or now - page.signed_at > RENEW_SECONDS:
            case = page.topics[0].removeprefix("case:")
            page.address, page.signed_at = f"/live/perkara/{case}/?token={sign_leave(page.topics)}", now
        resumes = b"Last-Event-ID: " + page.last_id + b"\r\n" if page.last_id else b""
        request = f"GET {page.address} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n".encode()
        try:
            page.connection = socket.create_connection(("127.0.0.1", self.port), timeout=5)
            page.connection.sendall(request + resumes + b"\r\n")
        except OSError:
            self.cut(page)
            return
        page.connection.setblocking(False)
        page.unread = b""
        self._by_file[page.connection.fileno()] = page
        self._poll.register(page.connection, select.EPOLLIN)

    def cut(self, page: Page) -> None:
        if page.connection is not None:
            self._by_file.pop(page.connection.fileno(), None)
            page.connection.close()
        page.connection, page.is_open = None, False
        page.comes_back = (
            time.monotonic() + RETRY_SECONDS[0] + secrets.randbelow(1000) / 1000 * (RETRY_SECONDS[1] - RETRY_SECONDS[0])
        )

    def listen(self, seconds: float) -> None:
        """Read what comes for so long; then those that were cut and whose time has come connect again."""
        for file, _events in self._poll.poll(seconds):
            page = self._by_file.get(file)
            if page is not None:
                self._read(page)
        now = time.monotonic()
        if now < self._looked_at + LOOK_SECONDS:
            return
        self._looked_at = now
        waiting = [page for page in self.pages if page.connection is None and page.comes_back <= now]
        for page in waiting[:LISTENING_AT_ONCE]:
            self.connect(page)

    def _read(self, page: Page) -> None:
        assert page.connection is not None
        try:
            came = page.connection.recv(262_144)
        except BlockingIOError:
            return
        except OSError:
            came = b""
        if not came:
            self.cuts += page.is_open
            self.cut(page)
            return
        at = time.monotonic()
        page.unread += came
        if not page.is_open:
            if b"\r\n\r\n" not in page.unread:
                return
            head, _, page.unread = page.unread.partition(b"\r\n\r\n")
            if b" 200 " not in head.split(b"\r\n")[0]:
                self.refused += 1
                self.cut(page)
                return
            page.is_open = True
        self._hear(page, at)

    def _hear(self, page: Page, at: float) -> None:
        """Whole events only: a cut may come in the middle of one."""
        text = re.sub(rb"\r\n[0-9a-f]+\r\n", b"", re.sub(rb"\A[0-9a-f]+\r\n", b"", page.unread))
        whole = text.rpartition(b"\n\n")[0]
        if not whole or not page.unread.endswith(b"\n\n\r\n"):
            return
        page.unread = b""
        for place, kind, entry in _EVENT.findall(text):
            page.last_id = place
            if kind == b"entry":
                self.heard.append((page.number, int(entry), at))
            self.looked_afresh += kind == b"all"


def main() -> int:
    with open(sys.argv[1], encoding="utf-8") as file:
        order = json.load(file)
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    os.environ["DJANGO_SETTINGS_MODULE"] = "pendapa.config.settings"
    pages = [Page(tuple(topics), number) for number, topics in enumerate(order["pages"])]
    listening = Listening(order["port"], pages)
    told_open = False
    ending: float | None = None
    while ending is None or time.monotonic() < ending:
        listening.listen(0.05)
        if not told_open and all(page.is_open for page in pages):
            told_open = True
            print("open", flush=True)
        if ending is None and select.select([sys.stdin], [], [], 0)[0]:
            line = sys.stdin.readline().strip()
            if line == "again":
                told_open = False
            else:
                ending = time.monotonic() + 1.0
    with open(order["heard"], "w", encoding="utf-8") as file:
        json.dump({name: getattr(listening, name) for name in ("heard", "cuts", "refused", "looked_afresh")}, file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
