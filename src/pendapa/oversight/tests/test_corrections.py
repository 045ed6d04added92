"""Corrective actions: promised, shown, reported, judged by the office that issued the finding, and checked."""

from datetime import date, timedelta

import pytest
from django.test import Client

from pendapa.files.actions import store_generated
from pendapa.journal.models import Entry
from pendapa.kernel.problems import Conflict, Forbidden, Invalid
from pendapa.notices.models import Notice
from pendapa.oversight.actions import (
    accept_action,
    add_evidence,
    add_milestone,
    answer_finding,
    check_effect,
    claim_progress,
    finish_milestone,
    hand_over,
    plan_action,
    return_action,
)
from pendapa.oversight.models import CorrectiveAction
from pendapa.oversight.queries.measuring import after_of, before_of
from pendapa.oversight.rules import Effect, FollowUp, Reading
from pendapa.oversight.tests.factories import (
    LATER,
    accepted,
    account_of,
    auditor,
    head,
    issue,
    make_unit,
    person,
    planned,
    reported,
)
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db


def test_an_action_is_planned_after_the_answer_and_within_the_deadline() -> None:
    judge, chief = auditor(), head()
    finding = issue(judge)
    with pytest.raises(Conflict):
        plan_action(chief, finding.pk, "x", owner=None, due_on=LATER.date(), at=LATER)
    answer_finding(chief, finding.pk, "Setuju.", agrees=True, at=LATER)
    for day in (LATER.date() - timedelta(days=1), finding.due_on + timedelta(days=1)):
        with pytest.raises(Invalid):
            plan_action(chief, finding.pk, "x", owner=None, due_on=day, at=LATER)
    assert plan_action(chief, finding.pk, "x", owner=None, due_on=finding.due_on, at=LATER).position == 1


def test_only_staff_of_the_unit_are_made_responsible() -> None:
    judge, chief = auditor(), head()
    finding = issue(judge)
    answer_finding(chief, finding.pk, "Setuju.", agrees=True, at=LATER)
    stranger = account_of(Role.OFFICER, make_unit("dinas-lain"))
    with pytest.raises(Invalid):
        plan_action(chief, finding.pk, "x", owner=stranger, due_on=LATER.date(), at=LATER)


def test_whoever_is_responsible_is_told_and_works_on_it() -> None:
    owner = account_of(Role.OFFICER)
    action = planned(auditor(), head(), owner=owner)
    assert Notice.objects.filter(account=owner, link__endswith="/tindak/1/").count() == 1
    officer = person(account=owner)
    step = add_milestone(officer, action.pk, "Jadwal baru", due_on=action.due_on, at=LATER)
    finish_milestone(officer, action.pk, step.pk, at=LATER)
    with pytest.raises(Conflict):
        finish_milestone(officer, action.pk, step.pk, at=LATER)
    add_evidence(officer, action.pk, store_generated(b"%PDF-1.7", "sk.pdf", "application/pdf"), "SK", at=LATER)
    assert CorrectiveAction.objects.get().progress == FollowUp.IN_PROCESS


def test_what_was_reported_waits_and_nothing_is_added_meanwhile() -> None:
    judge, chief = auditor(), head()
    action = reported(judge, chief)
    assert CorrectiveAction.objects.get().progress == FollowUp.NOT_FOLLOWED_UP
    with pytest.raises(Conflict):
        add_milestone(chief, action.pk, "x", due_on=action.due_on, at=LATER)
    return_action(judge, action.pk, "Bukti belum lengkap.", at=LATER)
    add_milestone(chief, action.pk, "Melengkapi bukti", due_on=action.due_on, at=LATER)


def test_the_unit_cannot_accept_its_own_action_nor_another_office_judge_it() -> None:
    judge, chief = auditor(), head()
    action = reported(judge, chief)
    for other in (chief, person(Role.OVERSEER), person(Role.OFFICER), person()):
        with pytest.raises(Forbidden):
            accept_action(other, action.pk, at=LATER)
        with pytest.raises(Forbidden):
            return_action(other, action.pk, "x", at=LATER)
    assert accept_action(judge, action.pk, at=LATER).progress == FollowUp.DONE


def test_a_valid_reason_may_be_accepted_instead_of_a_deed() -> None:
    judge = auditor()
    action = reported(judge, head(), FollowUp.IMPOSSIBLE, measure="index")
    done = accept_action(judge, action.pk, at=LATER)
    assert (done.progress, done.effect) == (FollowUp.IMPOSSIBLE, "")


def test_a_report_needs_words_and_one_of_the_two_claims() -> None:
    chief = head()
    action = planned(auditor(), chief)
    for claim, words in ((FollowUp.DONE, " "), (FollowUp.IN_PROCESS, "x")):
        with pytest.raises(Invalid):
            claim_progress(chief, action.pk, claim, words, at=LATER)


def test_an_accepted_action_has_ninety_days_to_show_and_then_is_shown_as_worked_or_not() -> None:
    judge = auditor()
    action = accepted(judge, head(), measure="index")
    assert action.effect_due_on == LATER.date() + timedelta(days=90)
    before = Reading(71.0, 40)
    assert check_effect(judge, action.pk, before, Reading(71.2, 30), at=LATER).effect == Effect.NOT_YET
    assert check_effect(judge, action.pk, before, Reading(83.0, 30), at=LATER).effect == Effect.WORKED
    entry = Entry.objects.filter(verb="action.checked").order_by("-id")[0]
    assert (entry.payload["before"], entry.payload["after"], entry.payload["effect"]) == ("71", "83", "worked")
    long_after = LATER + timedelta(days=91)
    assert check_effect(judge, action.pk, before, Reading(70.0, 30), at=long_after).effect == Effect.DID_NOT


def test_values_of_fewer_than_five_never_enter_the_journal_in_clear() -> None:
    judge = auditor()
    action = accepted(judge, head(), measure="index")
    check_effect(judge, action.pk, Reading(71.0, 4), Reading(83.0, 3), at=LATER)
    payload = Entry.objects.get(verb="action.checked").payload
    assert (payload["before"], payload["after"], payload["before_n"], payload["after_n"]) == ("", "", None, None)


def test_without_a_measure_there_is_nothing_to_check() -> None:
    judge = auditor()
    action = accepted(judge, head())
    with pytest.raises(Conflict):
        check_effect(judge, action.pk, Reading(1, 9), None, at=LATER)


def test_before_and_after_are_read_from_the_counted_months(monkeypatch: pytest.MonkeyPatch) -> None:
    from pendapa.evaluation.cells import Cell
    from pendapa.oversight.queries import measuring

    kept = {
        "2025-12": Cell(on_time=10, late=10), "2026-01": Cell(on_time=5, late=15), "2026-02": Cell(on_time=5, late=15),
        "2026-03": Cell(on_time=0, late=99), "2026-04": Cell(on_time=38, late=2),
    }  # fmt: skip
    asked = []
    monkeypatch.setattr(measuring, "months_of", lambda *about: asked.append(about) or kept)
    action = accepted(auditor(), head(), measure="on_time")
    assert before_of(action.finding) == Reading(20 / 60, 60)
    assert after_of(action, date(2026, 5, 2)) == Reading(38 / 40, 40)
    assert after_of(action, date(2026, 3, 30)) is None
    assert asked[0] == ("kec-tirtasari", "")


def test_what_the_record_has_counted_is_not_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    from pendapa.oversight.actions import judging

    judge = auditor()
    action = accepted(judge, head(), measure="on_time")
    monkeypatch.setattr(judging, "before_of", lambda _finding: Reading(0.4, 50))
    monkeypatch.setattr(judging, "after_of", lambda _action, _today: Reading(0.9, 60))
    checked = check_effect(judge, action.pk, Reading(0.9, 99), Reading(0.1, 99), at=LATER)
    assert (checked.before_value, checked.after_value, checked.effect) == (0.4, 0.9, Effect.WORKED)
    assert checked.is_from_record


def test_without_any_value_before_nothing_is_compared() -> None:
    judge = auditor()
    action = accepted(judge, head(), measure="on_time")
    with pytest.raises(Invalid):
        check_effect(judge, action.pk, at=LATER)


def test_the_head_hands_an_action_over_on_the_record_and_nothing_else_of_it_changes() -> None:
    judge, chief = auditor(), head()
    old, new = account_of(Role.OFFICER), account_of(Role.VERIFIER)
    action = planned(judge, chief, owner=old)
    for stranger in (person(account=old), judge, person(Role.HEAD, make_unit("kec-lain"))):
        with pytest.raises(Forbidden):
            hand_over(stranger, action.pk, new, at=LATER)
    for wrong in (old, account_of(Role.OFFICER, make_unit("kec-lain"))):
        with pytest.raises(Invalid):
            hand_over(chief, action.pk, wrong, at=LATER)
    Notice.objects.all().delete()
    handed = hand_over(chief, action.pk, new, at=LATER)
    assert (handed.owner, handed.due_on, handed.what) == (new, action.due_on, action.what)
    assert Notice.objects.get().account_id == new.pk
    entry = Entry.objects.filter(verb="action.progressed").latest("id")
    assert (entry.payload["step"], new.name in entry.payload["words"]) == ("handed_over", True)
    claim_progress(chief, action.pk, FollowUp.DONE, "Sudah.", at=LATER)
    with pytest.raises(Conflict):
        hand_over(chief, action.pk, None, at=LATER)


def test_an_action_is_handed_over_on_a_page() -> None:
    chief, new = account_of(Role.HEAD), account_of(Role.OFFICER)
    action = planned(auditor(), person(account=chief))
    client, address = Client(), f"/meja/temuan/{action.finding.number}/tindak/1/"
    client.force_login(chief)
    assert "Serahkan" in client.get(address).content.decode()
    assert client.post(f"{address}serahkan/", {"owner": "x"}).status_code == 422
    assert client.post(f"{address}serahkan/", {"owner": str(new.pk)}).status_code == 302
    action.refresh_from_db()
    assert action.owner == new
