"""JSON: the published services and their standards. Anyone may read them."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from pendapa.catalogue.queries import published_services, service_page, versions_of
from pendapa.catalogue.search import search_services
from pendapa.kernel.problems import NotFound

router = Router()
Language = Annotated[str, Query(pattern="^(id|en)$", description="Language of the texts: id or en.")]
Words = Annotated[str, Query(max_length=200, description="Words to search for; typing errors are forgiven.")]


class ServiceOut(Schema):
    """A published service. Cost in rupiah, time in working days."""

    slug: str
    name: str
    summary: str
    unit_code: str
    unit_name: str
    is_online: bool
    website: str
    working_days: int
    cost_rupiah: int
    life_events: list[str]


class VersionOut(Schema):
    """A published or superseded version of a standard; `digest` identifies its content."""

    version: int
    status: str
    valid_from: date | None
    published_at: datetime | None
    superseded_at: datetime | None
    digest: str


class ServicePageOut(Schema):
    """A service with its unit, its standard in force (14 components), channels and pledge."""

    slug: str
    name: str
    summary: str
    is_online: bool
    website: str
    unit: dict[str, Any]
    life_events: list[dict[str, Any]]
    standard: dict[str, Any]
    channels: list[dict[str, Any]]
    pledge: dict[str, Any] | None


@router.get("", response=list[ServiceOut], summary="Published services")
def list_services(
    request: HttpRequest,
    q: Words = "",
    life_event: str | None = None,
    language: Language = "id",
) -> list[Any]:
    if q.strip():
        found = [hit.service for hit in search_services(q, language)]
        return [service for service in found if life_event is None or life_event in service.life_events]
    return list(published_services(language, life_event=life_event))


@router.get("/{slug}", response=ServicePageOut, summary="A service and its standard")
def read_service(request: HttpRequest, slug: str, language: Language = "id") -> dict[str, Any]:
    page = service_page(slug, language)
    if page is None:
        raise NotFound(_("There is no published service of this name."))
    return asdict(page)


@router.get("/{slug}/versions", response=list[VersionOut], summary="The history of a service's standard")
def list_versions(request: HttpRequest, slug: str) -> list[Any]:
    versions = versions_of(slug)
    if not versions:
        raise NotFound(_("There is no published service of this name."))
    return list(versions)
