"""Who may do what with surveys: units their own, the administrator all of the body, overseers read."""

from pendapa.journal.actors import Actor
from pendapa.people.permissions import Permission, Scoped, can, declare, reachable_paths, require
from pendapa.people.roles import Role

SURVEY_ANSWER = declare(Permission("survey.answer", anyone=True))
SURVEY_READ = declare(Permission("survey.read", roles=frozenset({Role.HEAD})))
SURVEY_INSPECT = declare(
    Permission(
        "survey.inspect", roles=frozenset({Role.ADMINISTRATOR, Role.INTERNAL_AUDITOR, Role.OVERSEER}), reach="body"
    )
)
SURVEY_ENTER = declare(Permission("survey.enter", roles=frozenset({Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR})))
SURVEY_EDIT = declare(Permission("survey.edit", roles=frozenset({Role.HEAD, Role.ADMINISTRATOR})))
SURVEY_PUBLISH = declare(Permission("survey.publish", roles=frozenset({Role.HEAD, Role.ADMINISTRATOR})))
COMMENT_MODERATE = declare(Permission("survey.moderate_comment", roles=frozenset({Role.HEAD, Role.ADMINISTRATOR})))
UNPUBLISHED_READ = declare(
    Permission("survey.read_unpublished", roles=frozenset({Role.INTERNAL_AUDITOR, Role.OVERSEER}), reach="body")
)

EVALUATION_PLAN = declare(Permission("evaluation.plan", roles=frozenset({Role.ADMINISTRATOR}), reach="body"))
EVALUATION_DO = declare(Permission("evaluation.do", roles=frozenset({Role.HEAD, Role.ADMINISTRATOR})))


def can_read(actor: Actor, target: Scoped | None = None) -> bool:
    """Whether the actor may see figures and surveys of the target (or any at all)."""
    return can(actor, SURVEY_READ, target) or can(actor, SURVEY_INSPECT, target)


def require_reading(actor: Actor, target: Scoped | None = None) -> None:
    """Raise Forbidden unless the actor may see figures and surveys of the target (or any at all)."""
    if not can(actor, SURVEY_INSPECT, target):
        require(actor, SURVEY_READ, target)


def paths_read_by(actor: Actor) -> list[str]:
    """The branches whose figures the actor may see."""
    return sorted({*reachable_paths(actor, SURVEY_READ), *reachable_paths(actor, SURVEY_INSPECT)})
