"""A process as the rest of the program sees it: who does what, with which outcomes. Plain values, kept as JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way to finish a user task: a button. `requires` names what the person must add."""

    key: str
    label: str
    label_en: str = ""
    style: str = "secondary"
    requires: tuple[str, ...] = ()

    @property
    def local_label(self) -> str:
        """The label in the language now active."""
        return in_language(self.label, self.label_en)

    def missing(self, additions: Mapping[str, Any]) -> list[str]:
        """The names of what it requires and `additions` do not hold, in the order of the drawing."""
        return [name for name in self.requires if not _is_given(additions.get(name))]


@dataclass(frozen=True, slots=True)
class Lane:
    """Who acts: a role of the unit, or the applicant."""

    key: str
    name: str
    role: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A user task: something a person does. `working_days` is its own target, or None."""

    key: str
    name: str
    lane: str
    role: str
    outcomes: tuple[Outcome, ...]
    name_en: str = ""
    form_key: str = ""
    working_days: int | None = None
    documentation: str = ""

    @property
    def local_name(self) -> str:
        """The name in the language now active."""
        return in_language(self.name, self.name_en)

    def outcome(self, key: str) -> Outcome | None:
        return next((outcome for outcome in self.outcomes if outcome.key == key), None)


@dataclass(frozen=True, slots=True)
class ServiceStep:
    """A service task: something the system does by itself."""

    key: str
    name: str
    service: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class ProcessDefinition:
    """A process that has been accepted. `steps` follow the way from the start; `spec` is for the engine alone."""

    key: str
    name: str
    lanes: tuple[Lane, ...]
    steps: tuple[Step, ...]
    service_steps: tuple[ServiceStep, ...]
    name_en: str = ""
    documentation: str = ""
    spec: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def step(self, key: str) -> Step:
        """The user task with this key; raises KeyError."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)

    @property
    def services(self) -> frozenset[str]:
        """The service tasks whose handlers a caller must bring."""
        return frozenset(step.service for step in self.service_steps)

    def as_json(self) -> dict[str, Any]:
        """All but the spec, which is kept beside it."""
        return {name: part for name, part in asdict(self).items() if name != "spec"}

    @classmethod
    def from_json(cls, outline: dict[str, Any], spec: dict[str, Any]) -> "ProcessDefinition":
        return cls(
            **{
                **outline,
                "lanes": tuple(Lane(**lane) for lane in outline["lanes"]),
                "steps": tuple(_step_from_json(step) for step in outline["steps"]),
                "service_steps": tuple(ServiceStep(**step) for step in outline["service_steps"]),
                "spec": spec,
            }
        )


def _step_from_json(step: dict[str, Any]) -> Step:
    outcomes = tuple(Outcome(**{**outcome, "requires": tuple(outcome["requires"])}) for outcome in step["outcomes"])
    return Step(**{**step, "outcomes": outcomes})


def in_language(text: str, text_en: str) -> str:
    """The English text where English is active and there is one."""
    return text_en if text_en and (get_language() or "").startswith("en") else text


def _is_given(value: object) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)
