"""Who may do what: each role at each action, page and file. Nobody who is overseen edits, hides or sees drafts."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from pendapa.files.actions import store_generated
from pendapa.kernel.problems import Conflict, Forbidden
from pendapa.oversight.actions import (
    FindingIn,
    accept_action,
    add_evidence,
    add_milestone,
    answer_finding,
    change_draft,
    check_effect,
    claim_progress,
    close_finding,
    issue_finding,
    plan_action,
    propose_finding,
    publish_finding,
    return_action,
    withdraw_finding,
    write_paper,
)
from pendapa.oversight.models import CorrectiveAction, Evidence, Finding, WorkingPaper
from pendapa.oversight.queries import findings_visible_to
from pendapa.oversight.rules import FollowUp, Reading
from pendapa.oversight.tests.factories import (
    LATER,
    account_of,
    auditor,
    head,
    issue,
    make_unit,
    person,
    planned,
    propose,
    reported,
)
from pendapa.oversight.tests.test_audits import _plan
from pendapa.people.models import Account
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db

ROLES: dict[str, Callable[[], Account]] = {
    "auditor": lambda: account_of(Role.INTERNAL_AUDITOR),
    "overseer": lambda: account_of(Role.OVERSEER),
    "head": lambda: account_of(Role.HEAD),
    "other head": lambda: account_of(Role.HEAD, make_unit("dinas-lain")),
    "officer": lambda: account_of(Role.OFFICER),
    "verifier": lambda: account_of(Role.VERIFIER),
    "approver": lambda: account_of(Role.APPROVER),
    "administrator": lambda: account_of(Role.ADMINISTRATOR),
    "partner": lambda: account_of(Role.PARTNER),
    "resident": lambda: account_of(None),
}
JUDGING = {
    "change": lambda a, f, _c: change_draft(a, f.pk, FindingIn(title="x", unit=make_unit()), at=LATER),
    "issue": lambda a, f, _c: issue_finding(a, f.pk, at=LATER),
    "publish": lambda a, f, _c: publish_finding(a, f.pk, at=LATER),
    "withdraw": lambda a, f, _c: withdraw_finding(a, f.pk, "x", at=LATER),
    "close": lambda a, f, _c: close_finding(a, f.pk, "x", at=LATER),
    "accept": lambda a, _f, c: accept_action(a, c.pk, at=LATER),
    "return": lambda a, _f, c: return_action(a, c.pk, "x", at=LATER),
    "check": lambda a, _f, c: check_effect(a, c.pk, Reading(1, 9), at=LATER),
}
WORKING = {
    "answer": lambda a, f, _c: answer_finding(a, f.pk, "x", agrees=True, at=LATER),
    "plan": lambda a, f, _c: plan_action(a, f.pk, "x", owner=None, due_on=LATER.date(), at=LATER),
    "milestone": lambda a, _f, c: add_milestone(a, c.pk, "x", due_on=c.due_on, at=LATER),
    "evidence": lambda a, _f, c: add_evidence(
        a, c.pk, store_generated(b"%PDF-1.7", "a.pdf", "application/pdf"), "x", at=LATER
    ),
    "claim": lambda a, _f, c: claim_progress(a, c.pk, FollowUp.DONE, "x", at=LATER),
}


def _is_refused(do: Callable[..., Any], actor: Any, finding: Finding, action: CorrectiveAction) -> bool:
    """Whether permission was refused; what the state does not allow counts as allowed."""
    try:
        do(actor, finding, action)
    except Forbidden:
        return True
    except Conflict:
        return False
    return False


@pytest.mark.parametrize("what", sorted(JUDGING))
@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_the_office_that_wrote_it_judges(role: str, what: str) -> None:
    action = reported(auditor(), head())
    actor = person(account=ROLES[role]())
    refused = _is_refused(JUDGING[what], actor, Finding.objects.get(), action)
    assert refused == (role != "auditor")


@pytest.mark.parametrize("what", sorted(WORKING))
@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_the_head_of_the_unit_works_for_it(role: str, what: str) -> None:
    action = planned(auditor(), head())
    actor = person(account=ROLES[role]())
    assert _is_refused(WORKING[what], actor, Finding.objects.get(), action) == (role != "head")


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_overseers_propose(role: str) -> None:
    actor = person(account=ROLES[role]())
    given = FindingIn(title="x", unit=make_unit())
    if role in ("auditor", "overseer"):
        propose_finding(actor, given, at=LATER)
    else:
        with pytest.raises(Forbidden):
            propose_finding(actor, given, at=LATER)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_draft_is_seen_by_its_office_an_issued_one_by_unit_and_overseers(role: str) -> None:
    judge = auditor()
    draft, issued = propose(judge), issue(judge)
    seen = set(findings_visible_to(person(account=ROLES[role]())))
    assert (draft in seen) == (role == "auditor")
    assert (issued in seen) == (role in ("auditor", "overseer", "head"))


def test_a_withdrawn_draft_stays_unseen_by_the_unit() -> None:
    judge = auditor()
    withdraw_finding(judge, propose(judge).pk, "Tidak terbukti.", at=LATER)
    assert not findings_visible_to(head()).exists()


def test_an_auditor_who_works_in_the_unit_sees_no_draft_about_it() -> None:
    from pendapa.people.models import Membership

    propose(auditor())
    both = account_of(Role.INTERNAL_AUDITOR)
    assert findings_visible_to(person(account=both)).exists()
    Membership.objects.create(account=both, organization=make_unit(), role=Role.OFFICER, starts="2020-01-01")
    both = Account.objects.get(pk=both.pk)
    assert not findings_visible_to(person(account=both)).exists()


def _client(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


PAGES = {
    "/meja/pengawasan/": {"auditor", "overseer"},
    "/meja/pengawasan/temuan/baru/": {"auditor", "overseer"},
    "/meja/pengawasan/audit/": {"auditor", "overseer"},
    "/meja/pengawasan/audit/baru/": {"auditor", "overseer"},
    "/meja/pengawasan/laporan/": {"overseer"},
    "/meja/pengawasan/laporan/baru/": {"overseer"},
    "/meja/temuan/": {"head", "other head", "officer", "verifier", "approver"},
}


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_desk_opens_for_its_roles_alone(role: str) -> None:
    client = _client(ROLES[role]())
    for address, allowed in PAGES.items():
        status = client.get(address).status_code
        if role in ("auditor", "overseer") and address == "/meja/temuan/":
            assert status == 302
        else:
            assert (status == 200) == (role in allowed), (role, address, status)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_pages_of_drafts_actions_evidence_and_papers_open_for_those_who_may(role: str) -> None:
    judge_account = account_of(Role.INTERNAL_AUDITOR)
    judge, chief = person(account=judge_account), head()
    draft = propose(judge)
    action = planned(judge, chief)
    file = store_generated(b"%PDF-1.7", "a.pdf", "application/pdf")
    add_evidence(chief, action.pk, file, "SK", at=LATER)
    audit = _plan(judge)
    paper_file = store_generated(b"%PDF-1.7", "kertas.pdf", "application/pdf")
    write_paper(judge, audit, "Rahasia tim.", file=paper_file, at=LATER)
    client = _client(ROLES[role]())
    base = f"/meja/temuan/{action.finding.number}/tindak/1/"
    expected = {
        f"/meja/temuan/{draft.number}/": {"auditor"},
        f"/meja/temuan/{draft.number}/terbitkan/": {"auditor"},
        f"/meja/temuan/{action.finding.number}/": {"auditor", "overseer", "head"},
        base: {"auditor", "overseer", "head"},
        f"{base}bukti/{file.pk}/": {"auditor", "overseer", "head"},
        f"{base}lapor/": {"head"},
        f"/meja/pengawasan/audit/{audit.number}/": {"auditor"},
        f"/meja/pengawasan/audit/{audit.number}/kertas/{paper_file.pk}/": set(),  # of the team alone
    }
    for address, allowed in expected.items():
        status = client.get(address).status_code
        assert (status == 200) == (role in allowed), (role, address, status)
    assert _client(judge_account).get(list(expected)[-1]).status_code == 200
    assert "Rahasia tim." in _client(judge_account).get(f"/meja/pengawasan/audit/{audit.number}/").content.decode()
    assert Evidence.objects.count() == WorkingPaper.objects.count() == 1


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"auditor"}))
def test_nobody_overseen_changes_anything_by_posting(role: str) -> None:
    judge, chief = auditor(), head()
    draft = propose(judge)
    action = reported(judge, chief)
    before = list(Finding.objects.order_by("pk").values()), list(CorrectiveAction.objects.values())
    client = _client(ROLES[role]())
    address = f"/meja/temuan/{action.finding.number}/"
    for number in (draft.number, action.finding.number):
        for step in ("ubah", "terbitkan", "publikasikan", "cabut", "tutup"):
            given = {"title": "x", "unit": "kec-tirtasari", "audience": "public", "reason": "x", "words": "x"}
            assert client.post(f"/meja/temuan/{number}/{step}/", given).status_code in (302, 403, 404)
    for step in ("terima", "kembalikan", "dampak"):
        assert client.post(f"{address}tindak/1/{step}/", {"reason": "x"}).status_code in (302, 403, 404)
    assert before == (list(Finding.objects.order_by("pk").values()), list(CorrectiveAction.objects.values()))
