"""Brings the catalogue to what a checked folder wants, and tells what that changed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from pendapa.catalogue.actions import (
    StandardContent,
    note_catalogue_change,
    pledge_digest,
    publish_pledge,
    publish_standard,
    revise_standard,
    submit_standard_for_review,
)
from pendapa.catalogue.indexing import index_service
from pendapa.catalogue.loader.channels import ChannelPlan
from pendapa.catalogue.loader.engines import store_form, store_process
from pendapa.catalogue.loader.folder import FolderPlan
from pendapa.catalogue.loader.organizations import OrganizationPlan
from pendapa.catalogue.loader.report import Change, Changes
from pendapa.catalogue.loader.service_files import ServicePlan
from pendapa.catalogue.models import Channel, LifeEvent, PublicService, ServiceStandard
from pendapa.journal.actors import Actor
from pendapa.people.models import Organization

Status = ServiceStandard.Status


@dataclass(slots=True)
class Writer:
    """Writes one plan in the caller's transaction. `changes` tells of everything, also of what stayed the same."""

    actor: Actor
    at: datetime
    publish: bool
    changes: Changes = field(default_factory=Changes)

    def write(self, plan: FolderPlan) -> Changes:
        for organization in plan.organizations:
            self._write_organization(organization)
        for key, values in plan.life_events.items():
            event = LifeEvent.objects.filter(key=key).first() or LifeEvent(key=key)
            self.changes.add("life event", key, _save_changed(event, values))
        for unit, pledge in plan.pledges.items():
            self._write_pledge(unit, pledge)
        for service in plan.services:
            self._write_service(service)
        if self.changes.any_written:
            note_catalogue_change()
        return self.changes

    def _write_organization(self, plan: OrganizationPlan) -> None:
        organization = Organization.objects.filter(code=plan.code).first() or Organization(code=plan.code)
        parent = Organization.objects.get(code=plan.parent) if plan.parent else None
        old_path = organization.path
        what = _save_changed(organization, {**plan.values, "parent": parent})
        if what is not Change.UNCHANGED and old_path and organization.path != old_path:
            _move_branch(organization)
        if _replace_channels({"unit": organization}, plan.channels) and what is Change.UNCHANGED:
            what = Change.CHANGED
        self.changes.add("organization", plan.code, what)

    def _write_pledge(self, unit_code: str, pledge: dict[str, Any]) -> None:
        unit = Organization.objects.get(code=unit_code)
        current = unit.pledges.first()
        if current is not None and current.digest == pledge_digest(pledge):
            self.changes.add("pledge", unit_code, Change.UNCHANGED, current.version)
            return
        published = publish_pledge(self.actor, unit, pledge, at=self.at)
        self.changes.add("pledge", unit_code, Change.PUBLISHED, published.version)

    def _write_service(self, plan: ServicePlan) -> None:
        service = PublicService.objects.filter(slug=plan.slug).first() or PublicService(slug=plan.slug)
        what = _save_changed(service, {**plan.values, "owner": Organization.objects.get(code=plan.owner)})
        events = LifeEvent.objects.filter(key__in=plan.life_events)
        if set(events) != set(service.life_events.all()):
            service.life_events.set(events)
            what = Change.CHANGED if what is Change.UNCHANGED else what
        if _replace_channels({"service": service}, plan.channels):
            what = Change.CHANGED if what is Change.UNCHANGED else what
        self.changes.add("service", plan.slug, what)
        published = self._write_standard(service, plan)
        if what is not Change.UNCHANGED and published is not None:
            index_service(service, published)

    def _write_standard(self, service: PublicService, plan: ServicePlan) -> ServiceStandard | None:
        """The standard that is published afterwards; None while there is none."""
        content = StandardContent(
            fields=plan.standard,
            form_version=store_form(plan.parts, at=self.at),
            process_version=store_process(plan.parts),
        )
        newest = service.standards.order_by("-version").first()
        published = service.standards.filter(status=Status.PUBLISHED).first()
        is_written = newest is not None and newest.digest == content.digest
        if is_written and newest is not None and (newest.is_frozen or not self.publish):
            self.changes.add("standard", plan.slug, Change.UNCHANGED, newest.version)
            return published
        draft = newest if is_written else None
        if draft is None:
            revision = newest.revision if newest is not None and not newest.is_frozen else None
            draft = revise_standard(self.actor, service, content, at=self.at, revision=revision)
        if not self.publish:
            self.changes.add("standard", plan.slug, Change.DRAFTED, draft.version)
            return published
        if draft.status == Status.DRAFT:
            submit_standard_for_review(self.actor, draft, revision=draft.revision, at=self.at)
            draft.refresh_from_db()
        published = publish_standard(self.actor, draft, revision=draft.revision, at=self.at)
        self.changes.add("standard", plan.slug, Change.PUBLISHED, published.version)
        return published


def _save_changed(row: Model, values: dict[str, Any]) -> Change:
    is_new = row.pk is None
    if not is_new and all(getattr(row, name) == value for name, value in values.items()):
        return Change.UNCHANGED
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return Change.CREATED if is_new else Change.CHANGED


def _move_branch(organization: Organization) -> None:
    for unit in organization.units.all():
        unit.parent = organization
        unit.save()
        _move_branch(unit)


def _replace_channels(owner: dict[str, Model], plans: list[ChannelPlan]) -> bool:
    wanted = [{"kind": plan.kind, **plan.values} for plan in plans]
    present = [{name: getattr(row, name) for name in _CHANNEL_FIELDS} for row in Channel.objects.filter(**owner)]
    if wanted == present:
        return False
    Channel.objects.filter(**owner).delete()
    Channel.objects.bulk_create(Channel(**owner, **values, order=order) for order, values in enumerate(wanted))
    return True


_CHANNEL_FIELDS = ("kind", "name", "note", "address", "contact", "hours")
