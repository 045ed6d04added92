"""Reads a whole folder and checks it; touches nothing."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from pendapa.catalogue.loader import life_events, organizations, pledges
from pendapa.catalogue.loader.faults import FaultList
from pendapa.catalogue.loader.organizations import OrganizationPlan
from pendapa.catalogue.loader.reading import Section, read_yaml
from pendapa.catalogue.loader.service_files import KnownNames, ServicePlan, read_service
from pendapa.catalogue.models import LifeEvent, PublicService
from pendapa.people.models import Organization

SERVICES = "services"


@dataclass(slots=True)
class FolderPlan:
    """All that a folder wants the catalogue to be; what it does not name stays as it is."""

    organizations: list[OrganizationPlan] = field(default_factory=list)
    life_events: dict[str, dict[str, Any]] = field(default_factory=dict)
    pledges: dict[str, dict[str, Any]] = field(default_factory=dict)
    services: list[ServicePlan] = field(default_factory=list)


def read_folder(folder: Path, faults: FaultList) -> FolderPlan:
    """What the folder wants; every fault in it is added to `faults`."""
    plan = FolderPlan()
    if not folder.is_dir():
        faults.add(str(folder), 1, _("There is no such folder."))
        return plan
    file = _optional_yaml(folder, organizations.FILE, faults)
    if file is not None:
        plan.organizations = organizations.read_organizations(file)
    file = _optional_yaml(folder, life_events.FILE, faults)
    if file is not None:
        plan.life_events = life_events.read_life_events(file)
    known = _known_names(plan)
    file = _optional_yaml(folder, pledges.FILE, faults)
    if file is not None:
        plan.pledges = pledges.read_pledges(file, known.units)
    for service_folder in _service_folders(folder):
        service = read_service(service_folder, f"{SERVICES}/{service_folder.name}", known, faults)
        if service is not None:
            plan.services.append(service)
    _check_across_services(plan.services, faults)
    if not (plan.organizations or plan.life_events or plan.pledges or plan.services) and not len(faults):
        faults.add(str(folder), 1, _("This folder holds nothing that can be loaded: no services/ and no known file."))
    return plan


def _optional_yaml(folder: Path, name: str, faults: FaultList) -> Section | None:
    return read_yaml(folder / name, name, faults) if (folder / name).exists() else None


def _service_folders(folder: Path) -> list[Path]:
    services = folder / SERVICES
    if not services.is_dir():
        return []
    return sorted(path for path in services.iterdir() if path.is_dir() and not path.name.startswith((".", "_")))


def _known_names(plan: FolderPlan) -> KnownNames:
    return KnownNames(
        units={o.code for o in plan.organizations} | set(Organization.objects.values_list("code", flat=True)),
        life_events=set(plan.life_events) | set(LifeEvent.objects.values_list("key", flat=True)),
    )


def _check_across_services(services: list[ServicePlan], faults: FaultList) -> None:
    slugs: dict[str, ServicePlan] = {}
    prefixes: dict[str, str] = dict(
        PublicService.objects.exclude(number_prefix="")
        .exclude(slug__in=[service.slug for service in services])
        .values_list("number_prefix", "slug")
    )
    for service in services:
        if service.slug in slugs:
            first = slugs[service.slug].file
            message = _("The slug “{slug}” is used twice: first in {file}.").format(slug=service.slug, file=first)
            faults.add(service.file, service.lines["slug"], message)
        slugs.setdefault(service.slug, service)
        prefix = str(service.values["number_prefix"])
        if prefix in prefixes:
            message = _("The number prefix {prefix} belongs to the service “{slug}” already.").format(
                prefix=prefix, slug=prefixes[prefix]
            )
            faults.add(service.file, service.lines["number_prefix"], message)
        if prefix:
            prefixes.setdefault(prefix, service.slug)
