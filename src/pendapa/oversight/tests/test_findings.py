"""A finding from draft to its end."""

import pytest

from pendapa.journal.models import Entry
from pendapa.kernel.problems import Conflict, Forbidden, Invalid
from pendapa.notices.models import Notice
from pendapa.oversight.actions import (
    FindingIn,
    answer_finding,
    change_draft,
    close_finding,
    issue_finding,
    publish_finding,
    withdraw_finding,
)
from pendapa.oversight.models import Finding
from pendapa.oversight.rules import FindingState
from pendapa.oversight.tests.factories import (
    A_MONDAY,
    LATER,
    WORDS,
    accepted,
    auditor,
    head,
    issue,
    make_unit,
    person,
    planned,
    propose,
)
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db


def test_a_draft_belongs_to_the_office_that_wrote_it_and_enters_the_journal_without_its_words() -> None:
    finding = propose(auditor())
    assert (finding.office_code, finding.office_role) == ("inspektorat", "internal_auditor")
    entry = Entry.objects.get(verb="finding.proposed")
    assert entry.payload["state"] == "proposed"
    assert WORDS["condition"] not in str(entry.payload)


def test_an_issued_finding_has_sixty_days_and_its_head_is_told() -> None:
    chief = head()
    finding = issue(auditor())
    assert (finding.due_on - A_MONDAY.date()).days == 60
    notice = Notice.objects.get(account_id=chief.id)
    assert finding.number in notice.title
    assert notice.link == f"/meja/temuan/{finding.number}/"


def test_all_five_elements_are_needed_to_issue() -> None:
    judge = auditor()
    finding = propose(judge, cause="")
    with pytest.raises(Invalid) as refused:
        issue_finding(judge, finding.pk, at=A_MONDAY)
    assert [error.field for error in refused.value.errors] == ["cause"]


def test_the_words_of_an_issued_finding_stand_fast() -> None:
    judge = auditor()
    finding = issue(judge)
    with pytest.raises(Conflict):
        change_draft(judge, finding.pk, FindingIn(title="Lain", unit=make_unit()), at=LATER)


def test_nobody_overwrites_what_somebody_changed_meanwhile() -> None:
    judge = auditor()
    finding = propose(judge)
    change_draft(judge, finding.pk, FindingIn(title="Satu", unit=make_unit()), expected_revision=1, at=LATER)
    with pytest.raises(Conflict):
        change_draft(judge, finding.pk, FindingIn(title="Dua", unit=make_unit()), expected_revision=1, at=LATER)


def test_the_unit_answers_and_may_add_an_answer_but_not_after_the_end() -> None:
    judge, chief = auditor(), head()
    finding = issue(judge)
    answer_finding(chief, finding.pk, "Kami setuju.", agrees=True, at=LATER)
    answer_finding(chief, finding.pk, "Tambahan.", agrees=True, at=LATER)
    assert [one.text for one in finding.answers.all()] == ["Kami setuju.", "Tambahan."]
    withdraw_finding(judge, finding.pk, "Keliru unit.", at=LATER)
    with pytest.raises(Conflict):
        answer_finding(chief, finding.pk, "Terlambat.", agrees=False, at=LATER)


def test_a_finding_closes_only_when_every_action_was_accepted() -> None:
    judge, chief = auditor(), head()
    open_action = planned(judge, chief)
    with pytest.raises(Conflict):
        close_finding(judge, open_action.finding_id, "", at=LATER)
    done = accepted(judge, chief)
    assert close_finding(judge, done.finding_id, "Selesai.", at=LATER).state == FindingState.CLOSED


def test_a_finding_without_an_action_cannot_be_closed() -> None:
    judge, chief = auditor(), head()
    finding = issue(judge)
    answer_finding(chief, finding.pk, "Setuju.", agrees=True, at=LATER)
    with pytest.raises(Conflict):
        close_finding(judge, finding.pk, "", at=LATER)


def test_a_withdrawal_needs_a_reason_that_stays() -> None:
    judge = auditor()
    finding = issue(judge)
    with pytest.raises(Invalid):
        withdraw_finding(judge, finding.pk, "  ", at=LATER)
    withdraw_finding(judge, finding.pk, "Data keliru.", at=LATER)
    kept = Finding.objects.get(pk=finding.pk)
    assert (kept.state, kept.ending) == ("withdrawn", "Data keliru.")


def test_publication_happens_once_and_its_entry_holds_the_words() -> None:
    judge = auditor()
    finding = issue(judge)
    assert not Entry.objects.filter(payload__has_key="recommendation").exists()
    publish_finding(judge, finding.pk, at=LATER)
    entry = Entry.objects.get(verb="finding.published")
    assert entry.payload["recommendation"] == WORDS["recommendation"]
    with pytest.raises(Conflict):
        publish_finding(judge, finding.pk, at=LATER)


def test_another_office_neither_issues_nor_withdraws() -> None:
    finding = propose(auditor())
    with pytest.raises(Forbidden):
        issue_finding(person(Role.OVERSEER), finding.pk, at=LATER)
    issued = issue(auditor())
    with pytest.raises(Forbidden):
        withdraw_finding(person(Role.OVERSEER), issued.pk, "x", at=LATER)


def test_a_colleague_of_the_same_office_goes_on_with_a_finding() -> None:
    finding = propose(auditor())
    assert issue_finding(auditor(), finding.pk, at=LATER).state == "issued"


def test_nobody_judges_the_unit_for_which_they_answer() -> None:
    with pytest.raises(Forbidden):
        propose(auditor(), unit=make_unit("inspektorat"))
