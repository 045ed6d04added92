"""The witness as a web application: `POST /add-checkpoint`, a page of plain text at `/`, `/healthz`."""

import os
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

import structlog

from pendapa.ledger.witness.configuration import configured_witness
from pendapa.ledger.witness.cosigning import Witness
from pendapa.ledger.witness.protocol import ADDRESS, LARGEST_REQUEST, SIZE_TYPE, Refusal
from pendapa.ledger.witness.state import DamagedState

log = structlog.get_logger(__name__)
TEXT = "text/plain; charset=utf-8"
StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]
Answer = tuple[int, str, str]


def witness_application(witness: Witness) -> Application:
    """A WSGI application around a witness."""

    def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        status, kind, text = _answer(witness, environ)
        body = text.encode()
        headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            headers.append(("Allow", "POST" if environ.get("PATH_INFO") == ADDRESS else "GET, HEAD"))
        start_response(f"{status} {HTTPStatus(status).phrase}", headers)
        return [b"" if environ.get("REQUEST_METHOD") == "HEAD" else body]

    return application


def _answer(witness: Witness, environ: dict[str, Any]) -> Answer:
    path, method = environ.get("PATH_INFO", ""), environ.get("REQUEST_METHOD", "")
    if path == ADDRESS:
        return _add_checkpoint(witness, environ) if method == "POST" else (405, TEXT, "Send a checkpoint by POST.\n")
    if path not in ("/", "/healthz"):
        return 404, TEXT, "There is nothing here.\n"
    if method not in ("GET", "HEAD"):
        return 405, TEXT, "Only to be read.\n"
    return 200, TEXT, "ok\n" if path == "/healthz" else _page(witness)


def _add_checkpoint(witness: Witness, environ: dict[str, Any]) -> Answer:
    body = environ["wsgi.input"].read(LARGEST_REQUEST + 1)
    try:
        if len(body) > LARGEST_REQUEST:
            raise Refusal(400, "The request is too long.")
        return 200, TEXT, witness.add_checkpoint(body, at=int(time.time()))
    except Refusal as refusal:
        log.info("checkpoint_refused", status=refusal.status, reason=refusal.reason)
        if refusal.size is not None:
            return refusal.status, SIZE_TYPE, f"{refusal.size}\n"
        return refusal.status, TEXT, f"{refusal.reason}\n"
    except (DamagedState, OSError) as fault:
        log.error("witness_cannot_sign", reason=str(fault))
        return 500, TEXT, "The witness cannot sign now.\n"


def _page(witness: Witness) -> str:
    lines = ["A witness of transparency logs (C2SP tlog-witness).", "", f"Key: {witness.signer.verifier.vkey}", ""]
    for origin, seen in witness.seen().items():
        lines.append(f"{origin}: " + (f"{seen.size} entries, root {seen.root.hex()}" if seen else "nothing seen yet"))
    return "\n".join(lines) + "\n"


def __getattr__(name: str) -> Application:
    """The application, made where the server asks for it."""
    if name == "application":
        return witness_application(configured_witness(os.environ))
    raise AttributeError(name)
