"""People on a bad line who report: half of them by the API, half page by page, each step sent until it is answered."""

import json
import re
import urllib.error
import urllib.request
import uuid
from contextlib import suppress
from http.client import HTTPException
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin

from pendapa.cli.bench.applications import BOUNDARY
from pendapa.cli.bench.load import Refused, raw_request
from pendapa.complaints.guarding.puzzles import solve
from tests.strength.clients import Outcome, until_answered, until_taken

PATH = "/api/v1/complaints"
EMAIL = "siti@example.org"
WAIT_SECONDS = 30


def words_of(number: int) -> str:
    """What the report of this number says."""
    return f"Lampu jalan nomor {number} padam sejak seminggu, anak-anak pulang mengaji dalam gelap."


def send_report(address: str, number: int, outcome: Outcome) -> None:
    """The report of this number, with a photo, by the way that its number chooses."""
    if number % 2 == 0:
        _send_by_api(address, words_of(number), outcome)
        return
    with suppress(Refused):  # which is noted
        Visitor(address, outcome).report(words_of(number))


def _send_by_api(address: str, words: str, outcome: Outcome) -> None:
    key = uuid.uuid4()
    body = _form({}, "file", outcome.photo)
    kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    _status, photo = until_answered(address, raw_request("POST", f"{PATH}/photos", kind, body), outcome)
    report = {"text": words, "name": "Siti", "email": EMAIL, "photos": [photo.get("id")]}
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(key)}
    request = raw_request("POST", PATH, headers, json.dumps(report).encode())
    outcome.note(key, *until_answered(address, request, outcome))


class Visitor:
    """A browser without script, with cookies of its own: a page or a step that brought no answer is asked for again."""

    def __init__(self, address: str, outcome: Outcome) -> None:
        self._address, self._outcome = address, outcome
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._at = ""

    def report(self, words: str) -> None:
        """The four pages and the receipt."""
        start = self._see("/lapor/")
        first = {"text": words, "key": _value(start, "key")}
        page = self._hand_in(first, _token(start), photo=True)
        page = self._hand_in({}, _token(page))
        page = self._hand_in({"kind": "complaint"}, _token(page))
        puzzle = _value(page, "puzzle")
        who = {"who": "contact", "name": "Siti", "email": EMAIL, "secrecy": "public"}
        sent = self._hand_in({**who, "puzzle": puzzle, "puzzle_answer": solve(puzzle)}, _token(page))
        number = re.search(r"LPR-\w{4}-\w{4}", sent)
        self._outcome.note(uuid.uuid4(), 201, {"number": number[0] if number else ""})

    def _see(self, path: str) -> str:
        return self._ask(urllib.request.Request(urljoin(self._address, path)))  # noqa: S310 - our own address

    def _hand_in(self, answers: dict[str, str], token: str, *, photo: bool = False) -> str:
        """Send the form of the page where we are; the page to which it leads."""
        fields = {**answers, "csrfmiddlewaretoken": token}
        body = _form(fields, "photos", self._outcome.photo) if photo else urlencode(fields).encode()
        kind = f"multipart/form-data; boundary={BOUNDARY}" if photo else "application/x-www-form-urlencoded"
        return self._ask(urllib.request.Request(self._at, body, {"Content-Type": kind}))  # noqa: S310 - our own

    def _ask(self, request: urllib.request.Request) -> str:
        def ask() -> tuple[int, bytes]:
            try:
                with self._opener.open(request, timeout=WAIT_SECONDS) as answer:
                    body = answer.read()
                    self._at = answer.url
                    return answer.status, body
            except urllib.error.HTTPError as refusal:
                return refusal.code, refusal.read()
            except (OSError, HTTPException):
                return 0, b""

        answer = until_taken(ask, self._outcome)
        if answer is None:
            raise Refused(request.full_url)
        return answer[1].decode()


def _token(page: str) -> str:
    return _value(page, "csrfmiddlewaretoken")


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""


def _form(fields: dict[str, str], file: str, photo: bytes) -> bytes:
    """A form with one photo."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{file}"; filename="a.jpg"\r\n'.encode()
    return b"".join([*parts, head, b"Content-Type: image/jpeg\r\n\r\n", photo, f"\r\n--{BOUNDARY}--\r\n".encode()])
