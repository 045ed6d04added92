"""What may be done with a finding, an action or a report, as plain values: who, when, and with which words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.utils.functional import Promise

from pendapa.journal.actors import Actor
from pendapa.kernel.problems import Forbidden
from pendapa.oversight.forms.fields import StepForm
from pendapa.people.pages import StaffRequest

T = TypeVar("T")
Given = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """One thing to do: the word in its address, what the button says, who may (`ask` raises Forbidden), when, and how.

    `warning` says what cannot be undone: the page of the step is where it is confirmed.
    """

    key: str
    title: str | Promise
    ask: Callable[[Actor, T], None]
    is_open: Callable[[T], bool]
    act: Callable[[StaffRequest, T, Given, datetime], object]
    make_form: Callable[[StaffRequest, T, Any, Any], StepForm]
    look: str = "outline"
    icon: str = ""
    warning: str | Promise = ""

    def is_offered(self, actor: Actor, target: T) -> bool:
        """Whether the page offers it: it is time, and the actor may."""
        return self.is_open(target) and self.is_allowed(actor, target)

    def is_allowed(self, actor: Actor, target: T) -> bool:
        try:
            self.ask(actor, target)
        except Forbidden:
            return False
        return True


def plain(form: type[StepForm]) -> Callable[[StaffRequest, Any, Any, Any], StepForm]:
    """A form that needs nothing but the revision that was read."""

    def make(_request: StaffRequest, target: Any, data: Any, files: Any) -> StepForm:
        return form(data, files, initial={"revision": getattr(target, "revision", None)})

    return make
