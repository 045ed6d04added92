"""Every form is sent back with its own fields filled with what breaks programs: it answers plainly, never a fault."""

from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import product
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client, override_settings

from tests.addresses import all_addresses
from tests.authorisation import Visitor
from tests.hall import HALL_SETTINGS, build_hall, taken_back

WHO = {"unknown", "party", "officer", "head", "administrator", "overseer", "auditor"}
FORMS_AT_LEAST = 120
"""So many forms there are at least: fewer were not found, rather than all right."""
KEPT = {"csrfmiddlewaretoken"}
NASTY: dict[str, Any] = {
    "zero byte": "a\x00b",
    "half a letter": b"a\xed\xa0\x80\xff",
    "turned round": "\u202egnp.exe\u202c \u200b\ufeff",
    "endless": "x" * 1_000_000,
    "number": "9" * 400,
    "no day": "9999-99-99",
    "many": ["1", "2", "\x00", "x"],
    "digits": "\u0661\u0662\u0663\u00b2",
}


class Forms(HTMLParser):
    """The forms of a page: their address and the names of their fields."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, dict[str, str]]] = []
        self._is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((given.get("method", "get").lower(), given.get("action", ""), {}))
            self._is_open = True
        elif self._is_open and tag in {"input", "select", "textarea", "button"} and given.get("name"):
            self.found[-1][2].setdefault(given["name"], given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self._is_open = self._is_open and tag != "form"


def forms_of(page: Any, path: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Method, address and fields of each form of a page."""
    if page.status_code >= 500 or "html" not in page.get("Content-Type", "") or page.streaming:
        return
    parser = Forms()
    parser.feed(page.content.decode())
    for method, action, fields in parser.found:
        yield method, path if not action or action.startswith("?") else action, fields


@pytest.mark.django_db
def test_nasty_values_in_its_own_fields_are_refused_plainly_by_every_form() -> None:
    faults: list[str] = []
    seen: set[tuple[str, str, frozenset[str]]] = set()
    with override_settings(**HALL_SETTINGS):
        hall = build_hall()
        visitors = [one for one in hall.visitors if one.label in WHO]
        known = [one for one in all_addresses() if all(name in hall.samples for name in one.parameters)]
        for address, visitor in product(known, visitors):
            path = address.filled(hall.samples)
            with taken_back():
                client = Client(raise_request_exception=False)
                visitor.enter(client)
                forms = list(forms_of(client.get(path), path))
            new = [one for one in forms if (one[0], one[1], frozenset(one[2])) not in seen]
            seen |= {(method, action, frozenset(fields)) for method, action, fields in new}
            for (method, action, fields), (what, value) in product(new, NASTY.items()):
                given = {name: shown if name in KEPT else value for name, shown in fields.items()}
                with taken_back():
                    status = sent(visitor, method, action, urlencode(given, doseq=True))
                if status >= 500:
                    faults.append(f"{action} as {visitor.label}: {what}")
    assert len(seen) >= FORMS_AT_LEAST
    assert faults == []


def sent(visitor: Visitor, method: str, action: str, body: str) -> int:
    """The status with which a form's answers are taken, given as they go over the wire."""
    client = Client(raise_request_exception=False)
    visitor.enter(client)
    if method != "post":
        return client.get(f"{action.partition('?')[0]}?{body}").status_code
    return client.post(action, body, content_type="application/x-www-form-urlencoded").status_code
