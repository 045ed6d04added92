"""A short client for the ClamAV daemon, used where `PENDAPA_CLAMD` names one ("host:port" or a socket's path)."""

import socket
import struct

from django.conf import settings
from django.utils.translation import gettext as _

from pendapa.kernel.problems import Invalid, Problem

CHUNK = 65_536
TIMEOUT_SECONDS = 30
LONGEST_ANSWER = 4096


class ScannerSilent(Problem):
    """The virus scanner does not answer; nothing unscanned is taken."""

    type = "scanner-silent"
    status = 503


def scan_for_malware(content: bytes) -> None:
    """Raises Invalid for infected content, ScannerSilent when the scanner cannot say. Nothing where none is set."""
    address = getattr(settings, "PENDAPA_CLAMD", "")
    if not address:
        return
    try:
        answer = _answer_of(address, content)
    except (OSError, ValueError) as error:
        raise _silence() from error
    if answer.endswith("FOUND"):
        raise Invalid(_("The virus scanner found something dangerous in this file. Do not open it; add another copy."))
    if not answer.endswith("OK"):
        raise _silence()


def _silence() -> ScannerSilent:
    return ScannerSilent(_("We cannot check files for viruses at the moment. Please try again in a few minutes."))


def _answer_of(address: str, content: bytes) -> str:
    with _connection_to(address) as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            chunk = content[start : start + CHUNK]
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            received = connection.recv(LONGEST_ANSWER)
            if not received:
                break
            answer += received
    return answer.rstrip(b"\0\n").decode("utf-8", "replace").strip()


def _connection_to(address: str) -> socket.socket:
    if "/" in address:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(TIMEOUT_SECONDS)
        connection.connect(address.removeprefix("unix:"))
        return connection
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=TIMEOUT_SECONDS)
