"""No public address holds a trace of a report that is secret, withheld, not yet looked at, or about misconduct.

Every address of the program is fetched by somebody unknown: before any hidden report exists, and with nine of them.
What is the same before and after can tell nothing of them, in no number and in no list; each hidden number is then
tried at every address that takes one, beside a number that never was, and both must answer alike.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings

from pendapa.complaints.models import Complaint, Publication
from pendapa.complaints.tests.factories import A_MONDAY
from pendapa.config.page_cache import pages
from pendapa.kernel.identifiers import new_number
from tests.addresses import Address, every_address
from tests.hall import HALL_SETTINGS
from tests.inspection.hiding import HIDDEN_UNIT, PRIVATE, Hidden, hide_reports, publish_reports
from tests.inspection.reporting import table

VOLATILE = (
    re.compile(rb'value="[^"]*"'),
    re.compile(rb'data-[a-z-]+="[^"]*"'),
    re.compile(rb"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
)
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
FORMAT, FORMATS = "<georeport_form:form>", ("json", "xml")
QUESTIONS = ("q", "nomor", "tempat", "topik", "unit", "sesudah", "service_request_id", "status")
MOST_COMPARED = 0.7
"""At least so much of the addresses must be the same on two visits, so that comparing them means something."""
pytestmark = pytest.mark.django_db


def test_no_public_address_holds_a_trace_of_a_hidden_report() -> None:
    with override_settings(**HALL_SETTINGS):
        publish_reports()
        known = [address for address in hunted_addresses() if not address.parameters]
        first, second = _visit_all(known), _visit_all(known)
        hidden = hide_reports()
        after = _visit_all(known)
        faults = [*_traces_in(after, hidden), *_changed(first, second, after)]
        faults += [fault for one in hidden for fault in _asked_about(known, one, hidden)]
        faults += [fault for one in hidden for fault in _guessed(one, hidden)]
    compared = [path for path in first if first[path] == second[path]]
    print("\n" + table(("looked at", "how many"), _summary(first, compared, hidden)))
    assert faults == []
    assert len(compared) >= MOST_COMPARED * len(first)


def test_the_hunt_finds_what_is_not_hidden() -> None:
    """Set against a report that is public, the same hunt cries out."""
    with override_settings(**HALL_SETTINGS):
        publish_reports()
        known = [address for address in hunted_addresses() if address.route.startswith("laporan/")]
        known = [address for address in known if not address.parameters]
        first, second = _visit_all(known), _visit_all(known)
        hidden = hide_reports()
        shown = Complaint.objects.filter(pk=hidden[3].case_id)
        shown.update(publication=Publication.PUBLISHED, published_at=A_MONDAY)
        after = _visit_all(known)
        found = [*_traces_in(after, hidden), *_changed(first, second, after), *_guessed(hidden[3], hidden)]
    for address in ("/laporan/", "/laporan/atom.xml", "/laporan/statistik.json", "/laporan/peta/"):
        assert any(fault.startswith(address) for fault in found), address
    assert any("foto/1/" in fault for fault in found)


@pytest.mark.parametrize("for_machines", [False, True], ids=["people", "machines"])
def test_a_published_report_keeps_to_itself_who_wrote_it_and_where_exactly(for_machines: bool) -> None:
    with override_settings(**HALL_SETTINGS):
        numbers = publish_reports()
        known = [address for address in hunted_addresses() if address.is_for_machines is for_machines]
        answers = _visit_all([address for address in known if not address.parameters])
        of_reports = [address for address in known if "number" in address.parameters and address.door != "staff"]
        for number in numbers[:3]:
            paths = [_filled(address, number, uuid4()) for address in of_reports]
            answers |= {path: (200, _fetch(path).content) for path in paths}
    faults = [
        f"{path} holds {private}"
        for path, (_status, body) in answers.items()
        for private in PRIVATE
        if private.encode() in body.lower()
    ]
    assert faults == []


def test_a_hidden_number_with_a_wrong_secret_is_refused_like_one_that_never_was() -> None:
    with override_settings(**HALL_SETTINGS):
        hidden, never = hide_reports()[0], new_number("LPR")
        answers = []
        for number in (hidden.number, never):
            given = {"number": number, "secret": "AAAA-BBBB-CCCC-DDDD"}
            response = Client(raise_request_exception=False).post("/lacak/", given)
            answers.append((response.status_code, _steady(response).replace(number.encode(), b"N")))
    assert answers[0] == answers[1]


def hunted_addresses() -> list[Address]:
    """Every address; one that comes in several formats once in each."""
    found = []
    for address in every_address():
        if FORMAT not in address.route:
            found.append(address)
            continue
        rest = tuple(name for name in address.parameters if name != "form")
        found += [replace(address, route=address.route.replace(FORMAT, form), parameters=rest) for form in FORMATS]
    return found


def _visit_all(addresses: list[Address]) -> dict[str, tuple[int, bytes]]:
    """The status and what is steady of each address, in both languages."""
    pages.forget()
    found = {}
    for address in addresses:
        for language in ("id", "en"):
            path = f"/{address.route}?bahasa={language}"
            response = _fetch(path)
            found[path] = (response.status_code, _steady(response))
    return found


def _changed(
    first: dict[str, tuple[int, bytes]], second: dict[str, tuple[int, bytes]], after: dict[str, tuple[int, bytes]]
) -> Iterator[str]:
    for path, answer in first.items():
        if answer == second[path] and answer != after[path]:
            yield f"{path} changed when hidden reports came"


def _traces_in(answers: dict[str, tuple[int, bytes]], hidden: list[Hidden]) -> Iterator[str]:
    for path, (_status, body) in answers.items():
        for one in hidden:
            for trace in one.traces:
                if trace.lower().encode() in body.lower():
                    yield f"{path} holds {trace} ({one.way})"
        if path.startswith("/laporan/") and HIDDEN_UNIT.encode() in body.lower():
            yield f"{path} names the unit that has hidden reports only"


def _asked_about(addresses: list[Address], one: Hidden, hidden: list[Hidden]) -> Iterator[str]:
    """Asked in the address for a word or number of a hidden report, a page tells nothing else of it."""
    word, number = one.traces[0], one.number
    for address in addresses:
        if address.door != "public" and not address.is_for_machines:
            continue
        for asked in (word, number):
            # Machines refuse a whole question for one part of it that makes no sense.
            names = ("service_request_id",) if address.is_for_machines else QUESTIONS
            query = "&".join(f"{name}={asked}" for name in names)
            body = _fetch(f"/{address.route}?{query}").content.lower()
            echoed = [trace for other in hidden for trace in other.traces if trace.lower() in query.lower()]
            for trace in (trace for other in hidden for trace in other.traces if trace not in echoed):
                if trace.lower().encode() in body:
                    yield f"/{address.route} asked for {asked} tells {trace} ({one.way})"
            if one.photo in body:
                yield f"/{address.route} asked for {asked} gives the photo ({one.way})"


def _guessed(one: Hidden, hidden: list[Hidden]) -> Iterator[str]:
    """Its number and its identifiers, at every address that takes some, answer like ones that never were."""
    never = new_number("LPR")
    for address in hunted_addresses():
        if not address.parameters:
            continue
        for identifier in (one.case_id, one.file_id):
            tried = _filled(address, one.number, identifier)
            control_identifier = uuid4()
            control = _filled(address, never, control_identifier)
            there, not_there = _fetch(tried), _fetch(control)
            told = _steady(there).replace(one.number.encode(), b"N").replace(str(identifier).encode(), b"U")
            expected = _steady(not_there).replace(never.encode(), b"N").replace(str(control_identifier).encode(), b"U")
            if there.status_code != not_there.status_code or told != expected:
                yield f"{tried} ({address.name}) answers otherwise than {control} ({one.way})"
            for trace in (t for other in hidden for t in other.traces if t not in (one.number, str(identifier))):
                if trace.lower().encode() in told.lower():
                    yield f"{tried} holds {trace} ({one.way})"
            if one.photo in there.content:
                yield f"{tried} gives the photo ({one.way})"


def _filled(address: Address, number: str, identifier: UUID) -> str:
    """A number stands for every word that is no token; a token or identifier is the one that is tried."""
    samples = {"int": "1", "standard_version": "1", "uuid": str(identifier)}

    def value_of(match: re.Match[str]) -> str:
        return str(identifier) if match[2] == "token" else samples.get(match[1] or "str", number)

    return "/" + PARAMETER.sub(value_of, address.route)


def _fetch(path: str) -> HttpResponse:
    response = Client(raise_request_exception=False).get(path)
    if response.streaming:
        content = b"".join(response.streaming_content)
        response = HttpResponse(content, status=response.status_code, headers=response.headers)
    assert response.status_code < 500 or response.status_code == 503, path
    return response


def _steady(response: HttpResponse) -> bytes:
    """Body and place of redirection, without what differs on every visit."""
    body = response.content + response.get("Location", "").encode()
    for pattern in VOLATILE:
        body = pattern.sub(b"", body)
    return body


def _summary(visited: dict[str, tuple[int, bytes]], compared: list[str], hidden: list[Hidden]) -> list[tuple[str, str]]:
    taking = sum(1 for address in hunted_addresses() if address.parameters)
    return [
        ("pages visited, both languages", str(len(visited))),
        ("the same on two visits, and so compared", str(len(compared))),
        ("addresses at which hidden numbers were tried", str(taking)),
        ("hidden reports", ", ".join(one.way for one in hidden)),
    ]
