"""What the reads hand out: plain values in one language, ready to show."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pendapa.catalogue.opening import OpeningRow


@dataclass(frozen=True, slots=True)
class LifeEventRow:
    """A moment of life and how many published services belong to it."""

    key: str
    name: str
    summary: str
    icon: str
    services: int = 0


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A published service in a list. Cost in rupiah, time in working days."""

    slug: str
    name: str
    summary: str
    unit_code: str
    unit_name: str
    is_online: bool
    website: str
    working_days: int
    cost_rupiah: int
    life_events: tuple[str, ...] = ()

    @property
    def is_free(self) -> bool:
        return self.cost_rupiah == 0

    @property
    def duration(self) -> str:
        return duration(self.working_days)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """The unit that answers for a service."""

    code: str
    name: str
    path: str
    address: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One thing to prepare."""

    name: str
    note: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the way."""

    name: str
    note: str


@dataclass(frozen=True, slots=True)
class RegulationRow:
    """One regulation of the legal basis; `url` may be empty."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """One of the 14 components: `lines` is its structured part in words, `text` what is said besides."""

    number: int
    key: str
    title: str
    is_delivery: bool
    text: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StandardRow:
    """One version of a standard in one language."""

    id: int
    version: int
    status: str
    valid_from: date | None
    published_at: datetime | None
    digest: str
    working_days: int
    cost_rupiah: int
    cost_note: str
    output: str
    evidence: tuple[EvidenceRow, ...]
    steps: tuple[StepRow, ...]
    legal_basis: tuple[RegulationRow, ...]
    components: tuple[ComponentRow, ...]
    has_form: bool

    @property
    def is_free(self) -> bool:
        return self.cost_rupiah == 0

    @property
    def duration(self) -> str:
        return duration(self.working_days)

    @property
    def delivery(self) -> tuple[ComponentRow, ...]:
        """The components 1–6."""
        return tuple(component for component in self.components if component.is_delivery)

    @property
    def behind(self) -> tuple[ComponentRow, ...]:
        """The components 7–14."""
        return tuple(component for component in self.components if not component.is_delivery)


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A way to reach the service; `hours` may be empty."""

    kind: str
    kind_name: str
    name: str
    note: str
    address: str
    contact: str
    hours: tuple[OpeningRow, ...]


@dataclass(frozen=True, slots=True)
class PledgeRow:
    """The pledge of the unit, or of the nearest unit above it that has one."""

    unit_name: str
    version: int
    text: str
    sanction: str
    signed_by: str
    position: str
    signed_on: date
    digest: str


@dataclass(frozen=True, slots=True)
class ServicePage:
    """All that the public page of a service shows of the catalogue."""

    id: int
    slug: str
    name: str
    summary: str
    is_online: bool
    website: str
    unit: UnitRow
    life_events: tuple[LifeEventRow, ...]
    standard: StandardRow
    channels: tuple[ChannelRow, ...]
    pledge: PledgeRow | None


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version in the public history of a standard, newest first."""

    version: int
    status: str
    status_name: str
    valid_from: date | None
    published_at: datetime | None
    superseded_at: datetime | None
    digest: str


@dataclass(slots=True)
class DeskServiceRow:
    """A service at the desk: the version in force and the one in the making, where there are such."""

    slug: str
    name: str
    unit_name: str
    published: VersionRow | None = None
    open_draft: VersionRow | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A service found, best first; `score` from 0 to 100, `matched` the everyday word by which it was found ("")."""

    service: ServiceRow
    score: float
    matched: str = ""


def rupiah(amount: int, language: str) -> str:
    """ "Rp50.000" in Indonesian, "Rp50,000" in English; no cost is said in words."""
    if amount == 0:
        return _("Free of charge")
    grouped = f"{amount:,}"
    return "Rp" + (grouped if language == "en" else grouped.replace(",", "."))


def duration(working_days: int) -> str:
    """ "3 working days", or "on the same day" for none, in the language now active."""
    if working_days == 0:
        return _("On the same day")
    return ngettext("{days} working day", "{days} working days", working_days).format(days=working_days)
