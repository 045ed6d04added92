"""The authorisation matrix: every role at every address, by GET and by POST, beside the table that was agreed.

`python -m tests.authorisation_matrix` prints it.
"""

import csv
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from tests.addresses import Address, all_addresses

TABLE = Path(__file__).with_name("authorisation_matrix.csv")
METHODS = ("GET", "POST")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who tries every door: a label, and how a client is made into them."""

    label: str
    enter: Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Hall:
    """A small body with one thing of everything: its visitors and the sample values of URL parameters."""

    visitors: list[Visitor]
    samples: dict[str, Any]


def answer_of(status: int, location: str) -> str:
    """What a visitor met, in one word.

    "sign-in" and "second-factor" are the two redirects of doors; "found" is a page, a redirect after a write or a
    form shown again with errors; "refused" is 403; "hidden" is 404; "method" is 405; anything else is its number.
    """
    if status == 302 and location.startswith("/masuk/?"):
        return "sign-in"
    if status == 302 and location.startswith("/akun/keamanan/faktor-kedua/"):
        return "second-factor"
    if status in {200, 201, 204, 302, 303, 409, 422}:
        return "found"
    return {401: "sign-in", 403: "refused", 404: "hidden", 405: "method", 410: "hidden"}.get(status, str(status))


def matrix_of(
    hall: Hall, make_client: Callable[[], Any], taken_back: Callable[[], AbstractContextManager[None]]
) -> dict[tuple[str, str], dict[str, str]]:
    """{(method, route): {visitor: answer}}; whatever a try changed is `taken_back` before the next."""
    matrix: dict[tuple[str, str], dict[str, str]] = {}
    for address, method, visitor in product(all_addresses(), METHODS, hall.visitors):
        with taken_back():
            client = make_client()
            visitor.enter(client)
            matrix.setdefault((method, address.route), {})[visitor.label] = _try(client, method, address, hall.samples)
    return matrix


def _try(client: Any, method: str, address: Address, samples: dict[str, Any]) -> str:
    try:
        path = address.filled(samples)
    except KeyError as missing:
        return f"no sample for {missing.args[0]}"
    response = client.get(path) if method == "GET" else client.post(path, {})
    return answer_of(response.status_code, response.headers.get("Location", ""))


def read_table() -> dict[tuple[str, str], dict[str, str]]:
    """The matrix as agreed."""
    with TABLE.open(newline="", encoding="utf-8") as stream:
        return {(row.pop("method"), row.pop("route")): row for row in csv.DictReader(stream)}


def write_table(matrix: dict[tuple[str, str], dict[str, str]], stream: Any) -> None:
    """One line an address and method, one column a visitor."""
    labels = list(next(iter(matrix.values())))
    writer = csv.DictWriter(stream, ["method", "route", *labels], lineterminator="\n")
    writer.writeheader()
    for (method, route), answers in sorted(matrix.items(), key=lambda item: (item[0][1], item[0][0])):
        writer.writerow({"method": method, "route": route, **answers})
