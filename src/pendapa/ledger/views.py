"""`/log/`: the log as files that anyone may fetch (C2SP tlog-tiles), and a page that says what it is."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotFound, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pendapa.ledger.presenting import told_lines
from pendapa.ledger.queries import bundle, log_name, log_size, log_vkey, newest_checkpoint
from pendapa.ledger.schemas import leaf_schema
from pendapa.ledger.storage import MissingTile, read_tile
from pendapa.ledger.tiles import ENTRIES, FULL_WIDTH, Tile, pack_entries
from pendapa.ledger.witnessing.queries import cosigned, witness_rows
from pendapa.people.pages import public_page

P = ParamSpec("P")
FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_MOMENT = "public, max-age=1"
FOR_AN_HOUR = "public, max-age=3600"
BYTES = "application/octet-stream"
TEXT = "text/plain; charset=utf-8"


def log_file(view: Callable[Concatenate[Any, P], HttpResponse]) -> Callable[Concatenate[Any, P], HttpResponse]:
    """A part of the log itself: read by whoever asks, also by the page of another site."""

    @public_page
    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return answer


@log_file
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """The newest signed checkpoint, with the signatures of the witnesses that have seen this very one."""
    signed = newest_checkpoint()
    if signed is None:
        return HttpResponseNotFound("The log has not begun.\n", content_type=TEXT)
    return _answer(cosigned(signed.note), TEXT, FOR_A_MOMENT)


@log_file
def tile(_request: HttpRequest, address: str) -> HttpResponse:
    """A tile of hashes or a bundle of entries; what it holds at a width never changes."""
    try:
        asked = Tile.at(f"tile/{address}")
    except ValueError:
        return HttpResponseBadRequest("This is no address of a tile (C2SP tlog-tiles).\n", content_type=TEXT)
    content = _entries(asked) if asked.level == ENTRIES else _hashes(asked)
    if content is None:
        return HttpResponseNotFound("The log has not come so far.\n", content_type=TEXT)
    return _answer(content, BYTES, FOR_EVER)


@log_file
def key(_request: HttpRequest) -> HttpResponse:
    """The key by which the log's checkpoints are verified (a vkey)."""
    return _answer(f"{log_vkey()}\n", TEXT, FOR_AN_HOUR)


@log_file
def schema(_request: HttpRequest) -> HttpResponse:
    """What a leaf may say, verb by verb."""
    response = JsonResponse(leaf_schema(), json_dumps_params={"indent": 1}, content_type="application/schema+json")
    response["Cache-Control"] = FOR_AN_HOUR
    return response


@public_page
@require_safe
def log_page(request: HttpRequest) -> HttpResponse:
    """What the log is, how far it has come, what it told last, and who watches over it."""
    signed = newest_checkpoint()
    context = {
        "signed": signed,
        "name": log_name(),
        "vkey": log_vkey(),
        "lines": told_lines(20),
        "witnesses": witness_rows(),
        "address": request.build_absolute_uri("/"),
    }
    return render(request, "ledger/log.html", context)


def _hashes(asked: Tile) -> bytes | None:
    try:
        return read_tile(asked)
    except MissingTile:
        return None


def _entries(asked: Tile) -> bytes | None:
    if asked.index * FULL_WIDTH + asked.width > log_size():
        return None
    entries = bundle(asked.index, asked.width)
    return pack_entries(entries) if entries else None


def _answer(content: str | bytes, kind: str, caching: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Cache-Control"] = caching
    return response
