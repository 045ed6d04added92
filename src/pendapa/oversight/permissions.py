"""Who may do what in oversight. Those who are overseen never judge, and never see what is only proposed.

Besides the declared permissions three things are asked, here and nowhere else: that the actor is not overseen
themselves (`require_impartial`), that a draft is opened by the office that wrote it (`holds_office`), and that an
action is accepted by the office that issued its finding (`require_judge`).
"""

from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from pendapa.journal.actors import Actor, Grant
from pendapa.kernel.problems import Forbidden
from pendapa.oversight.rules import OVERSEERS_OWN
from pendapa.people.impartiality import OVERSEERS, WORKERS, answered_for_since, answers_for
from pendapa.people.models import Organization
from pendapa.people.permissions import Permission, Scope, acting_grant, declare, require
from pendapa.people.roles import Role

EXAMINED = frozenset({Role.HEAD})

FINDING_PROPOSE = declare(Permission("finding.propose", roles=OVERSEERS, reach="body"))
FINDING_ISSUE = declare(Permission("finding.issue", roles=OVERSEERS, reach="body"))
FINDING_INSPECT = declare(Permission("finding.inspect", roles=OVERSEERS, reach="body"))
FINDING_EXAMINED = declare(Permission("finding.examined", roles=EXAMINED))
FINDING_ANSWER = declare(Permission("finding.answer", roles=EXAMINED))
ACTION_PLAN = declare(Permission("action.plan", roles=EXAMINED))
ACTION_WORK = declare(Permission("action.work", roles=EXAMINED, party=True))
ACTION_JUDGE = declare(Permission("action.judge", roles=OVERSEERS, reach="body"))
AUDIT_PLAN = declare(Permission("audit.plan", roles=OVERSEERS, reach="body"))
AUDIT_WORK = declare(Permission("audit.work", roles=OVERSEERS, reach="body"))
REPORT_HANDLE = declare(Permission("overseer_report.handle", roles=frozenset({Role.OVERSEER}), reach="body"))
REPORT_ANSWER = declare(Permission("overseer_report.answer", roles=EXAMINED))

DEADLINE_SET = declare(Permission("oversight.set_deadline", roles=OVERSEERS, reach="body"))


class OfOffice(Protocol):
    """What an oversight office has written: its organisation and the role in which it acts; none for an alarm."""

    @property
    def office_code(self) -> str: ...

    @property
    def office_role(self) -> str: ...

    def permission_scope(self) -> Scope: ...


def require_impartial(actor: Actor, unit_path: str) -> None:
    """Raise Forbidden when somebody would judge the work for which they answer themselves."""
    if answers_for(actor, unit_path):
        raise Forbidden(_("You answer for this unit’s work yourself. Another overseer has to judge it."))


class Judged(OfOffice, Protocol):
    """What is judged, and the day since when the unit's work is."""

    @property
    def judged_since(self) -> date: ...


def require_apart(actor: Actor, judged: Judged) -> None:
    """Raise Forbidden for an overseer who worked in the unit, or above it, in the time that is judged. Asked by the
    actions, once, and not by the pages for each button."""
    if answered_for_since(actor, judged.permission_scope().unit_path, judged.judged_since):
        raise Forbidden(_("You worked for this unit in the time that is judged. Another overseer has to judge it."))


def require_deadline_setter(actor: Actor, body: Organization, step: str = "") -> None:
    """Raise Forbidden for all who do not oversee the body, and for overseers who work or administer in it besides.

    The deadlines of the independent overseer's own path (`rules.OVERSEERS_OWN`) are set by that office alone.
    """
    require(actor, DEADLINE_SET, body)
    if actor.roles & (WORKERS | {Role.ADMINISTRATOR}):
        raise Forbidden(_("Who is overseen, or administers, does not set the deadlines of oversight."))
    if step in OVERSEERS_OWN and Role.OVERSEER not in actor.roles:
        raise Forbidden(_("Only the independent overseer sets this deadline."))


def may_set_deadlines(actor: Actor, body: Organization) -> bool:
    """Whether `require_deadline_setter` would let the actor through."""
    try:
        require_deadline_setter(actor, body)
    except Forbidden:
        return False
    return True


def works_for(actor: Actor, unit_path: str) -> bool:
    """Whether the actor works in the unit, above it or below it: who was made responsible and then left is not."""
    return any(
        grant.role in WORKERS
        and (f"{unit_path}/".startswith(f"{grant.path}/") or grant.path.startswith(f"{unit_path}/"))
        for grant in actor.grants
    )


def holds_office(actor: Actor, written: OfOffice) -> bool:
    """Whether the actor belongs to the office that wrote it; to an alarm's finding every office belongs."""
    if not written.office_code:
        return any(grant.role in OVERSEERS for grant in actor.grants)
    return any(
        grant.organisation == written.office_code and grant.role == written.office_role for grant in actor.grants
    )


def require_judge(actor: Actor, permission: Permission, written: OfOffice) -> Grant:
    """The grant by which the actor judges; raises Forbidden for all but the office that wrote it.

    Nobody judges the work for which they answer themselves.
    """
    require(actor, permission, written)
    require_impartial(actor, written.permission_scope().unit_path)
    if not holds_office(actor, written):
        raise Forbidden(_("Only the office that issued this may do that."))
    own = [one for one in actor.grants if (one.organisation, one.role) == (written.office_code, written.office_role)]
    acting = own[0] if own else acting_grant(actor, permission, written)
    if acting is None:
        raise Forbidden(_("Only the office that issued this may do that."))
    return acting


def may_judge(actor: Actor, permission: Permission, written: OfOffice) -> bool:
    """Whether `require_judge` would let the actor through."""
    try:
        require_judge(actor, permission, written)
    except Forbidden:
        return False
    return True
