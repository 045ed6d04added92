"""What can go wrong, told once: as a clear page to a person, as RFC 9457 problem details to a machine."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type_prefix = "urn:pendapa:problem:"


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field that must change: its name in the form (empty for the whole form) and what to do about it."""

    field: str
    message: str


class Problem(Exception):
    """A refusal that the person or machine asking can understand; never an accident of the program.

    `type` is a stable slug (part of the interface), `status` an HTTP status, `title` names the kind of problem,
    `detail` says what happened here and what to do now. Source: RFC 9457.
    """

    type: ClassVar[str] = "problem"
    status: ClassVar[int] = 400
    title: ClassVar[str | Promise] = _("This cannot be done")

    def __init__(self, detail: str | Promise = "", *, errors: Iterable[FieldError] = ()) -> None:
        self.detail = detail
        self.errors = list(errors)
        super().__init__(detail)

    def __str__(self) -> str:
        return str(self.detail or self.title)


class Forbidden(Problem):
    type = "forbidden"
    status = 403
    title = _("You may not do this")


class NotFound(Problem):
    type = "not-found"
    status = 404
    title = _("This does not exist")


class Conflict(Problem):
    type = "conflict"
    status = 409
    title = _("Someone else was faster")


class Invalid(Problem):
    type = "invalid"
    status = 422
    title = _("Something must be corrected")


class TooMany(Problem):
    type = "too-many"
    status = 429
    title = _("Too many attempts")


def as_problem_details(problem: Problem, instance: str) -> dict[str, Any]:
    """The problem as an RFC 9457 object; `instance` is the address that was asked for."""
    details: dict[str, Any] = {
        "type": type_prefix + problem.type,
        "title": str(problem.title),
        "status": problem.status,
        "instance": instance,
    }
    if problem.detail:
        details["detail"] = str(problem.detail)
    if problem.errors:
        details["errors"] = [{"field": error.field, "message": str(error.message)} for error in problem.errors]
    return details
