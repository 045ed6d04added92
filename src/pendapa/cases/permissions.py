"""Who may do what with a case."""

from django.utils.translation import gettext as _

from pendapa.cases.kinds import hides_person
from pendapa.cases.models import Case
from pendapa.journal.actors import Actor, Grant
from pendapa.kernel.problems import Forbidden
from pendapa.people.permissions import Permission, acting_grant, can, declare, require
from pendapa.people.roles import Role

WORKERS = frozenset({Role.OFFICER, Role.VERIFIER, Role.APPROVER, Role.HEAD})
INSPECTORS = frozenset({Role.INTERNAL_AUDITOR, Role.OVERSEER})

CASE_READ = declare(Permission("case.read", roles=WORKERS, party=True))
CASE_INSPECT = declare(Permission("case.inspect", roles=INSPECTORS, reach="body"))
CASE_WORK = declare(Permission("case.work", roles=WORKERS))
CASE_DECIDE = declare(Permission("case.decide", roles=frozenset({Role.APPROVER, Role.HEAD})))
CASE_REFUSE = declare(Permission("case.refuse", roles=WORKERS))
CASE_ASSIGN = declare(Permission("case.assign", roles=frozenset({Role.HEAD})))
CASE_MESSAGE = declare(Permission("case.message", roles=WORKERS, party=True))
CASE_WITHDRAW = declare(Permission("case.withdraw", party=True))
OBJECTION_FILE = declare(Permission("objection.file", party=True))
OBJECTION_ANSWER = declare(Permission("objection.answer", roles=frozenset({Role.HEAD})))
IDENTITY_UNMASK = declare(Permission("identity.unmask", roles=WORKERS))


def can_read(actor: Actor, case: Case) -> bool:
    """Whether the actor may see the case: its person, its unit's branch, or those who inspect the body."""
    return can(actor, CASE_READ, case) or can(actor, CASE_INSPECT, case)


def require_reading(actor: Actor, case: Case) -> None:
    """Raise Forbidden unless the actor may see the case."""
    if not can(actor, CASE_INSPECT, case):
        require(actor, CASE_READ, case)


def reading_grant(actor: Actor, case: Case) -> Grant | None:
    """The grant by which staff read the case, None for a person whom it concerns."""
    return acting_grant(actor, CASE_READ, case) or acting_grant(actor, CASE_INSPECT, case)


def is_applicant(actor: Actor, case: Case) -> bool:
    """Whether the case is the actor's own, by account."""
    return actor.kind == "person" and actor.id != "" and actor.id == str(case.applicant_id)


def as_party(actor: Actor, case: Case) -> Actor:
    """Who acts on the person's own pages. Where the case hides its person, somebody without a name who holds its
    secret: neither account nor office of whoever it is enters any record."""
    if not hides_person(case):
        return actor
    held = actor.secrets & {str(case.pk)}
    return Actor(kind="anonymous", channel=actor.channel, secrets=held, language=actor.language)


def require_impartial(actor: Actor, case: Case) -> None:
    """Raise Forbidden when an officer would work on a matter of their own (UU 30/2014, conflict of interest)."""
    if is_applicant(actor, case):
        raise Forbidden(_("This is a matter of your own. Somebody else has to work on it."))
