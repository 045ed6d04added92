"""The reads of the catalogue. Everything published is public; drafts are read by `standards_visible_to` alone."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from pendapa.catalogue.actions import content_of
from pendapa.catalogue.languages import language_or_active
from pendapa.catalogue.models import (
    CatalogueRevision,
    Channel,
    LifeEvent,
    PublicService,
    ServicePledge,
    ServiceStandard,
)
from pendapa.catalogue.permissions import VIEW_CATALOGUE_DESK
from pendapa.catalogue.presenting import (
    channel_row,
    in_language,
    pledge_row,
    service_row,
    standard_row,
    unit_row,
)
from pendapa.catalogue.rows import (
    DeskServiceRow,
    LifeEventRow,
    PledgeRow,
    ServicePage,
    ServiceRow,
    StandardRow,
    VersionRow,
)
from pendapa.catalogue.rules import Difference, differences
from pendapa.journal.actors import Actor
from pendapa.kernel.statements import run_prepared
from pendapa.people.models import Organization
from pendapa.people.permissions import reachable_paths

Status = ServiceStandard.Status
LARGE_AND_SELDOM_READ = (
    "components", "cost_note", "output", "evidence", "steps", "legal_basis", "document_template",
    "service__search_id", "service__search_en",
    "form_version__schema", "form_version__layout",
    "process_version__xml", "process_version__outline", "process_version__spec",
)  # fmt: skip
FROZEN = (Status.PUBLISHED, Status.SUPERSEDED)

# By slug: the services of one body, a few dozen.
_standards: dict[str, tuple[UUID | None, ServiceStandard]] = {}


def published_standards() -> QuerySet[ServiceStandard]:
    """The standards that count now, each with its service and owner."""
    return ServiceStandard.objects.filter(status=Status.PUBLISHED).select_related("service__owner")


def published_services(
    language: str | None = None,
    *,
    life_event: str | None = None,
    unit: str | None = None,
    is_online: bool | None = None,
) -> list[ServiceRow]:
    """Every service with a published standard, in the order of the catalogue (one query).

    `life_event` narrows by its key, `unit` by a path of the tree (with all below it).
    """
    language = language_or_active(language)
    standards = published_standards().annotate(life_event_keys=_life_events_of_service("key"))
    if life_event is not None:
        standards = standards.filter(service__life_events__key=life_event)
    if unit is not None:
        standards = standards.filter(_within("service__owner__path", [unit]))
    if is_online is not None:
        standards = standards.filter(service__is_online=is_online)
    ordered = standards.order_by("service__order", "service__name")
    return [service_row(standard.service, standard, language) for standard in ordered]


def life_events(language: str | None = None) -> list[LifeEventRow]:
    """The moments of life in their order, each with the number of its published services (one query)."""
    language = language_or_active(language)
    published = Count("services", filter=Q(services__standards__status=Status.PUBLISHED), distinct=True)
    return [
        _life_event_row(event, language, event.published) for event in LifeEvent.objects.annotate(published=published)
    ]


def services_by_life_event(language: str | None = None) -> list[tuple[LifeEventRow, list[ServiceRow]]]:
    """The moments of life, each with its published services (two queries)."""
    services = published_services(language)
    return [
        (event, [service for service in services if event.key in service.life_events])
        for event in life_events(language)
    ]


def service_page(slug: str, language: str | None = None) -> ServicePage | None:
    """What the page of a service shows; None where no published service has this slug (three queries)."""
    language = language_or_active(language)
    shown = JSONObject(
        key=F("key"),
        name=F("name_en" if language == "en" else "name"),
        summary=F("summary_en" if language == "en" else "summary"),
        icon=F("icon"),
    )
    standard = published_standards().filter(service__slug=slug).annotate(events=_life_events_of_service(shown)).first()
    if standard is None:
        return None
    service = standard.service
    return ServicePage(
        id=service.pk,
        slug=service.slug,
        name=in_language(service.name, service.name_en, language),
        summary=in_language(service.summary, service.summary_en, language),
        is_online=service.is_online,
        website=service.website,
        unit=unit_row(service.owner, language),
        life_events=tuple(LifeEventRow(**event) for event in standard.events),
        standard=standard_row(standard, language),
        channels=tuple(channel_row(channel, language) for channel in _channels_of(service)),
        pledge=current_pledge(service.owner, language),
    )


def standard_for_application(slug: str) -> ServiceStandard | None:
    """The published standard of a service that can be applied for online, with its form and process.

    Remembered until the catalogue changes (one query either way); do not change what is returned. What is large and
    seldom read is fetched when it is asked for.
    """
    revision = catalogue_revision()
    remembered = _standards.get(slug)
    if remembered is not None and remembered[0] == revision and revision is not None:
        return remembered[1]
    standard = (
        published_standards()
        .select_related("form_version", "process_version")
        .defer(*LARGE_AND_SELDOM_READ)
        .filter(service__slug=slug, service__is_online=True, form_version__isnull=False, process_version__isnull=False)
        .first()
    )
    if standard is not None:
        _standards[slug] = (revision, standard)
    return standard


READ_REVISION = f"SELECT token FROM {CatalogueRevision._meta.db_table} ORDER BY id LIMIT 1"  # noqa: S608 - our own


def catalogue_revision() -> UUID | None:
    """A token that is another one after every change of the catalogue; None before the first (one query)."""
    return next((token for (token,) in run_prepared(READ_REVISION)), None)


def current_pledge(unit: Organization, language: str | None = None) -> PledgeRow | None:
    """The newest pledge of the unit, or of the nearest unit above it that has one (one query)."""
    codes = unit.path.split("/")
    pledges = ServicePledge.objects.filter(unit__code__in=codes).select_related("unit").order_by("-version")
    nearest = min(pledges, key=lambda pledge: -codes.index(pledge.unit.code), default=None)
    return pledge_row(nearest, language_or_active(language)) if nearest else None


def versions_of(slug: str) -> list[VersionRow]:
    """The public history of a standard, newest first (one query)."""
    standards = ServiceStandard.objects.filter(service__slug=slug, status__in=FROZEN).order_by("-version")
    return [version_row(standard) for standard in standards]


def published_version(slug: str, version: int, language: str | None = None) -> StandardRow | None:
    """One published or superseded version as it was."""
    standard = ServiceStandard.objects.filter(service__slug=slug, version=version, status__in=FROZEN).first()
    return standard_row(standard, language_or_active(language)) if standard else None


def version_differences(after: ServiceStandard) -> list[Difference]:
    """What a version changed against the one before it; everything, where it is the first."""
    before = ServiceStandard.objects.filter(service_id=after.service_id, version=after.version - 1).first()
    return differences(content_of(before) if before else {}, content_of(after))


def standards_visible_to(actor: Actor) -> QuerySet[ServiceStandard]:
    """Every version, drafts too, of the services that the actor looks after at the desk."""
    standards = ServiceStandard.objects.select_related("service__owner", "published_by")
    if actor.is_system:
        return standards
    return standards.filter(_within("service__owner__path", reachable_paths(actor, VIEW_CATALOGUE_DESK)))


def desk_services(actor: Actor) -> list[DeskServiceRow]:
    """The services that the actor looks after, each with what is in force and what is in the making (one query)."""
    rows: dict[str, DeskServiceRow] = {}
    current = standards_visible_to(actor).exclude(status=Status.SUPERSEDED).order_by("service__name")
    for standard in current:
        service = standard.service
        row = rows.setdefault(service.slug, DeskServiceRow(service.slug, service.local_name, service.owner.local_name))
        if standard.status == Status.PUBLISHED:
            row.published = version_row(standard)
        else:
            row.open_draft = version_row(standard)
    return list(rows.values())


def version_row(standard: ServiceStandard) -> VersionRow:
    return VersionRow(
        version=standard.version,
        status=standard.status,
        status_name=str(Status(standard.status).label),
        valid_from=standard.valid_from,
        published_at=standard.published_at,
        superseded_at=standard.superseded_at,
        digest=standard.digest,
    )


def _channels_of(service: PublicService) -> list[Channel]:
    """The service's own channels, then those of its unit of kinds that the service does not have."""
    channels = Channel.objects.filter(Q(service=service) | Q(unit=service.owner_id)).order_by("order", "id")
    own = [channel for channel in channels if channel.service_id is not None]
    kinds = {channel.kind for channel in own}
    return own + [channel for channel in channels if channel.service_id is None and channel.kind not in kinds]


def _life_events_of_service(shown: str | JSONObject) -> ArraySubquery:
    events = LifeEvent.objects.filter(services=OuterRef("service")).order_by("order", "key")
    return ArraySubquery(events.values(shown=shown if isinstance(shown, JSONObject) else F(shown)))


def _life_event_row(event: LifeEvent, language: str, services: int) -> LifeEventRow:
    name = in_language(event.name, event.name_en, language)
    return LifeEventRow(event.key, name, in_language(event.summary, event.summary_en, language), event.icon, services)


def _within(field: str, paths: Iterable[str]) -> Q:
    """Rows whose path is one of the paths or below it; none where there are no paths."""
    within = Q(pk__in=[])
    for path in paths:
        within |= Q(**{field: path}) | Q(**{f"{field}__startswith": f"{path}/"})
    return within
