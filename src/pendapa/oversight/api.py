"""Published findings for machines: the same as the pages show, nothing more."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from pendapa.kernel.identifiers import normalise_number
from pendapa.kernel.pagination import keyset_page
from pendapa.kernel.problems import NotFound
from pendapa.oversight.models import Finding
from pendapa.oversight.queries import noticed_counts, published_findings
from pendapa.oversight.queries.public import ToldAction, as_told

router = Router()
MOST_OF_A_PAGE = 100


class FindingRow(Schema):
    """A published finding as a line of a list."""

    number: str
    title: str
    unit: str
    service: str
    source: str
    state: str
    issued_at: datetime
    due_on: date
    published_at: datetime
    measure: str


class MilestoneOut(Schema):
    """A step on the way."""

    title: str
    due_on: date
    done_on: date | None


class ActionOut(Schema):
    """A corrective action. `before` and `after` are the measure with its count, null below five."""

    position: int
    what: str
    due_on: date
    progress: str
    is_reported: bool
    accepted_at: datetime | None
    changed: str
    effect: str
    before: float | None
    before_n: int | None
    after: float | None
    after_n: int | None
    is_from_record: bool
    milestones: list[MilestoneOut]


class AnswerOut(Schema):
    """What the head of the unit answered."""

    agrees: bool
    text: str
    answered_at: datetime


class FindingOut(FindingRow):
    """A published finding whole. `noticed` counts residents' answers, null below five."""

    office: str
    condition: str
    criterion: str
    cause: str
    effect: str
    recommendation: str
    ending: str
    answers: list[AnswerOut]
    actions: list[ActionOut]
    noticed: dict[str, int] | None


class FindingPage(Schema):
    """One page; `next` is the cursor of the following one, empty on the last."""

    findings: list[FindingRow]
    next: str


@router.get("", response=FindingPage, summary="Read published findings")
def read_findings(
    request: HttpRequest,
    unit: Annotated[str, Query(max_length=40, description="The code of a unit.")] = "",
    service: Annotated[str, Query(max_length=60, description="The slug of a service.")] = "",
    state: Annotated[str, Query(pattern="^(issued|answered|closed|withdrawn)?$")] = "",
    cursor: Annotated[str, Query(max_length=300)] = "",
    size: Annotated[int, Query(ge=1, le=MOST_OF_A_PAGE)] = 20,
) -> dict[str, Any]:
    """Findings that everybody may read, the newest published first."""
    found = published_findings()
    given = {"unit__code": unit, "service__slug": service, "state": state}
    found = found.filter(**{name: value.replace("\x00", "") for name, value in given.items() if value})
    page = keyset_page(found, order=("-published_at", "id"), cursor=cursor, size=size)
    return {"findings": [_row(one) for one in page.rows], "next": page.next_cursor}


@router.get("/{number}", response=FindingOut, summary="Read one published finding")
def read_finding(request: HttpRequest, number: str) -> dict[str, Any]:
    """The five elements, the unit's answers, the actions with their effect, and what residents notice."""
    written = normalise_number(number)
    finding = published_findings().filter(number=written).first() if written else None
    if finding is None:
        raise NotFound(_("There is no published finding with this number."))
    told = as_told(finding)
    elements = ("condition", "criterion", "cause", "effect", "recommendation", "ending")
    return {
        **_row(finding),
        **{name: getattr(finding, name) for name in elements},
        "office": finding.office_code,
        "answers": [
            {"agrees": answer.agrees, "text": answer.text, "answered_at": answer.answered_at} for answer in told.answers
        ],
        "actions": [_action(action) for action in told.actions],
        "noticed": noticed_counts(finding),
    }


def _row(finding: Finding) -> dict[str, Any]:
    return {
        "number": finding.number,
        "title": finding.title,
        "unit": finding.unit.code,
        "service": finding.service_code,
        "source": finding.source,
        "state": finding.state,
        "issued_at": finding.issued_at,
        "due_on": finding.due_on,
        "published_at": finding.published_at,
        "measure": finding.measure,
    }


def _action(action: ToldAction) -> dict[str, Any]:
    same = ("position", "what", "due_on", "progress", "is_reported", "accepted_at", "effect", "is_from_record")
    values = ("before", "before_n", "after", "after_n")
    steps = [{"title": title, "due_on": due_on, "done_on": done_on} for title, due_on, done_on in action.milestones]
    return {
        **{name: getattr(action, name) for name in same + values},
        "changed": action.change_label,
        "milestones": steps,
    }
