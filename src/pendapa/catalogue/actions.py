"""The writes: a standard's way from draft through review to publication, and a unit's pledge."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from pendapa.catalogue.indexing import index_service
from pendapa.catalogue.models import CatalogueRevision, PublicService, ServicePledge, ServiceStandard
from pendapa.catalogue.permissions import PUBLISH_STANDARD, REVISE_STANDARD, SUBMIT_STANDARD
from pendapa.catalogue.rules import CONTENT_FIELDS, digest_of, missing_components
from pendapa.catalogue.verbs import (
    PledgePublished,
    StandardDrafted,
    StandardPublished,
    StandardReturned,
    StandardSubmitted,
)
from pendapa.forms.models import FormVersion
from pendapa.journal.actions import record
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Conflict, FieldError, Invalid
from pendapa.people.models import Organization
from pendapa.people.permissions import Permission, acting_as, require
from pendapa.workflow.models import ProcessVersion

Status = ServiceStandard.Status


@dataclass(frozen=True, slots=True)
class StandardContent:
    """All that a version promises: the fields of `rules.CONTENT_FIELDS`, the form, and the process."""

    fields: Mapping[str, Any]
    form_version: FormVersion | None = None
    process_version: ProcessVersion | None = None

    @property
    def digest(self) -> str:
        """SHA-256 over the content and the digests of form and process; equal content has an equal digest."""
        return digest_of(
            {
                "content": {name: self.fields[name] for name in CONTENT_FIELDS},
                "form": self.form_version.digest if self.form_version else None,
                "process": self.process_version.digest if self.process_version else None,
            }
        )


def content_of(standard: ServiceStandard) -> dict[str, Any]:
    """The whole of a standard as a JSON value, in both languages: what the journal and its readers get."""
    return {name: getattr(standard, name) for name in CONTENT_FIELDS}


@transaction.atomic
def revise_standard(
    actor: Actor, service: PublicService, content: StandardContent, *, at: datetime, revision: int | None = None
) -> ServiceStandard:
    """Write the next version of a service's standard as a draft, or rewrite the draft that is open.

    `revision` is that of the open draft which the person saw (None: they saw none, and none may be open, unless a
    loaded folder takes its place). Raises Forbidden, and Conflict where somebody else changed it meanwhile.
    """
    require(actor, REVISE_STANDARD, service)
    PublicService.objects.select_for_update(no_key=True).get(pk=service.pk)
    draft = service.standards.filter(status__in=[Status.DRAFT, Status.REVIEW]).select_for_update(no_key=True).first()
    if draft is None:
        newest = service.standards.aggregate(newest=Max("version"))["newest"] or 0
        draft = ServiceStandard(service=service, version=newest + 1, created_at=at, revision=0)
    elif not actor.is_system and actor.channel != "cli" and draft.revision != revision:
        raise Conflict(_changed_meanwhile())
    for name in CONTENT_FIELDS:
        setattr(draft, name, content.fields[name])
    draft.form_version = content.form_version
    draft.process_version = content.process_version
    draft.digest = content.digest
    draft.status = Status.DRAFT
    draft.revision += 1
    draft.save()
    _record(actor, StandardDrafted(service.slug, draft.version, draft.digest), service, REVISE_STANDARD, at)
    return draft


@transaction.atomic
def submit_standard_for_review(actor: Actor, standard: ServiceStandard, *, revision: int, at: datetime) -> None:
    """Hand a draft over to whoever publishes; raises Invalid with every component that is missing."""
    require(actor, SUBMIT_STANDARD, standard)
    draft = _locked(standard, revision, expected=Status.DRAFT)
    lacking = missing_components(content_of(draft))
    if lacking:
        errors = [FieldError(c.key, _("“{title}” is missing.").format(title=c.title)) for c in lacking]
        raise Invalid(_("All 14 components must be present before a standard can be published."), errors=errors)
    _move(draft, Status.REVIEW)
    happened = StandardSubmitted(draft.service.slug, draft.version, draft.digest)
    _record(actor, happened, draft.service, SUBMIT_STANDARD, at)


@transaction.atomic
def return_standard_to_draft(
    actor: Actor, standard: ServiceStandard, reason: str, *, revision: int, at: datetime
) -> None:
    """Send a standard back from review with the reason why."""
    require(actor, PUBLISH_STANDARD, standard)
    if not reason.strip():
        raise Invalid(_("Say what must be changed."), errors=[FieldError("reason", _("Say what must be changed."))])
    draft = _locked(standard, revision, expected=Status.REVIEW)
    _move(draft, Status.DRAFT)
    happened = StandardReturned(draft.service.slug, draft.version, reason.strip())
    _record(actor, happened, draft.service, PUBLISH_STANDARD, at)


@transaction.atomic
def publish_standard(
    actor: Actor, standard: ServiceStandard, *, revision: int, at: datetime, valid_from: date | None = None
) -> ServiceStandard:
    """Make a reviewed standard the promise that counts from now on; the one before is superseded.

    From here on the database refuses any change to it. Cases that run keep the version they began with.
    """
    require(actor, PUBLISH_STANDARD, standard)
    reviewed = _locked(standard, revision, expected=Status.REVIEW)
    service = reviewed.service
    service.standards.filter(status=Status.PUBLISHED).update(status=Status.SUPERSEDED, superseded_at=at)
    reviewed.valid_from = valid_from or local_date(at)
    reviewed.published_at = at
    reviewed.published_by_id = UUID(actor.id) if actor.kind == "person" else None
    _move(reviewed, Status.PUBLISHED)
    index_service(service, reviewed)
    note_catalogue_change()
    happened = StandardPublished(
        service=service.slug,
        version=reviewed.version,
        unit=service.owner.code,
        valid_from=reviewed.valid_from.isoformat(),
        digest=reviewed.digest,
        standard=content_of(reviewed),
    )
    _record(actor, happened, service, PUBLISH_STANDARD, at)
    return reviewed


@transaction.atomic
def publish_pledge(actor: Actor, unit: Organization, pledge: Mapping[str, Any], *, at: datetime) -> ServicePledge:
    """Publish the pledge that the head of a unit signed, as its next version.

    `pledge` has `text`, `sanction` and `position` as words, `signed_by`, and `signed_on` as a date.
    """
    require(actor, PUBLISH_STANDARD, unit)
    newest = unit.pledges.aggregate(newest=Max("version"))["newest"] or 0
    published = ServicePledge.objects.create(
        unit=unit, version=newest + 1, published_at=at, digest=pledge_digest(pledge), **pledge
    )
    note_catalogue_change()
    happened = PledgePublished(
        unit=unit.code,
        version=published.version,
        signed_on=published.signed_on.isoformat(),
        digest=published.digest,
        pledge={name: value for name, value in _plain_pledge(pledge).items() if name != "signed_by"},
        signed_by=pledge["signed_by"],
    )
    record(actor, happened, unit.subject, at=at, **acting_as(actor, PUBLISH_STANDARD, unit))
    return published


def pledge_digest(pledge: Mapping[str, Any]) -> str:
    """SHA-256 over what was pledged, by whom and when."""
    return digest_of(_plain_pledge(pledge))


def note_catalogue_change() -> None:
    """Let every process know, once this transaction commits, that what it remembers of the catalogue is old."""
    CatalogueRevision.objects.update_or_create(pk=CatalogueRevision.ONLY, defaults={"token": uuid4()})


def _locked(standard: ServiceStandard, revision: int, *, expected: str) -> ServiceStandard:
    locked = (
        ServiceStandard.objects.select_for_update(no_key=True, of=("self",))
        .select_related("service__owner")
        .get(pk=standard.pk)
    )
    if locked.status != expected or locked.revision != revision:
        raise Conflict(_changed_meanwhile())
    return locked


def _move(standard: ServiceStandard, status: str) -> None:
    standard.status = status
    standard.revision += 1
    standard.save()


def _record(actor: Actor, happened: object, service: PublicService, permission: Permission, at: datetime) -> None:
    record(actor, happened, service.subject, at=at, **acting_as(actor, permission, service))


def _plain_pledge(pledge: Mapping[str, Any]) -> dict[str, Any]:
    return {**pledge, "signed_on": pledge["signed_on"].isoformat()}


def _changed_meanwhile() -> str:
    return _("Somebody else has changed this standard meanwhile. Look at it again before you go on.")
