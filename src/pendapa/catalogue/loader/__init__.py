"""Loads a folder of readable files into the catalogue: all of it or nothing. `docs/services-folder.md` describes it."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from pendapa.catalogue.loader.faults import Fault, FaultList
from pendapa.catalogue.loader.folder import read_folder
from pendapa.catalogue.loader.report import Change, Changed, LoadReport
from pendapa.catalogue.loader.writing import Writer
from pendapa.catalogue.models import CatalogueRevision
from pendapa.catalogue.permissions import LOAD_CATALOGUE
from pendapa.catalogue.verbs import CatalogueLoaded
from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import Actor
from pendapa.people.permissions import require

__all__ = ["Change", "Changed", "Fault", "LoadReport", "load_folder"]


@transaction.atomic
def load_folder(path: Path, *, actor: Actor, at: datetime, publish: bool = True) -> LoadReport:
    """Check a folder; where nothing is wrong with it, bring the catalogue to what it says.

    With any fault the report holds all of them and nothing is changed. A folder that was loaded before and is the
    same changes nothing. A changed standard becomes the next version: published at once, or left as a draft for
    review with `publish=False`. What the folder does not name stays as it is. Raises Forbidden.
    """
    require(actor, LOAD_CATALOGUE)
    CatalogueRevision.objects.get_or_create(pk=CatalogueRevision.ONLY)
    CatalogueRevision.objects.select_for_update().get(pk=CatalogueRevision.ONLY)
    faults = FaultList()
    plan = read_folder(path, faults)
    if len(faults):
        return LoadReport(faults=tuple(faults))
    changes = Writer(actor, at, publish).write(plan)
    if changes.any_written:
        created = changes.count(Change.CREATED)
        changed = changes.count(Change.CHANGED, Change.DRAFTED, Change.PUBLISHED)
        record(actor, CatalogueLoaded(path.name, created, changed), Subject("catalogue", path.name), at=at)
    return LoadReport(changes=tuple(changes.rows))
