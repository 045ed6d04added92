"""Versions in memory: a process is read from the database once, then shared by all its instances."""

from dataclasses import dataclass
from functools import lru_cache

from pendapa.workflow.engine import Spec, restore_spec
from pendapa.workflow.models import ProcessVersion
from pendapa.workflow.outline import ProcessDefinition

VERSIONS_KEPT = 128


@dataclass(frozen=True, slots=True)
class LoadedVersion:
    """A version ready to run."""

    definition: ProcessDefinition
    spec: Spec


@lru_cache(maxsize=VERSIONS_KEPT)
def loaded_version(version_id: int) -> LoadedVersion:
    """The version with this id; it never changes, so it may be kept. Raises ProcessVersion.DoesNotExist."""
    outline, spec = ProcessVersion.objects.values_list("outline", "spec").get(pk=version_id)
    return LoadedVersion(ProcessDefinition.from_json(outline, spec), restore_spec(spec))


def definition_of(version_id: int) -> ProcessDefinition:
    """What the version with this id says."""
    return loaded_version(version_id).definition
