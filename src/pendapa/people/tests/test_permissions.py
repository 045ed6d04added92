from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendapa.journal.actors import SYSTEM, Actor, Grant
from pendapa.kernel.problems import Forbidden
from pendapa.people.permissions import (
    Permission,
    Scope,
    acting_as,
    acting_grant,
    can,
    declared_permissions,
    reachable_paths,
    require,
)
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_member, make_organization


@dataclass(frozen=True)
class Thing:
    scope: Scope

    def permission_scope(self) -> Scope:
        return self.scope


def thing(path: str = "body/office", *parties: str, secret: str = "") -> Thing:
    return Thing(Scope(unit_path=path, parties=frozenset(parties), secret=secret))


def member(role: Role, path: str, id: str = "m") -> Actor:
    return Actor(kind="person", id=id, grants=(Grant(role, path.rpartition("/")[2], path),))


WORK = Permission("test.work", roles=frozenset({Role.OFFICER}))
UNIT_ONLY = Permission("test.unit", roles=frozenset({Role.OFFICER}), reach="unit")
AUDIT = Permission("test.audit", roles=frozenset({Role.INTERNAL_AUDITOR}), reach="body")
READ_OWN = Permission("test.read_own", party=True)


@pytest.mark.parametrize(
    ("permission", "role", "where", "path", "expected"),
    [
        (WORK, Role.OFFICER, "body/office", "body/office", True),
        (WORK, Role.OFFICER, "body/office", "body/office/desk", True),
        (WORK, Role.OFFICER, "body/office", "body", False),
        (WORK, Role.OFFICER, "body/office", "body/other", False),
        (WORK, Role.OFFICER, "body/office", "body/office-two", False),
        (WORK, Role.HEAD, "body/office", "body/office", False),
        (UNIT_ONLY, Role.OFFICER, "body/office", "body/office", True),
        (UNIT_ONLY, Role.OFFICER, "body/office", "body/office/desk", False),
        (AUDIT, Role.INTERNAL_AUDITOR, "body/inspectorate", "body/office/desk", True),
        (AUDIT, Role.INTERNAL_AUDITOR, "body/inspectorate", "body", True),
        (AUDIT, Role.INTERNAL_AUDITOR, "body/inspectorate", "bodytwo/office", False),
    ],
)
def test_a_role_reaches_as_far_as_the_permission_says(permission, role, where, path, expected):
    assert can(member(role, where), permission, thing(path)) is expected


def test_an_object_that_belongs_nowhere_is_reached_by_nobody():
    assert not can(member(Role.OFFICER, "body"), WORK, thing(""))


def test_a_party_is_known_by_account_or_by_the_secret_shown():
    mine = thing("body/office", "p1", secret="case-9")
    assert can(Actor(kind="person", id="p1"), READ_OWN, mine)
    assert not can(Actor(kind="person", id="p2"), READ_OWN, mine)
    assert not can(Actor(kind="anonymous"), READ_OWN, mine)
    assert can(Actor(kind="anonymous").holding("case-9"), READ_OWN, mine)
    assert not can(Actor(kind="anonymous").holding("case-8"), READ_OWN, mine)


def test_an_anonymous_actor_is_never_a_party_by_an_empty_id():
    assert not can(Actor(kind="anonymous"), READ_OWN, thing("body", ""))
    assert not can(Actor(kind="person"), READ_OWN, thing("body", ""))


def test_an_empty_secret_opens_nothing():
    assert not can(Actor(kind="anonymous").holding(""), READ_OWN, thing("body"))


def test_a_party_gains_nothing_that_is_not_for_parties():
    assert not can(Actor(kind="person", id="p1"), WORK, thing("body/office", "p1"))


def test_refusal_says_what_to_do():
    with pytest.raises(Forbidden) as refusal:
        require(Actor(kind="anonymous"), WORK, thing())
    assert str(refusal.value.detail)
    require(SYSTEM, WORK, thing())


def test_the_journal_is_told_by_which_grant_somebody_acts():
    both = Actor(
        kind="person",
        id="m",
        grants=(Grant(Role.HEAD, "other", "body/other"), Grant(Role.OFFICER, "office", "body/office")),
    )
    assert acting_grant(both, WORK, thing()) == both.grants[1]
    assert acting_as(both, WORK, thing()) == {"as_role": "officer", "for_organisation": "office"}
    assert acting_as(Actor(kind="person", id="p"), READ_OWN, thing("", "p")) == {"as_role": "", "for_organisation": ""}


paths = st.lists(st.sampled_from(["a", "b", "ab", "c"]), min_size=1, max_size=4).map("/".join)
roles = st.sampled_from(list(Role))
grants = st.lists(st.builds(lambda role, path: Grant(role, path, path), roles, paths), max_size=4).map(tuple)
permissions = st.builds(
    Permission,
    name=st.just("test.any"),
    roles=st.frozensets(roles),
    reach=st.sampled_from(["unit", "branch", "body"]),
    party=st.booleans(),
)


@given(grants, permissions, paths)
def test_a_query_narrowed_to_the_reachable_branches_agrees_with_can(held, permission, path):
    actor = Actor(kind="person", id="x", grants=held)
    if permission.reach == "unit":
        return
    within = any(path == root or path.startswith(root + "/") for root in reachable_paths(actor, permission))
    assert within is can(actor, permission, thing(path))


@given(grants, permissions, paths)
def test_nobody_without_a_fitting_role_passes(held, permission, path):
    actor = Actor(kind="person", id="x", grants=tuple(g for g in held if g.role not in permission.roles))
    assert not can(actor, permission, thing(path))


@given(grants, permissions, paths)
def test_a_further_grant_never_takes_a_permission_away(held, permission, path):
    one_more = (*held, Grant(Role.OFFICER, "a", "a"))
    if can(Actor(kind="person", id="x", grants=held), permission, thing(path)):
        assert can(Actor(kind="person", id="x", grants=one_more), permission, thing(path))


@given(grants, permissions, paths)
def test_reach_only_ever_widens_from_unit_to_branch_to_body(held, permission, path):
    actor = Actor(kind="person", id="x", grants=held)

    def with_reach(reach: str) -> bool:
        wider = Permission(permission.name, roles=permission.roles, reach=reach)
        return can(actor, wider, thing(path))

    assert with_reach("unit") <= with_reach("branch") <= with_reach("body")


def test_permissions_are_declared_once_each():
    names = [permission.name for permission in declared_permissions()]
    assert names == sorted(set(names))
    assert "membership.manage" in names


@pytest.mark.django_db
def test_only_memberships_of_the_day_count():
    office = make_organization("office")
    account = make_member(office, Role.OFFICER, starts=date(2027, 1, 1))
    membership = account.memberships.get()
    membership.ends = date(2027, 1, 31)
    membership.save()
    assert not actor_of(account, date(2026, 12, 31)).is_staff
    assert actor_of(account, date(2027, 1, 1)).is_staff
    assert actor_of(account, date(2027, 1, 31)).is_staff
    assert not actor_of(account, date(2027, 2, 1)).is_staff
