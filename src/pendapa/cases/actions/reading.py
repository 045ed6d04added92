"""Looking at a case: every reading by staff is an entry that its person can read."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pendapa.cases.kinds import is_sealed
from pendapa.cases.models import Case, CaseFile
from pendapa.cases.permissions import (
    CASE_INSPECT,
    CASE_READ,
    IDENTITY_UNMASK,
    is_applicant,
    reading_grant,
    require_reading,
)
from pendapa.cases.verbs import CaseFileOpened, CaseOpened, IdentityUnmasked
from pendapa.journal.actions import record
from pendapa.journal.actors import Actor
from pendapa.journal.models import Entry
from pendapa.journal.verbs import payload_of
from pendapa.kernel.locks import hold_name
from pendapa.kernel.problems import FieldError, Invalid
from pendapa.people.permissions import acting_grant, require

HANDLING, OVERSIGHT, ASSISTANCE = "handling", "oversight", "assistance"


def open_as_staff(actor: Actor, case: Case, *, at: datetime, purpose: str = "") -> None:
    """Record that staff look at a case: once per person, case, day and purpose, and never for one's own case.

    Without `purpose` it follows from the grant: handling, oversight, or assistance for staff who hold only the
    secret. Raises Forbidden unless the actor may see the case.
    """
    require_reading(actor, case)
    if not actor.is_staff or is_applicant(actor, case):
        return
    grant = reading_grant(actor, case)
    acting = grant or actor.grants[0]
    sealed = is_sealed(case)
    happened = CaseOpened(
        unit="" if sealed else acting.organisation,
        role="" if sealed else acting.role,
        purpose=purpose or purpose_of(actor, case),
    )
    _record_once_a_day(actor, case, happened, at=at, as_role=acting.role, for_organisation=acting.organisation)


def record_file_reading(actor: Actor, case_file: CaseFile, *, at: datetime) -> None:
    """Record that somebody opened a file of a case: once per person, file and day. `case_file` has its case and unit.

    Raises Forbidden unless the actor may see the case.
    """
    case = case_file.case
    require_reading(actor, case)
    grant = None if is_applicant(actor, case) else reading_grant(actor, case)
    _record_once_a_day(
        actor,
        case,
        CaseFileOpened(file=case_file.pk, label=case_file.label),
        at=at,
        as_role=grant.role if grant else "",
        for_organisation=grant.organisation if grant else "",
    )


@transaction.atomic
def unmask_identity(actor: Actor, case: Case, field: str, reason: str, *, at: datetime) -> None:
    """Record that an officer saw a masked answer in full, and why; the caller then shows it, once.

    Raises Forbidden unless the actor works on cases of the unit, Invalid without a reason.
    """
    require(actor, IDENTITY_UNMASK, case)
    if not reason.strip():
        message = _("Write why you need to see this. The person concerned can read it.")
        raise Invalid(message, errors=[FieldError("reason", message)])
    grant = acting_grant(actor, IDENTITY_UNMASK, case)
    record(
        actor,
        IdentityUnmasked(field=field[:60], reason=reason.strip()[:500]),
        case.subject,
        at=at,
        as_role=grant.role if grant else "",
        for_organisation=grant.organisation if grant else "",
    )


def purpose_of(actor: Actor, case: Case) -> str:
    """What staff look at a case for, by the grant that lets them."""
    if acting_grant(actor, CASE_READ, case):
        return HANDLING
    return OVERSIGHT if acting_grant(actor, CASE_INSPECT, case) else ASSISTANCE


def _record_once_a_day(actor: Actor, case: Case, happened: Any, *, at: datetime, **capacity: str) -> None:
    if _is_recorded(actor, case, happened, at=at):
        return
    with transaction.atomic():
        # Two openings at the same moment would both find nothing; the lock lets one see the other's entry.
        hold_name(f"read:{case.pk}:{actor.id}")
        if not _is_recorded(actor, case, happened, at=at):
            record(actor, happened, case.subject, at=at, **capacity)


def _is_recorded(actor: Actor, case: Case, happened: Any, *, at: datetime) -> bool:
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return Entry.objects.filter(
        subject_type=case.subject.type,
        subject_id=case.subject.id,
        actor_kind=actor.kind,
        actor_id=actor.id,
        verb=happened.verb_name,
        payload__contains=payload_of(happened),
        at__gte=midnight,
        at__lt=midnight + timedelta(days=1),
    ).exists()
