"""Kinds of case: plain declared values, named in the settings, that say what is particular to them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendapa.cases.models import Case, Message, Status
from pendapa.journal.actors import Actor

Tone = Literal["caution", "good", "info", "danger", "quiet"]
TONES: dict[str, tuple[Tone, str]] = {
    Status.OPEN: ("caution", "clock"),
    Status.WAITING: ("caution", "hand"),
    Status.GRANTED: ("good", "circle-check"),
    Status.REFUSED: ("danger", "circle-x"),
    Status.ANSWERED: ("info", "message-square"),
    Status.RESOLVED: ("good", "circle-check"),
    Status.CLOSED: ("quiet", "archive"),
    Status.JOINED: ("quiet", "link"),
    Status.WITHDRAWN: ("quiet", "undo-2"),
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that is expected: its name, and when in words ("expected on Wednesday")."""

    title: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a case stands, for its person: the state in two words, one sentence, what to do, and by when.

    `by` is the day on which the person hears from us, or must have acted while the case waits for them. Without
    `icon` it follows from the state of the case.
    """

    badge: str
    tone: Tone
    headline: str
    what_to_do: str
    by: date | None
    icon: str = ""
    next_steps: tuple[NextStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page that the kind brings: a template and what it is given."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)

    def html(self, request: HttpRequest) -> str:
        """The panel as safe HTML."""
        return render_to_string(self.template, self.context, request)


def no_panels(request: HttpRequest, case: Case) -> list[Panel]:
    """For kinds that bring none."""
    return []


def situation_by_status(case: Case, today: date) -> Situation:
    """What can be said of any case by its status alone."""
    tone, icon = TONES[case.status]
    words = {
        Status.OPEN: (_("We are handling your matter"), _("You do not need to do anything now.")),
        Status.WAITING: (_("We need something from you"), _("Read below what we need. Our clock stands still.")),
        Status.GRANTED: (_("Your request was granted"), _("You find the result below.")),
        Status.REFUSED: (
            _("Your request was refused"),
            _("Read the reason below. You can object if you do not agree."),
        ),
        Status.ANSWERED: (_("We have answered you"), _("Read our answer below. You can object if you do not agree.")),
        Status.RESOLVED: (_("This matter is solved"), _("You do not need to do anything.")),
        Status.CLOSED: (_("This matter is closed"), _("Read the reason below. You can object if you do not agree.")),
        Status.JOINED: (
            _("This matter was joined with another one"),
            _("You do not need to do anything. Both are about the same."),
        ),
        Status.WITHDRAWN: (_("You withdrew this matter"), _("You do not need to do anything.")),
    }
    headline, what_to_do = words[Status(case.status)]
    clock = case.main_clock if case.status == Status.OPEN else None
    return Situation(
        badge=str(Status(case.status).label),
        tone=tone,
        headline=headline,
        what_to_do=what_to_do,
        by=clock.due_on if clock else None,
        icon=icon,
    )


@dataclass(frozen=True, slots=True)
class CaseKind:
    """What is particular to one kind of case; everything else is the same for all.

    `party_label` is what its person is called.
    `withdraw` does what the kind must do besides (its process ends); without it the case alone is withdrawn.
    `reopen` starts its work anew on a locked case that is open again after an objection.
    `identity_number` gives the NIK behind a case, for an officer who unmasks it. `next_steps` gives what happens next
    in many cases at once, for the queue. `related` names what a page of one case loads along in its first query.
    `party_wrote` is told of each message of the person, on the locked case. `hides_person`: whoever acts for the
    person in this case is recorded as nobody in particular. `is_sealed`: entries about this case tell nothing in
    clear, in the public log neither unit nor dates.
    """

    key: str
    label: str | Promise
    party_label: str | Promise = gettext_lazy("Applicant")
    situation: Callable[[Case, date], Situation] = situation_by_status
    party_panels: Callable[[HttpRequest, Case], list[Panel]] = no_panels
    staff_panels: Callable[[HttpRequest, Case], list[Panel]] = no_panels
    withdraw: Callable[[Actor, Case, datetime], None] | None = None
    reopen: Callable[[Actor, Case, datetime], None] | None = None
    identity_number: Callable[[Case], str] | None = None
    next_steps: Callable[[Sequence[UUID]], Mapping[UUID, str]] | None = None
    related: tuple[str, ...] = ()
    party_wrote: Callable[[Actor, Case, Message, datetime], None] | None = None
    hides_person: Callable[[Case], bool] | None = None
    is_sealed: Callable[[Case], bool] | None = None

    @property
    def has_identity_number(self) -> bool:
        return self.identity_number is not None


def kind_of(case: Case) -> CaseKind:
    """The kind of a case. One that is no longer installed still gets a plain page."""
    return declared_kinds().get(case.kind) or CaseKind(key=case.kind, label=gettext_lazy("Matter"))


def hides_person(case: Case) -> bool:
    """Whether nothing that is recorded of a case may name its person."""
    asked = kind_of(case).hides_person
    return asked is not None and asked(case)


def is_sealed(case: Case) -> bool:
    """Whether the public log may hold no more of a case than that something happened."""
    asked = kind_of(case).is_sealed
    return asked is not None and asked(case)


def related_of_kinds() -> tuple[str, ...]:
    """What the pages of one case select along with it, for every kind."""
    return tuple(path for kind in declared_kinds().values() for path in kind.related)


@cache
def further_party_panels() -> tuple[Callable[[HttpRequest, Case], list[Panel]], ...]:
    """What packages above bring to the page of every case's person: dotted paths in `PENDAPA_PARTY_PANELS`."""
    return tuple(import_string(path) for path in getattr(settings, "PENDAPA_PARTY_PANELS", ()))


@cache
def declared_kinds() -> Mapping[str, CaseKind]:
    """The kinds named in `PENDAPA_CASE_KINDS` (dotted paths), by key; raises ImportError for a wrong path."""
    kinds: list[CaseKind] = [import_string(path) for path in getattr(settings, "PENDAPA_CASE_KINDS", ())]
    return {kind.key: kind for kind in kinds}
