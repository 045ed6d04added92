"""Who may do what with alarms: heads read those of their units, overseers all of the body; only they judge and set."""

from django.utils.translation import gettext as _

from pendapa.journal.actors import Actor
from pendapa.kernel.problems import Forbidden
from pendapa.people.impartiality import OVERSEERS, WORKERS, answers_for
from pendapa.people.permissions import Permission, Scoped, can, declare, reachable_paths, require
from pendapa.people.roles import Role

ALARM_READ = declare(Permission("alarm.read", roles=frozenset({Role.HEAD})))
ALARM_INSPECT = declare(Permission("alarm.inspect", roles=OVERSEERS, reach="body"))
ALARM_DISMISS = declare(Permission("alarm.dismiss", roles=OVERSEERS, reach="body"))
WATCH_SET = declare(Permission("watch.set", roles=OVERSEERS, reach="body"))


def require_reading(actor: Actor, target: Scoped | None = None) -> None:
    """Raise Forbidden unless the actor may see the alarm (or any at all)."""
    if not can(actor, ALARM_INSPECT, target):
        require(actor, ALARM_READ, target)


def paths_read_by(actor: Actor) -> list[str]:
    """The branches whose alarms the actor may see."""
    return sorted({*reachable_paths(actor, ALARM_READ), *reachable_paths(actor, ALARM_INSPECT)})


def may_set(actor: Actor) -> bool:
    """Whether the actor may set how all of the body is watched: an overseer who answers for no unit's work."""
    return can(actor, WATCH_SET) and not any(grant.role in WORKERS for grant in actor.grants)


def require_setting(actor: Actor) -> None:
    """Raise Forbidden unless `may_set`."""
    require(actor, WATCH_SET)
    if not may_set(actor):
        raise Forbidden(_("You answer for a unit’s work yourself. Another overseer sets how it is watched."))


def may_dismiss(actor: Actor, alarm: Scoped) -> bool:
    """Whether the actor may judge that the alarm is none: an overseer who does not answer for the unit."""
    return can(actor, ALARM_DISMISS, alarm) and not answers_for(actor, alarm.permission_scope().unit_path)
