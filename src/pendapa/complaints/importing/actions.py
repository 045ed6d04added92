"""Brings complaints of another system in: as cases, with what is known of how they were handled."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db import transaction

from pendapa.cases.actions import open_once
from pendapa.cases.models import Case, Status
from pendapa.complaints.actions.recording import record_about
from pendapa.complaints.actions.submission import NUMBER_PREFIX, titles_of
from pendapa.complaints.importing.making import Place, places_named, public_body, topics_named, units_named
from pendapa.complaints.importing.permissions import COMPLAINT_IMPORT
from pendapa.complaints.importing.rows import Row
from pendapa.complaints.importing.verbs import ComplaintAnsweredElsewhere, ComplaintImported
from pendapa.complaints.intake.secrets import secret_of_submission
from pendapa.complaints.models import Complaint, Kind, Source, Stage, Topic
from pendapa.journal.actors import SYSTEM, Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.identifiers import hash_secret, new_number
from pendapa.people.models import Organization
from pendapa.people.permissions import require

BATCH = 500
FROM_COMMAND_LINE = replace(SYSTEM, channel="cli")


@dataclass(frozen=True, slots=True)
class Report:
    """How many rows came in, how many were there before, and what was made for them."""

    imported: int
    known_before: int
    answered: int
    units_made: int
    topics_made: int

    def as_json(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Surroundings:
    units: dict[str, Organization]
    topics: dict[str, Topic]
    places: dict[tuple[str, str], Place]


def import_complaints(
    rows: Sequence[Row],
    *,
    at: datetime,
    actor: Actor = FROM_COMMAND_LINE,
    say: Callable[[str], None] = lambda _text: None,
) -> Report:
    """Every row once, however often it is imported, in transactions of 500; `say` hears of each.

    An answered row is a closed case; any other stays open with its unit, without a clock: the promise was the other
    system's. Nothing becomes public by this: that is for moderation to say. Raises Forbidden.
    """
    require(actor, COMPLAINT_IMPORT)
    wanted = {row.key: row for row in rows}
    known = set(Complaint.objects.filter(submission_key__in=wanted).values_list("submission_key", flat=True))
    fresh = [row for key, row in wanted.items() if key not in known]
    before = Organization.objects.count(), Topic.objects.count()
    surroundings = _surroundings(actor, fresh, at=at) if fresh else _Surroundings({}, {}, {})
    done = 0
    for batch in _batches(fresh):
        _import_batch(actor, batch, surroundings, at=at)
        done += len(batch)
        say(f"{done} of {len(fresh)} imported")
    return Report(
        imported=len(fresh),
        known_before=len(rows) - len(fresh),
        answered=sum(row.answered_at is not None for row in fresh),
        units_made=Organization.objects.count() - before[0],
        topics_made=Topic.objects.count() - before[1],
    )


@transaction.atomic
def _surroundings(actor: Actor, rows: Sequence[Row], *, at: datetime) -> _Surroundings:
    body = public_body()
    units = units_named(actor, (row.unit for row in rows), body, at=at)
    return _Surroundings(units, topics_named(rows, units), places_named(rows, body.region_code))


def _batches(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _import_batch(actor: Actor, rows: Sequence[Row], surroundings: _Surroundings, *, at: datetime) -> None:
    """In one transaction; drawn numbers that are taken are drawn again."""
    open_once(lambda: _write_batch(actor, rows, surroundings, at=at), lambda: None)


def _write_batch(actor: Actor, rows: Sequence[Row], surroundings: _Surroundings, *, at: datetime) -> None:
    complaints = [_complaint(row, surroundings, at=at) for row in rows]
    Case.objects.bulk_create([complaint.case for complaint in complaints])
    Complaint.objects.bulk_create(complaints)
    for complaint in complaints:
        _record(actor, complaint, at=at)


def _complaint(row: Row, surroundings: _Surroundings, *, at: datetime) -> Complaint:
    topic = surroundings.topics.get(row.topic)
    place = surroundings.places.get((row.district, row.village), Place("", ""))
    received_at = row.received_at or at
    case = Case(
        number=new_number(NUMBER_PREFIX),
        kind="complaint",
        **titles_of(Kind.COMPLAINT, topic, is_secret=False),
        unit=surroundings.units[row.unit],
        secret_hash=hash_secret(secret_of_submission(row.key)),
        status=Status.ANSWERED if row.answered_at else Status.OPEN,
        received_at=received_at,
        closed_at=row.answered_at,
    )
    return Complaint(
        case=case,
        kind=Kind.COMPLAINT,
        topic=topic,
        text=row.text,
        region_code=place.code,
        region_name=place.name,
        submission_key=row.key,
        source=Source.IMPORT,
        stage=Stage.CLOSED if row.answered_at else Stage.FORWARDED,
        verified_at=received_at,
        forwarded_at=received_at,
        first_answered_at=row.answered_at,
    )


def _record(actor: Actor, complaint: Complaint, *, at: datetime) -> None:
    unit = complaint.case.unit
    names = {"unit_name": unit.name, "unit_name_en": unit.name_en or unit.name}
    taken_over = ComplaintImported(
        unit=unit.code,
        topic=complaint.topic.slug if complaint.topic else "",
        received=local_date(complaint.case.received_at),
        **names,
    )
    record_about(actor, COMPLAINT_IMPORT, taken_over, complaint, at=at)
    if complaint.first_answered_at is not None:
        answered = ComplaintAnsweredElsewhere(unit=unit.code, answered=local_date(complaint.first_answered_at), **names)
        record_about(actor, COMPLAINT_IMPORT, answered, complaint, at=at)
