"""GeoReport v2 as a client: hand a report in, look a token up, ask how reports stand. Reads both formats."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from lxml import etree

from pendapa.exchange.models import Open311Peer
from pendapa.exchange.peers.connection import fetch
from pendapa.kernel.text import plain_text
from pendapa.notices.transports.failing import CannotSend
from pendapa.notices.transports.posting import refused

Row = dict[str, Any]
FORM = "application/x-www-form-urlencoded; charset=utf-8"
LONGEST_VALUE = 20_000


def post_request(peer: Open311Peer, parameters: Mapping[str, str], key: str) -> Row:
    """Hand a report in; the first row of the answer. Raises CannotSend."""
    given = {**parameters, **_own(peer, with_key=True)}
    headers = {"Content-Type": FORM, "Idempotency-Key": key, "Accept": _accepted(peer)}
    answer = fetch("POST", f"{peer.url}/requests.{peer.format}", urlencode(given).encode(), headers)
    if not answer.is_taken:
        raise refused(answer)
    rows = read_rows(answer.body, peer.format)
    if not rows:
        raise CannotSend("the answer names no request", is_final=True)
    return rows[0]


def rows_by_number(peer: Open311Peer, numbers: Sequence[str]) -> list[Row]:
    """How reports stand there. Raises CannotSend."""
    return _get(peer, "requests", {"service_request_id": ",".join(numbers), "extensions": "true"})


def number_of_token(peer: Open311Peer, token: str) -> str:
    """The number behind a token; empty while there is none. Raises CannotSend."""
    rows = _get(peer, f"tokens/{quote(token, safe='')}", {})
    return text_of(rows[0], "service_request_id") if rows else ""


def read_rows(body: bytes, form: str) -> list[Row]:
    """The rows of an answer; raises CannotSend for what is no answer. Entities and document types are not read."""
    return _rows_of_xml(body) if form == "xml" else _rows_of_json(body)


def text_of(row: Row, name: str) -> str:
    """A value as plain text without blanks around it; empty for nothing and for what is no single value."""
    value = row.get(name)
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    return plain_text(str(value)).strip()[:LONGEST_VALUE]


def _get(peer: Open311Peer, path: str, query: Mapping[str, str]) -> list[Row]:
    given = urlencode({**query, **_own(peer, with_key=bool(peer.api_key))})
    answer = fetch("GET", f"{peer.url}/{path}.{peer.format}?{given}", headers={"Accept": _accepted(peer)})
    if not answer.is_taken:
        raise refused(answer)
    return read_rows(answer.body, peer.format)


def _own(peer: Open311Peer, *, with_key: bool) -> dict[str, str]:
    own = {"jurisdiction_id": peer.jurisdiction_id} if peer.jurisdiction_id else {}
    return {**own, "api_key": peer.api_key} if with_key else own


def _accepted(peer: Open311Peer) -> str:
    return "text/xml" if peer.format == "xml" else "application/json"


def _rows_of_json(body: bytes) -> list[Row]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise CannotSend("the answer is no JSON") from error
    if not isinstance(value, list):
        raise CannotSend("the answer is no list")
    return [row for row in value if isinstance(row, dict)]


def _rows_of_xml(body: bytes) -> list[Row]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CannotSend("the answer is no XML") from error
    if root.getroottree().docinfo.doctype:
        raise CannotSend("the answer has a document type, which we do not read")
    return [_row_of(element) for element in root.iterchildren("request")]


def _row_of(element: Any) -> Row:
    """One level of names inside a name, which is all that a request has."""
    row: Row = {}
    for child in element.iterchildren(tag=etree.Element):
        row[str(child.tag)] = {str(one.tag): one.text for one in child} if len(child) else child.text
    return row
