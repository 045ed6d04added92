"""All that the tracking page shows of a case, in few queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, FilteredRelation, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Cast

from pendapa.cases.models import Case, CaseFile, Decision, Message, Objection
from pendapa.cases.queries.clocks import load_clocks, with_clocks
from pendapa.cases.queries.timelines import timeline_of_party
from pendapa.documents.models import IssuedDocument
from pendapa.journal.models import Entry
from pendapa.people.roles import Role


@dataclass(frozen=True, slots=True)
class Talk:
    """One message and the files that came with it."""

    message: Message
    files: list[CaseFile]

    @property
    def is_from_party(self) -> bool:
        return self.message.side == Message.Side.PARTY


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """One point of the timeline: the sentence, when, by whom (a role, empty for the person and the system)."""

    sentence: str
    at: datetime
    by: str
    state: Literal["done", "stopped"]


@dataclass(frozen=True, slots=True)
class Tracked:
    """A case with all that its person sees of it."""

    case: Case
    steps: list[TimelineStep]
    issued: list[CaseFile]
    talks: list[Talk]
    decision: Decision | None
    objections: list[Objection]
    revoked: frozenset[UUID]
    """Files of issued documents that no longer count."""

    @property
    def waiting_objection(self) -> Objection | None:
        return next((one for one in self.objections if one.answered_at is None), None)


def with_tracking(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with decision, clocks and files loaded (two queries), and whether there are messages and objections."""
    revoked = IssuedDocument.objects.filter(
        subject_type="case", subject_id=Cast(OuterRef("pk"), CharField()), revoked_at__isnull=False
    )
    return (
        with_decision(with_clocks(cases))
        .annotate(
            has_messages=Exists(Message.objects.filter(case=OuterRef("pk")).exclude(side=Message.Side.INTERNAL)),
            has_objections=Exists(Objection.objects.filter(case=OuterRef("pk"))),
            revoked_files=ArraySubquery(revoked.values("file_id")),
        )
        .prefetch_related(
            Prefetch("files", queryset=CaseFile.objects.select_related("file").order_by("added_at", "id"))
        )
    )


def with_decision(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with the decision that counts now and who made it, as `current_decision` (absent without one)."""
    counts = FilteredRelation("decisions", condition=Q(decisions__superseded_at__isnull=True))
    return cases.annotate(current_decision=counts).select_related("current_decision__decided_by")  # type: ignore[misc]


def tracked(case: Case) -> Tracked:
    """What the page shows of a case that came from `with_tracking` (one query, one more each for messages and
    objections where there are any)."""
    found: Any = case
    load_clocks(case)
    files = list(case.files.all())
    return Tracked(
        case=case,
        steps=[_step(entry) for entry in timeline_of_party(case)],
        issued=[one for one in files if one.origin == CaseFile.Origin.ISSUED and one.superseded_at is None],
        talks=_talks(case, files) if found.has_messages else [],
        decision=getattr(case, "current_decision", None),
        objections=list(case.objections.select_related("decision").order_by("id")) if found.has_objections else [],
        revoked=frozenset(found.revoked_files),
    )


def _step(entry: Entry) -> TimelineStep:
    went_wrong = entry.verb == "clock.overdue" or (entry.payload or {}).get("outcome") == Decision.Outcome.REFUSED
    by = str(Role(entry.actor_role).label) if entry.actor_role in Role.values else ""
    return TimelineStep(entry.sentence, entry.at, by, "stopped" if went_wrong else "done")


def _talks(case: Case, files: list[CaseFile]) -> list[Talk]:
    by_message: dict[int | None, list[CaseFile]] = defaultdict(list)
    for file in files:
        by_message[file.message_id].append(file)
    return [Talk(message, by_message[message.pk]) for message in case.messages.exclude(side=Message.Side.INTERNAL)]
