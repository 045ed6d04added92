"""Which cases an actor may see; every page begins here."""

import hmac
import re

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from pendapa.cases.models import Case, CaseFile
from pendapa.cases.permissions import CASE_INSPECT, CASE_READ, CASE_WORK
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.identifiers import hash_secret, normalise_number
from pendapa.kernel.problems import NotFound
from pendapa.people.models import Account
from pendapa.people.permissions import reachable_paths

_NOBODYS_HASH = hash_secret("")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def cases_visible_to(actor: Actor) -> QuerySet[Case]:
    """Own cases, those whose secret was shown, and those of units in which the actor works or that they inspect."""
    paths = {*reachable_paths(actor, CASE_READ), *reachable_paths(actor, CASE_INSPECT)}
    return _with_unit(_is_party(actor) | _in_branches("unit__path", paths))


def cases_of_party(actor: Actor) -> QuerySet[Case]:
    """The actor's own cases, and those whose secret they have shown."""
    return _with_unit(_is_party(actor))


def cases_of_account(account: Account) -> QuerySet[Case]:
    """A person's own cases, newest first."""
    return _with_unit(Q(applicant=account)).order_by("-received_at", "pk")


def case_visible_to(actor: Actor, number: str) -> Case:
    """The case of that number, however it was typed; raises NotFound for one that the actor may not know of."""
    return _found(cases_visible_to(actor), number)


def case_of_party(actor: Actor, number: str) -> Case:
    """The actor's own case of that number; raises NotFound."""
    return _found(cases_of_party(actor), number)


def case_opened_with(number: str, secret: str) -> Case | None:
    """The case that number and secret open together; None tells nothing of which was wrong."""
    written = normalise_number(number)
    case = _with_unit(Q(number=written)).first() if written else None
    matches = hmac.compare_digest(hash_secret(secret), case.secret_hash if case else _NOBODYS_HASH)
    return case if case is not None and matches else None


def case_files(case: Case) -> QuerySet[CaseFile]:
    """The files of a case that count now, in the order in which they came."""
    return case.files.filter(superseded_at__isnull=True).select_related("file").order_by("added_at", "id")


def colleagues_for(case: Case) -> QuerySet[Account]:
    """Who may be given a case: they work in its unit or in one above, today, and it is not their own."""
    path = case.unit.path
    own = [case.applicant_id] if case.applicant_id else []
    above = ["/".join(path.split("/")[:depth]) for depth in range(1, path.count("/") + 2)]
    today = local_date(timezone.now())
    return (
        Account.objects.filter(
            Q(memberships__ends__isnull=True) | Q(memberships__ends__gte=today),
            memberships__role__in=CASE_WORK.roles,
            memberships__organization__path__in=above,
            memberships__starts__lte=today,
            is_active=True,
        )
        .exclude(pk__in=own)
        .distinct()
        .order_by("name", "email")
    )


def _with_unit(condition: Q) -> QuerySet[Case]:
    return Case.objects.filter(condition).select_related("unit", "service")


def _is_party(actor: Actor) -> Q:
    condition = Q(pk__in=[secret for secret in actor.secrets if _UUID.fullmatch(secret)])
    if actor.kind == "person" and actor.id:
        condition |= Q(applicant_id=actor.id)
    return condition


def _in_branches(field: str, paths: set[str]) -> Q:
    condition = Q(pk__in=[])
    for path in sorted(paths):
        condition |= Q(**{field: path}) | Q(**{f"{field}__startswith": f"{path}/"})
    return condition


def _found(cases: QuerySet[Case], number: str) -> Case:
    written = normalise_number(number)
    case = cases.filter(number=written).first() if written else None
    if case is None:
        raise NotFound(_("We do not find a matter with this number that you may see."))
    return case
