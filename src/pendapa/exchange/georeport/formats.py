"""The two formats of GeoReport v2, of one value: JSON lists and objects, XML elements with the same names."""

import json
from collections.abc import Mapping
from typing import Any, Literal

from django.http import HttpResponse
from lxml import etree

from pendapa.kernel.text import plain_text

Format = Literal["json", "xml"]
CONTENT_TYPES: dict[str, str] = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
PARTS = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "hops": "hop",
}
"""What the parts of a list are called in XML."""


def answer(form: str, root: str, value: Any, status: int = 200) -> HttpResponse:
    """`value` in the format asked for; `root` names the outermost XML element, which JSON does without."""
    content = as_xml(root, value) if form == "xml" else json.dumps(value, ensure_ascii=False).encode()
    response = HttpResponse(content, status=status, content_type=CONTENT_TYPES[form])
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cache-Control"] = "no-store"
    return response


def as_xml(root: str, value: Any) -> bytes:
    """The value as an XML document: nothing is an empty element, a list one element for each part."""
    written: bytes = etree.tostring(_element(root, value), xml_declaration=True, encoding="utf-8")
    return written


def _element(name: str, value: Any) -> Any:
    element = etree.Element(name)
    if isinstance(value, Mapping):
        element.extend([_element(key, part) for key, part in value.items()])
    elif isinstance(value, list | tuple):
        element.extend([_element(PARTS[name], part) for part in value])
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif value is not None:
        element.text = plain_text(str(value))
    return element
