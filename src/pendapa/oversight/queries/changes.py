"""Versions of standards, processes and forms that an action may have changed, as values."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from pendapa.catalogue.models import PublicService, ServiceStandard
from pendapa.oversight.models import CorrectiveAction, Finding

Change = CorrectiveAction.Change


@dataclass(frozen=True, slots=True)
class Version:
    """One published version: of what kind, its id there, and how it is called."""

    kind: str
    id: int
    label: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.id}"


def versions_since(finding: Finding) -> list[Version]:
    """What was published for the finding's service (else for the services of its unit) since it was issued.

    A process or form counts when a standard published since then uses it and the standard before did not.
    """
    since: datetime | None = finding.issued_at
    if since is None:
        return []
    services = PublicService.objects.filter(owner=finding.unit)
    if finding.service is not None:
        services = PublicService.objects.filter(pk=finding.service.pk)
    standards = (
        ServiceStandard.objects.filter(service__in=services, published_at__isnull=False)
        .select_related("service", "process_version", "form_version")
        .order_by("service__name", "version")
    )
    found: list[Version] = []
    before: dict[int, ServiceStandard] = {}
    for standard in standards:
        if standard.published_at is not None and standard.published_at >= since:
            found += _changes(standard, before.get(standard.service_id))
        before[standard.service_id] = standard
    return found


def _changes(standard: ServiceStandard, before: ServiceStandard | None) -> list[Version]:
    name, number = standard.service.name, standard.version
    found = [
        Version(Change.STANDARD, standard.pk, _("Standard “{name}”, version {number}").format(name=name, number=number))
    ]
    process, form = standard.process_version, standard.form_version
    if process is not None and (before is None or before.process_version_id != process.pk):
        label = _("Process “{name}”, in version {number} of the standard").format(name=process.name, number=number)
        found.append(Version(Change.PROCESS, process.pk, label))
    if form is not None and (before is None or before.form_version_id != form.pk):
        label = _("Form of “{name}”, in version {number} of the standard").format(name=name, number=number)
        found.append(Version(Change.FORM, form.pk, label))
    return found
