"""`python -m tests.inspection.open311 URL KEY`: every call of GeoReport v2 in both formats, checked by the schemas.

Hands in two reports. A table is printed; 1 on a violation. The schemas are read beside the project, and left out where
they are not.
"""

import json
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from lxml import etree

from tests.inspection.reporting import table

FORMS = ("json", "xml")
BOOLEANS = {"metadata", "variable", "required"}
NUMBERS = {"lat", "long"}
WHOLE = {"order", "code"}
LISTS = {"attributes", "values", "endpoints", "formats"}


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, media type, and the value read from either format into the same shape."""

    status: int
    media_type: str
    value: Any


class Client:
    """Speaks one format with one endpoint."""

    def __init__(self, url: str, form: str) -> None:
        self.url, self.form = url.rstrip("/"), form

    def get(self, path: str, **query: str) -> Answer:
        return self._send(f"{self.url}/{path}.{self.form}?{urllib.parse.urlencode(query)}", None)

    def post(self, path: str, **given: str) -> Answer:
        return self._send(f"{self.url}/{path}.{self.form}", urllib.parse.urlencode(given).encode())

    def _send(self, url: str, body: bytes | None) -> Answer:
        try:
            with urllib.request.urlopen(url, body, timeout=30) as answer:  # noqa: S310 - an address given by hand
                return self._read(answer.status, answer)
        except urllib.error.HTTPError as refusal:
            return self._read(refusal.code, refusal)

    def _read(self, status: int, answer: Any) -> Answer:
        content = answer.read()
        value = json.loads(content) if self.form == "json" else value_of(etree.fromstring(content))
        return Answer(status, answer.headers.get_content_type(), value)


def value_of(element: Any) -> Any:
    """An XML answer as its JSON would be."""
    parts = list(element)
    if element.tag in LISTS or (element.tag in {"services", "service_requests", "errors"}):
        return [value_of(part) for part in parts]
    if parts:
        return {part.tag: value_of(part) for part in parts}
    text = element.text
    if text is None or element.tag in BOOLEANS:
        return None if text is None else text == "true"
    if element.tag in NUMBERS:
        return float(text)
    return int(text) if element.tag in WHOLE and text.isdecimal() else text


def walk(url: str, key: str) -> Iterator[tuple[str, str, str]]:
    """(call, format, what is wrong or nothing) for each call."""
    for form in FORMS:
        client = Client(url, form)
        expected = "application/json" if form == "json" else "text/xml"

        def seen(
            name: str, answer: Answer, schema: str = "", status: int = 200, form: str = form, expected: str = expected
        ) -> tuple[str, str, str]:
            faults = [] if answer.status == status else [f"status {answer.status}, not {status}"]
            faults += [] if answer.media_type == expected else [f"media type {answer.media_type}"]
            faults += faults_by_schema(schema, answer.value) if schema and not faults else []
            return name, form, "; ".join(faults)

        yield seen("discovery", client.get("discovery"))
        services = client.get("services")
        yield seen("services", services, "services")
        code = services.value[0]["service_code"]
        definition = client.get(f"services/{code}")
        yield seen("service definition", definition, "service-definition")
        given = {"api_key": key, "service_code": code, "address_string": "Jl. Contoh 1", "device_id": str(uuid4())}
        given |= {f"attribute[{name}]": value for name, value in answers_to(definition.value).items()}
        sent = client.post("requests", **given, description=f"Laporan percobaan ({form}), mohon diabaikan.")
        yield seen("POST request", sent)
        again = client.post("requests", **given, description=f"Laporan percobaan ({form}), mohon diabaikan.")
        yield "POST request again", form, "" if again.value == sent.value else "another report"
        receipt = sent.value[0] if sent.status == 200 else {}
        number = receipt.get("service_request_id")
        if number is None and receipt.get("token"):
            resolved = client.get(f"tokens/{receipt['token']}")
            yield seen("token", resolved)
            number = resolved.value[0]["service_request_id"]
        yield seen("request", client.get(f"requests/{number}"), "requests")
        yield seen("own request", client.get(f"requests/{number}", api_key=key, extensions="true"), "requests")
        yield seen("requests", client.get("requests", page_size="50"), "requests")
        yield seen("requests by number", client.get("requests", service_request_id=str(number)), "requests")
        yield seen("unknown token", client.get("tokens/none"), status=404)
        yield seen("unknown request", client.get("requests/LPR-2222-2222"), status=404)
        yield seen("unknown service", client.get("services/tidak-ada"), status=404)
        yield seen("without a key", client.post("requests", service_code=code), status=403)
        yield seen("without a service", client.post("requests", api_key=key), status=400)


def answers_to(definition: dict[str, Any]) -> dict[str, str]:
    """A good answer for each question that must be answered."""
    samples: dict[str, Callable[[dict[str, Any]], str]] = {
        "string": lambda _one: "12",
        "number": lambda _one: "3.5",
        "datetime": lambda _one: "2026-03-02T09:00:00+07:00",
        "text": lambda _one: "Sejak kemarin.",
        "singlevaluelist": lambda one: str(one["values"][0]["key"]),
        "multivaluelist": lambda one: str(one["values"][0]["key"]),
    }
    asked = definition.get("attributes") or []
    return {one["code"]: samples[one["datatype"]](one) for one in asked if one["required"]}


def faults_by_schema(name: str, value: Any) -> list[str]:
    """What is wrong by a schema of the specification; nothing where the schemas are not at hand."""
    import jsonschema_rs

    from pendapa.exchange.tests.schemas import FOLDER, schema_of

    if not FOLDER.exists():
        return []
    found = jsonschema_rs.validator_for(schema_of(name)).iter_errors(value)
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message}"[:160] for error in found]


def main() -> int:
    """Walk and print."""
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    url = sys.argv[1].rstrip("/")
    rows = list(walk(url if url.endswith("/v2") else f"{url}/open311/v2", sys.argv[2]))
    print(table(("call", "format", "GeoReport v2"), [(call, form, fault or "good") for call, form, fault in rows]))
    return 1 if any(fault for _call, _form, fault in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
