"""`services/<slug>/service.yaml`: one service, and the files beside it."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from pendapa.catalogue.loader.channels import ChannelPlan, read_channels
from pendapa.catalogue.loader.engines import EngineParts, check_engines
from pendapa.catalogue.loader.faults import FaultList
from pendapa.catalogue.loader.organizations import is_code, read_code
from pendapa.catalogue.loader.reading import Section, read_yaml
from pendapa.catalogue.loader.standards import read_standard

FILE = "service.yaml"


@dataclass(frozen=True, slots=True)
class ServicePlan:
    """A service as the folder wants it. `standard` has the fields of `ServiceStandard`; `parts` its engines' files."""

    slug: str
    file: str
    lines: dict[str, int]
    owner: str
    values: dict[str, Any]
    life_events: list[str]
    channels: list[ChannelPlan]
    standard: dict[str, Any]
    parts: EngineParts = field(default_factory=EngineParts)


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What a service may refer to: units and life events of the folder and of the database."""

    units: set[str]
    life_events: set[str]


def read_service(folder: Path, name: str, known: KnownNames, faults: FaultList) -> ServicePlan | None:
    """The service of one folder; None, with a fault, where its `service.yaml` is missing or not well formed."""
    file_name = f"{name}/{FILE}"
    if not (folder / FILE).is_file():
        faults.add(file_name, 1, _("This file is missing: every folder under services/ describes one service."))
        return None
    file = read_yaml(folder / FILE, file_name, faults)
    if file is None:
        return None
    plan = _read_plan(file, folder, known)
    file.finish()
    return plan


def _read_plan(file: Section, folder: Path, known: KnownNames) -> ServicePlan:
    slug = _read_slug(file, folder)
    name = file.words("name", longest=120)
    summary = file.words("summary", longest=300)
    values = {
        "name": name.get("id", ""),
        "name_en": name.get("en", ""),
        "summary": summary.get("id", ""),
        "summary_en": summary.get("en", ""),
        "synonyms": [text for text, _line in file.texts("synonyms", longest=80)],
        "number_prefix": _read_prefix(file),
        "is_online": file.boolean("online"),
        "website": file.address("website"),
        "order": file.integer("order", required=False, most=10_000) or 100,
    }
    owner = file.text("owner")
    if owner and owner not in known.units:
        file.fault(
            _("The unit “{unit}” is not known; it must stand in organizations.yaml.").format(unit=owner), "owner"
        )
    life_events = _read_life_events(file, known)
    channels = read_channels(file, "channels")
    section = file.section("standard")
    standard = read_standard(section) if section else {}
    parts = check_engines(folder, file, standard, is_online=bool(values["is_online"]))
    lines = {key: file.line_of(key) for key in ("slug", "number_prefix")}
    return ServicePlan(slug, file.file, lines, owner, values, life_events, channels, standard, parts)


def _read_slug(file: Section, folder: Path) -> str:
    slug = read_code(file, "slug", required=False, longest=60)
    if not slug and (not is_code(folder.name) or len(folder.name) > 60):
        file.fault(_("The name of the folder becomes the address: small letters, digits and single hyphens."))
    return slug or folder.name


def _read_prefix(file: Section) -> str:
    prefix = file.text("number_prefix", required=False)
    if prefix and not re.fullmatch(r"[A-Z]{2,6}", prefix):
        file.fault(_("“number_prefix” consists of two to six capital letters."), "number_prefix")
        return ""
    return prefix


def _read_life_events(file: Section, known: KnownNames) -> list[str]:
    keys = []
    for key, line in file.texts("life_events", longest=40):
        if key not in known.life_events:
            message = _("The life event “{key}” is not known; it must stand in life_events.yaml.").format(key=key)
            file.faults.add(file.file, line, message)
        keys.append(key)
    return keys
