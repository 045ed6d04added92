"""The office's work on an application, from the first look to the signed document."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.translation import override

from pendapa.applications.actions import complete_task, start_correction, submit_draft, withdraw_application
from pendapa.applications.actions.work import Step
from pendapa.applications.models import Application
from pendapa.applications.secrets import secret_of_submission
from pendapa.applications.tests.factories import A_MONDAY, RESIDENT, make_service, make_staff, submit
from pendapa.cases.actions import answer_objection, file_objection
from pendapa.cases.models import Case, CaseFile, Status
from pendapa.documents.models import IssuedDocument
from pendapa.documents.queries import trusted_roots
from pendapa.documents.verification import verify_pdf
from pendapa.files.queries import read_file
from pendapa.journal.actors import Actor
from pendapa.journal.models import Entry
from pendapa.kernel.problems import Conflict, Forbidden, Invalid
from pendapa.notices.models import Message
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_member, make_organization
from pendapa.workflow.models import OpenTask

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return submit(make_service()).case


@pytest.fixture
def staff(case: Case) -> dict[Role, Actor]:
    return {role: actor_of(account, A_MONDAY.date()) for role, account in make_staff(case.unit).items()}


def finish(actor: Actor, case: Case, step: Step, revision: int | None = None) -> Case:
    case.refresh_from_db()
    task = OpenTask.objects.get()
    return complete_task(
        actor,
        case.pk,
        task.task_uuid,
        step,
        expected_revision=revision or case.revision,
        at=A_MONDAY + timedelta(hours=1),
    )


def test_an_application_goes_from_check_to_signed_document(case: Case, staff: dict[Role, Actor]) -> None:
    finish(staff[Role.OFFICER], case, Step("complete"))
    finish(staff[Role.HEAD], case, Step("sign", is_confirmed=True))
    case.refresh_from_db()
    assert case.status == Status.GRANTED
    document = IssuedDocument.objects.get()
    assert document.number == "470/0001/KEL-BNB/2026"
    issued = case.files.get(origin=CaseFile.Origin.ISSUED)
    assert verify_pdf(read_file(issued.file), trusted_roots()).state == "valid"
    verbs = list(Entry.objects.filter(subject_id=str(case.pk)).order_by("id").values_list("verb", flat=True))
    assert verbs.count("application.task_completed") == 2
    assert "case.decided" in verbs
    assert "document.issued" in verbs


def test_the_word_of_the_result_is_in_the_language_of_its_person_not_of_the_officer(
    case: Case, staff: dict[Role, Actor]
) -> None:
    with override("en"):
        finish(staff[Role.OFFICER], case, Step("complete"))
        finish(staff[Role.HEAD], case, Step("sign", is_confirmed=True))
    told = Message.objects.get(key__contains=":decided-")
    assert "Your document is ready" not in told.body
    assert "News about" not in told.subject


def test_an_officer_cannot_take_the_step_of_the_head(case: Case, staff: dict[Role, Actor]) -> None:
    finish(staff[Role.OFFICER], case, Step("complete"))
    with pytest.raises(Forbidden):
        finish(staff[Role.OFFICER], case, Step("sign", is_confirmed=True))


def test_nobody_of_another_unit_can_work_on_it(case: Case) -> None:
    stranger = make_member(make_organization("kec-lain", make_organization("lain")))
    with pytest.raises(Forbidden):
        finish(actor_of(stranger), case, Step("complete"))


def test_nobody_works_on_a_matter_of_their_own(case: Case, staff: dict[Role, Actor]) -> None:
    Case.objects.filter(pk=case.pk).update(applicant_id=staff[Role.OFFICER].id)
    with pytest.raises(Forbidden):
        finish(staff[Role.OFFICER], case, Step("complete"))


def test_the_head_signs_only_after_confirming(case: Case, staff: dict[Role, Actor]) -> None:
    finish(staff[Role.OFFICER], case, Step("complete"))
    with pytest.raises(Invalid) as refused:
        finish(staff[Role.HEAD], case, Step("sign"))
    assert [error.field for error in refused.value.errors] == ["signature"]
    assert not IssuedDocument.objects.exists()


def test_the_second_of_two_officers_is_told_and_overwrites_nothing(case: Case, staff: dict[Role, Actor]) -> None:
    seen = case.revision
    finish(staff[Role.OFFICER], case, Step("complete"))
    with pytest.raises(Conflict):
        finish(staff[Role.HEAD], case, Step("return", reason="Alamat keliru"), revision=seen)


def test_a_return_waits_for_the_applicant_with_the_clock_standing_still(case: Case, staff: dict[Role, Actor]) -> None:
    finish(staff[Role.OFFICER], case, Step("incomplete", reason="Foto KTP kabur", fields=("photo_ktp",)))
    case.refresh_from_db()
    assert case.status == Status.WAITING
    assert case.clocks.get().paused_on == A_MONDAY.date()
    assert Application.objects.get().correction_request["fields"] == ["photo_ktp"]


def test_a_correction_goes_back_to_the_office_and_moves_the_deadline(case: Case, staff: dict[Role, Actor]) -> None:
    due = case.clocks.get().due_on
    finish(staff[Role.OFFICER], case, Step("incomplete", reason="Foto KTP kabur", fields=("photo_ktp",)))
    case.refresh_from_db()
    holder = RESIDENT.holding(str(case.pk))
    draft = start_correction(holder, case, at=A_MONDAY)
    draft.answers = {**draft.answers, "occupation": "Guru"}
    draft.save()
    receipt = submit_draft(holder, draft.pk, at=A_MONDAY + timedelta(days=3))
    case.refresh_from_db()
    assert receipt.is_correction
    assert case.status == Status.OPEN
    assert case.clocks.get().due_on > due
    assert Application.objects.get().answers["occupation"] == "Guru"
    assert [task.key for task in OpenTask.objects.all()] == ["check"]


def test_a_correction_sent_twice_corrects_once_and_shows_the_case_again(
    client: Client, case: Case, staff: dict[Role, Actor]
) -> None:
    finish(staff[Role.OFFICER], case, Step("incomplete", reason="Foto KTP kabur", fields=("photo_ktp",)))
    case.refresh_from_db()
    holder = RESIDENT.holding(str(case.pk))
    draft = start_correction(holder, case, at=A_MONDAY)
    first = submit_draft(holder, draft.pk, at=A_MONDAY)
    again = submit_draft(holder, draft.pk, at=A_MONDAY)
    assert (again.case, again.secret, again.is_correction) == (first.case, first.secret, True)
    assert Entry.objects.filter(verb="application.corrected").count() == 1
    with pytest.raises(Forbidden):
        submit_draft(RESIDENT, draft.pk, at=A_MONDAY)


def test_a_refusal_names_reason_and_legal_basis_and_ends_the_matter(case: Case, staff: dict[Role, Actor]) -> None:
    with pytest.raises(Invalid) as refused:
        finish(staff[Role.HEAD], case, Step("refuse", reason="Bukan warga"))
    assert [error.field for error in refused.value.errors] == ["legal_basis"]
    finish(staff[Role.HEAD], case, Step("refuse", reason="Bukan warga", legal_basis="Perda 1/2020"))
    case.refresh_from_db()
    assert case.status == Status.REFUSED
    assert case.decision.legal_basis == "Perda 1/2020"


def test_a_refusal_that_was_wrong_is_worked_again_and_granted(
    client: Client, case: Case, staff: dict[Role, Actor]
) -> None:
    head, person = staff[Role.HEAD], RESIDENT.holding(str(case.pk))
    finish(head, case, Step("refuse", reason="Bukan warga", legal_basis="Perda 1/2020"))
    began_with = Application.objects.get().process
    file_objection(person, case.pk, "Saya warga sejak 2021.", at=A_MONDAY)
    answer_objection(head, case.pk, "Anda benar.", True, at=A_MONDAY)
    renewed = Application.objects.get().process
    assert began_with is not None
    assert renewed is not None
    assert (renewed.pk != began_with.pk, renewed.version) == (True, began_with.version)
    case.refresh_from_db()
    clock = case.clocks.get(name="objection")
    assert (case.status, case.main_clock, clock.working_days) == (Status.OPEN, clock, 2)
    finish(staff[Role.OFFICER], case, Step("complete"))
    finish(head, case, Step("sign", is_confirmed=True))
    case.refresh_from_db()
    assert case.status == Status.GRANTED
    assert IssuedDocument.objects.count() == 1
    assert Message.objects.filter(key__contains=":decided-").count() == 2
    verbs = list(Entry.objects.filter(subject_id=str(case.pk)).order_by("id").values_list("verb", flat=True))
    assert verbs.index("case.reopened") < len(verbs) - 1 - verbs[::-1].index("case.decided")
    page = client.get(
        f"/lacak/{case.number}/{secret_of_submission(Application.objects.get().submission_key)}/", follow=True
    )
    assert "Keputusan sebelumnya" in page.content.decode()
    assert "Bukan warga" in page.content.decode()


def test_withdrawing_ends_the_process(case: Case) -> None:
    withdraw_application(RESIDENT.holding(str(case.pk)), case.pk, at=A_MONDAY)
    case.refresh_from_db()
    assert case.status == Status.WITHDRAWN
    assert not OpenTask.objects.exists()


def test_a_running_case_finishes_on_the_version_it_began_with(case: Case, staff: dict[Role, Actor]) -> None:
    version = Application.objects.get().process.version_id
    finish(staff[Role.OFFICER], case, Step("complete"))
    assert Application.objects.get().process.version_id == version
