"""An entry about a complaint, telling nothing in clear of one that is sealed."""

import dataclasses
from datetime import date, datetime
from typing import Any, get_args, get_type_hints

from pendapa.cases.actions.recording import record_as
from pendapa.complaints.models import Complaint
from pendapa.journal.actors import Actor
from pendapa.journal.models import Entry
from pendapa.journal.verbs import declaration_of
from pendapa.people.permissions import Permission


def record_about(actor: Actor, permission: Permission, happened: Any, complaint: Complaint, *, at: datetime) -> Entry:
    """Record what happened to a complaint; of a sealed one every public field is emptied first."""
    return record_as(actor, permission, told(happened, complaint), complaint.case, at=at)


def told(happened: Any, complaint: Complaint) -> Any:
    """The verb as the public log may hold it: as it is, or with its public fields empty for a sealed complaint."""
    if not complaint.is_sealed:
        return happened
    public = declaration_of(happened.verb_name).public_fields
    return dataclasses.replace(happened, **{name: _empty(type(happened), name) for name in public})


def _empty(verb: type[Any], field: str) -> Any:
    """Nothing, of the type that the field has."""
    hint = get_type_hints(verb)[field]
    if type(None) in get_args(hint):
        return None
    if hint is str:
        return ""
    if hint is bool:
        return False
    if hint is int:
        return 0
    if hint is date:
        return date.min
    raise TypeError(f"{verb.__name__}.{field} cannot be emptied: give it a type that may be None.")
