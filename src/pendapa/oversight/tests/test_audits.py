"""Audits: planned before the seed is known, drawn from the log, opened on record, read by the team alone."""

import json
from datetime import date, timedelta
from hashlib import sha256

import pytest

from pendapa.applications.verbs import ApplicationSubmitted
from pendapa.cases.models import Case
from pendapa.cases.tests.factories import make_case
from pendapa.cases.verbs import ClockOverdue
from pendapa.journal.actions import record
from pendapa.journal.actors import SYSTEM
from pendapa.journal.models import Entry
from pendapa.kernel.problems import Conflict, Forbidden, Invalid
from pendapa.ledger.declarations import logged_verbs
from pendapa.ledger.models import Checkpoint, Leaf
from pendapa.ledger.sequencing import sequence
from pendapa.oversight.actions import draw_sample, open_sampled_case, plan_audit, publish_audit, write_paper
from pendapa.oversight.actions.audits import AuditIn
from pendapa.oversight.models import Audit
from pendapa.oversight.queries import audits_visible_to, papers_visible_to
from pendapa.oversight.sampling import Rule
from pendapa.oversight.tests.factories import (
    A_MONDAY,
    LATER,
    account_of,
    auditor,
    head,
    make_service,
    make_unit,
    person,
)
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db


def _sequence() -> None:
    """What the worker does: tell the log of every entry that it may be told and does not hold yet."""
    told = [declared.name for declared in logged_verbs()]
    held = Leaf.objects.values("entry")
    sequence(list(Entry.objects.filter(verb__in=told).exclude(pk__in=held).order_by("id")))


def _cases(count: int, *, late: int = 0, unit: str = "kec-tirtasari") -> list[Case]:
    """Cases accepted on `A_MONDAY` and told to the log, the first ones overdue."""
    made = []
    for number in range(count):
        case = make_case(unit=make_unit(unit))
        happened = ApplicationSubmitted(service="sku", standard_version=1, unit=unit, due=date(2026, 3, 4))
        record(SYSTEM, happened, case.subject, at=A_MONDAY)
        if number < late:
            overdue = ClockOverdue(clock="standard", due=date(2026, 3, 4), until=date(2026, 3, 4))
            record(SYSTEM, overdue, case.subject, at=A_MONDAY)
        made.append(case)
    return made


def _plan(actor, *, wanted: int = 3, rule: Rule = Rule.RANDOM, **given) -> Audit:
    plan = {
        "title": "Ketepatan waktu", "unit": make_unit(), "service": None, "period_from": date(2026, 3, 1),
        "period_until": date(2026, 3, 8), "rule": rule, "wanted": wanted,
    }  # fmt: skip
    return plan_audit(actor, AuditIn(**{**plan, **given}), at=LATER)


def test_a_sample_waits_until_the_log_has_signed_the_plan() -> None:
    judge = auditor()
    _cases(5)
    _sequence()
    audit = _plan(judge)
    with pytest.raises(Conflict):
        draw_sample(judge, audit, at=LATER)
    _sequence()
    drawn = draw_sample(judge, audit, at=LATER)
    assert (drawn.population, drawn.sample.count()) == (5, 3)
    with pytest.raises(Conflict):
        draw_sample(judge, audit, at=LATER)


def test_whoever_holds_the_log_draws_the_same_cases() -> None:
    """Reads nothing but the leaves, as somebody outside would."""
    judge = auditor()
    _cases(12)
    _cases(3, unit="dinas-lain")
    audit = _plan(judge, wanted=4)
    _sequence()
    draw_sample(judge, audit, at=LATER)
    _sequence()
    leaves = [json.loads(bytes(data)) for data in Leaf.objects.order_by("index").values_list("data", flat=True)]
    plan = next(leaf["fields"] for leaf in leaves if leaf["verb"] == "audit.planned")
    told = next(leaf["fields"] for leaf in leaves if leaf["verb"] == "audit.sampled")
    assert plan["units"] == ["kec-tirtasari"]
    handles = {
        leaf["about"].removeprefix("case:")
        for leaf in leaves[: told["checkpoint_size"]]
        if leaf["verb"] == "application.submitted"
        and leaf["fields"]["unit"] in plan["units"]
        and plan["period_from"] <= leaf["at"] <= plan["period_until"]
    }
    root = bytes.fromhex(told["checkpoint_root"])
    again = sorted(handles, key=lambda handle: sha256(root + handle.encode() + b"1").digest())[: plan["wanted"]]
    assert told["handles"] == again
    assert told["population"] == len(handles) == 12
    assert {case.case.unit.code for case in audit.sample.select_related("case__unit")} == {"kec-tirtasari"}


def test_the_seed_is_the_first_checkpoint_after_the_plan_however_long_one_waits() -> None:
    judge = auditor()
    _cases(6)
    audit = _plan(judge)
    _sequence()
    first = Checkpoint.objects.order_by("-id").values_list("size", flat=True)[0]
    _cases(2)
    _sequence()
    assert draw_sample(judge, audit, at=LATER + timedelta(days=9)).checkpoint_size == first


def test_by_risk_late_cases_weigh_more_and_the_weights_come_from_the_log() -> None:
    judge = auditor()
    _cases(6, late=2)
    audit = _plan(judge, wanted=6, rule=Rule.RISK)
    _sequence()
    draw_sample(judge, audit, at=LATER)
    assert sorted(audit.sample.values_list("weight", flat=True)) == [1, 1, 1, 1, 4, 4]


def test_a_period_that_is_not_over_and_an_empty_population_are_refused() -> None:
    judge = auditor()
    with pytest.raises(Invalid):
        _plan(judge, period_until=LATER.date())
    audit = _plan(judge)
    _sequence()
    with pytest.raises(Conflict):
        draw_sample(judge, audit, at=LATER)


def test_opening_a_case_is_recorded_for_its_person_once_a_day() -> None:
    judge = auditor()
    _cases(2)
    audit = _plan(judge, wanted=1)
    _sequence()
    draw_sample(judge, audit, at=LATER)
    sampled = audit.sample.select_related("case__unit", "audit__unit", "audit__office").get()
    for _time in range(2):
        open_sampled_case(judge, sampled, at=LATER)
    entry = Entry.objects.get(verb="case.opened")
    assert (entry.payload["purpose"], entry.actor_role) == ("oversight", "internal_auditor")
    sampled.refresh_from_db()
    assert sampled.opened_at == LATER


def test_working_papers_are_read_by_the_team_alone() -> None:
    judge, colleague = auditor(), auditor()
    audit = _plan(judge)
    paper = write_paper(judge, audit, "Nomor 3 perlu dicek.", at=LATER)
    assert list(papers_visible_to(judge)) == [paper]
    for other in (colleague, person(Role.OVERSEER), head(), person(Role.OFFICER), person()):
        assert not papers_visible_to(other).exists()
        with pytest.raises(Forbidden):
            write_paper(other, audit, "x", at=LATER)
    assert "perlu dicek" not in str(Entry.objects.get(verb="audit.paper_written").payload)


def test_a_named_colleague_is_in_the_team_and_a_stranger_is_not() -> None:
    account, stranger = account_of(Role.INTERNAL_AUDITOR), account_of(Role.OFFICER)
    audit = _plan(auditor(), team=[account, stranger])
    assert audit.team.count() == 2
    assert audit.team.filter(account=account).exists()


def test_audits_are_seen_by_their_office_and_never_by_the_examined() -> None:
    judge = auditor()
    audit = _plan(judge)
    assert list(audits_visible_to(judge)) == [audit]
    for other in (person(Role.OVERSEER), head(), person(Role.OFFICER), person()):
        assert not audits_visible_to(other).exists()
    with pytest.raises(Forbidden):
        _plan(judge, unit=make_unit("inspektorat"))


def test_an_audit_is_published_once_with_its_conclusion() -> None:
    judge = auditor()
    make_service()
    _cases(2)
    audit = _plan(judge)
    with pytest.raises(Conflict):
        publish_audit(judge, audit, "Baik.", at=LATER)
    _sequence()
    draw_sample(judge, audit, at=LATER)
    with pytest.raises(Invalid):
        publish_audit(judge, audit, " ", at=LATER)
    assert publish_audit(judge, audit, "Baik.", at=LATER).published_at == LATER


def test_overseers_read_closed_cases_of_the_body_and_each_reading_is_recorded() -> None:
    from pendapa.cases.actions import open_as_staff
    from pendapa.cases.models import Status
    from pendapa.cases.queries import cases_visible_to

    case = make_case(unit=make_unit())
    Case.objects.filter(pk=case.pk).update(status=Status.REFUSED, closed_at=LATER)
    for role in (Role.OVERSEER, Role.INTERNAL_AUDITOR):
        actor = person(role)
        open_as_staff(actor, cases_visible_to(actor).get(pk=case.pk), at=LATER)
    assert Entry.objects.filter(verb="case.opened", payload__purpose="oversight").count() == 2
