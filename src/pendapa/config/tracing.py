"""OpenTelemetry spans of requests, sent only where a collector is named; not even imported otherwise."""

import contextlib
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from pendapa import __version__
from pendapa.config.environment import environment

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer


@cache
def tracer() -> "Tracer | None":
    """The tracer of this process; None without OTEL_EXPORTER_OTLP_ENDPOINT."""
    endpoint = environment().otlp_endpoint
    if not endpoint:
        return None
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": "pendapa", "service.version": __version__}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{endpoint}/v1/traces")))
    return provider.get_tracer("pendapa")


@contextlib.contextmanager
def request_span(method: str, request_id: str) -> "Iterator[Span | None]":
    """A span around one request; its name is completed with the route once that is known."""
    found = tracer()
    if found is None:
        yield None
        return
    with found.start_as_current_span(
        method, attributes={"http.request.method": method, "request.id": request_id}
    ) as span:
        yield span


def name_span(span: "Span | None", method: str, route: str, status: int) -> None:
    """Route and outcome, never the path: paths hold numbers and secrets."""
    if span is not None:
        span.update_name(f"{method} {route}")
        span.set_attributes({"http.route": route, "http.response.status_code": status})
