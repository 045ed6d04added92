"""Every address that the program answers, with its door, by walking the URL resolver."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from pendapa.people.pages import DOOR

MACHINE_PREFIXES = ("api/", "open311/", "data/", "log/")
"""Behind these, permission is asked per operation and by token; their own tests hold them."""


@dataclass(frozen=True, slots=True)
class Address:
    """One pattern: `route` such as "lacak/<number>/", the URL name with its namespaces, the door ("" if none)."""

    route: str
    name: str
    door: str
    view: str
    parameters: tuple[str, ...]

    @property
    def is_for_machines(self) -> bool:
        return self.route.startswith(MACHINE_PREFIXES)

    def filled(self, values: dict[str, Any]) -> str:
        """The path with sample values in place of its parameters; raises KeyError for one without a sample."""

        def value_of(match: re.Match[str]) -> str:
            key = match[1]
            own = f"{self.name}:{key}"
            return str(values[own] if own in values else values[key])

        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", value_of, self.route)


def all_addresses() -> list[Address]:
    """Every address for people, in the order of its route."""
    return [address for address in every_address() if not address.is_for_machines]


def every_address() -> list[Address]:
    """Every address, those for machines too, in the order of its route."""
    found = _walk(get_resolver().url_patterns, "", "")
    return sorted(found, key=lambda address: (address.route, address.name))


def _walk(patterns: list[Any], prefix: str, namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        route = prefix + _route_of(pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, route, inner)
        elif isinstance(pattern, URLPattern):
            view = pattern.callback
            yield Address(
                route=route,
                name=f"{namespace}{pattern.name or ''}",
                door=getattr(view, DOOR, ""),
                view=f"{view.__module__}.{getattr(view, '__qualname__', type(view).__name__)}",
                parameters=tuple(re.findall(r"<(?:\w+:)?(\w+)>", route)),
            )


def _route_of(pattern: Any) -> str:
    return re.sub(r"^\^|\$$", "", str(pattern.pattern))
