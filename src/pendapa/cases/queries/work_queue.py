"""The work queue: what is due first, of the units in which the actor works or which they inspect."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pendapa.cases.kinds import declared_kinds
from pendapa.cases.models import CLOSED_STATUSES, Clock, Objection, Status
from pendapa.cases.queries.visibility import cases_visible_to
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import body_calendar, local_date
from pendapa.kernel.identifiers import normalise_number
from pendapa.kernel.problems import Invalid

PAGE_SIZE = 25
Cases = QuerySet[Any]
"""Cases with the annotations of `_of_staff`, which a type of model cannot tell."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One case as a line of the queue. `days_left` counts working days, negative when late, None without a clock."""

    case_id: UUID
    number: str
    kind: str
    title: str
    applicant_name: str
    unit_name: str
    status: str
    status_label: str
    assignee_id: str
    assignee_name: str
    received_at: datetime
    due_on: date | None
    days_left: int | None
    is_paused: bool
    has_objection: bool
    revision: int
    next_step: str = ""

    @property
    def is_overdue(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def is_due_soon(self) -> bool:
        return self.days_left is not None and 0 <= self.days_left <= 1

    @property
    def due_words(self) -> str:
        """How far the deadline is, in working days; empty without a running clock."""
        if self.days_left is None:
            return ""
        if self.days_left == 0:
            return _("Today")
        if self.days_left < 0:
            return ngettext("{count} working day late", "{count} working days late", -self.days_left).format(
                count=-self.days_left
            )
        return ngettext("{count} working day left", "{count} working days left", self.days_left).format(
            count=self.days_left
        )


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Rows of one page, how many there are in all, and the cursor of the next page (empty on the last)."""

    rows: list[QueueRow]
    total: int
    next_cursor: str

    @property
    def summary(self) -> str:
        return _("{shown} of {total}").format(shown=len(self.rows), total=self.total)


def queue(
    actor: Actor,
    *,
    unit: str = "",
    kind: str = "",
    service: str = "",
    status: str = "open",
    assignee: str = "",
    due: str = "",
    text: str = "",
    after: str = "",
    size: int = PAGE_SIZE,
) -> QueuePage:
    """A page of the queue, the case due first on top; closed cases by the day they closed, newest first.

    `status`: open (to be worked on, also objections), waiting, closed, all. `assignee`: an account id or "none".
    `due`: overdue, today or soon (today and the next working day). `text`: a number, or words of the title.
    Values that mean nothing find nothing. Raises Invalid for a cursor of no page of ours.
    """
    today = local_date(timezone.now())
    of_kind = _of_staff(actor).filter(kind=kind) if kind else _of_staff(actor)
    cases = _filtered(of_kind, unit, service, status, assignee, due, text, today)
    total = cases.count()
    by_closing = status == "closed"
    ordered = (
        cases.order_by("-closed_at", "pk") if by_closing else cases.order_by(F("due_on").asc(nulls_last=True), "pk")
    )
    found: list[Any] = list((_after(ordered, after, by_closing) if after else ordered)[: size + 1])
    rows = _with_next_steps([_row(case, today) for case in found[:size]])
    return QueuePage(rows, total, _cursor(found[size - 1], by_closing) if len(found) > size else "")


def services_in_queue(actor: Actor) -> list[tuple[str, str]]:
    """(slug, name) of the services of which the actor sees cases."""
    pairs = (
        _of_staff(actor)
        .filter(service__isnull=False)
        .order_by("service__name")
        .values_list("service__slug", "service__name")
        .distinct()
    )
    return list(pairs)


def _of_staff(actor: Actor) -> Cases:
    """What staff see as staff: their own matters and those opened by a secret are not work of theirs."""
    by_grants = Actor(kind=actor.kind, id="", grants=actor.grants)
    running = Clock.objects.filter(case=OuterRef("pk"), stopped_on__isnull=True).order_by()
    first_due = running.values("case").annotate(due=Min("due_on")).values("due")
    paused = running.filter(paused_on__isnull=False)
    waiting_objection = Objection.objects.filter(case=OuterRef("pk"), answered_at__isnull=True)
    return (
        cases_visible_to(by_grants)
        .select_related("assignee")
        .annotate(due_on=Subquery(first_due), is_paused=Exists(paused), has_objection=Exists(waiting_objection))
    )


def _filtered(
    cases: Cases, unit: str, service: str, status: str, assignee: str, due: str, text: str, today: date
) -> Cases:
    conditions = {
        "open": Q(status=Status.OPEN) | Q(has_objection=True),
        "waiting": Q(status=Status.WAITING),
        "closed": Q(status__in=CLOSED_STATUSES),
    }
    cases = cases.filter(conditions.get(status, Q()))
    if unit:
        cases = cases.filter(unit__code=unit)
    if service:
        cases = cases.filter(service__slug=service)
    if assignee:
        cases = cases.filter(_assigned_to(assignee))
    if due:
        last = {"today": today, "soon": body_calendar().add_working_days(today, 1)}
        running = cases.filter(is_paused=False)
        cases = (
            running.filter(due_on__lt=today)
            if due == "overdue"
            else running.filter(due_on__gte=today, due_on__lte=last.get(due, date.min))
        )
    if text:
        number = normalise_number(text)
        words = Q(title__icontains=text) | Q(title_en__icontains=text) | Q(number__icontains=text)
        cases = cases.filter(Q(number=number) if number else words)
    return cases


def _assigned_to(assignee: str) -> Q:
    if assignee == "none":
        return Q(assignee__isnull=True)
    try:
        return Q(assignee_id=UUID(assignee))
    except ValueError:
        return Q(pk__in=[])


def _row(case: Any, today: date) -> QueueRow:
    left = None
    if case.due_on is not None and not case.is_paused:
        left = body_calendar().working_days_between(today, case.due_on)
        if left == 0 and today > case.due_on:
            left = -1
    return QueueRow(
        case_id=case.pk,
        number=case.number,
        kind=case.kind,
        title=case.local_title,
        applicant_name=case.applicant_name,
        unit_name=case.unit.local_name,
        status=case.status,
        status_label=str(Status(case.status).label),
        assignee_id=str(case.assignee_id or ""),
        assignee_name=case.assignee.get_full_name() if case.assignee else "",
        received_at=case.received_at,
        due_on=case.due_on,
        days_left=left,
        is_paused=case.is_paused,
        has_objection=case.has_objection,
        revision=case.revision,
    )


def _with_next_steps(rows: list[QueueRow]) -> list[QueueRow]:
    steps: dict[UUID, str] = {}
    for kind in declared_kinds().values():
        of_kind = [row.case_id for row in rows if row.kind == kind.key]
        if kind.next_steps is not None and of_kind:
            steps.update(kind.next_steps(of_kind))
    return [replace(row, next_step=steps.get(row.case_id, "")) for row in rows]


def _cursor(case: Any, by_closing: bool) -> str:
    moment = case.closed_at if by_closing else case.due_on
    return f"{moment.isoformat() if moment else ''}~{case.pk}"


def _after(cases: Cases, cursor: str, by_closing: bool) -> Cases:
    moment, _tilde, key = cursor.partition("~")
    try:
        last = UUID(key)
        if by_closing:
            closed_at = datetime.fromisoformat(moment)
            return cases.filter(Q(closed_at__lt=closed_at) | Q(closed_at=closed_at, pk__gt=last))
        due_on = date.fromisoformat(moment) if moment else None
    except ValueError as error:
        raise Invalid(_("This page mark is not known. Start again from the first page.")) from error
    if due_on is None:
        return cases.filter(due_on__isnull=True, pk__gt=last)
    return cases.filter(Q(due_on__gt=due_on) | Q(due_on=due_on, pk__gt=last) | Q(due_on__isnull=True))
