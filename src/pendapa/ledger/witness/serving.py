"""The witness as a web application (ASGI): `POST /add-checkpoint`, a page of plain text at `/`, `/healthz`.

Who sends nothing keeps nobody waiting: a request is read beside the others, and is whole in ten seconds or refused.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any, Final

import structlog

from pendapa.ledger.witness.configuration import configured_witness
from pendapa.ledger.witness.cosigning import Witness
from pendapa.ledger.witness.protocol import ADDRESS, LARGEST_REQUEST, SIZE_TYPE, Refusal
from pendapa.ledger.witness.state import DamagedState

log = structlog.get_logger(__name__)
TEXT = "text/plain; charset=utf-8"
BODY_SECONDS: Final = 10.0
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]
Answer = tuple[int, str, str]


def witness_application(witness: Witness) -> Application:
    """An ASGI application around a witness."""

    async def application(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        method, path = scope["method"], scope["path"]
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _body(receive) if (method, path) == ("POST", ADDRESS) else b""
            status, kind, text = await asyncio.to_thread(answer_to, witness, method, path, body)
        except TimeoutError:
            status, kind, text = 408, TEXT, "The request did not come to its end.\n"
        except ConnectionError:
            status, kind, text = 400, TEXT, "The request is cut off.\n"
        content = text.encode()
        headers = [("content-type", kind), ("content-length", str(len(content))), ("cache-control", "no-store")]
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            headers.append(("allow", "POST" if path == ADDRESS else "GET, HEAD"))
        encoded = [(name.encode(), value.encode()) for name, value in headers]
        await send({"type": "http.response.start", "status": status, "headers": encoded})
        await send({"type": "http.response.body", "body": b"" if method == "HEAD" else content})

    return application


async def _body(receive: Receive) -> bytes:
    """The body, or its beginning where it is too long; raises ConnectionError when it is cut off."""
    content, has_more = bytearray(), True
    while has_more and len(content) <= LARGEST_REQUEST:
        message = await receive()
        if message["type"] != "http.request":
            raise ConnectionError("the request is cut off")
        content += message.get("body", b"")
        has_more = bool(message.get("more_body"))
    return bytes(content)


def answer_to(witness: Witness, method: str, path: str, body: bytes) -> Answer:
    """Status, content type and text of the answer to one request."""
    if path == ADDRESS:
        return _add_checkpoint(witness, body) if method == "POST" else (405, TEXT, "Send a checkpoint by POST.\n")
    if path not in ("/", "/healthz"):
        return 404, TEXT, "There is nothing here.\n"
    if method not in ("GET", "HEAD"):
        return 405, TEXT, "Only to be read.\n"
    return 200, TEXT, "ok\n" if path == "/healthz" else _page(witness)


def _add_checkpoint(witness: Witness, body: bytes) -> Answer:
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
