"""The small body in which every role tries every door. Add a sample for each new URL parameter here."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import Any
from uuid import uuid4

from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.test.utils import override_settings, setup_test_environment

from pendapa.applications.actions import start_draft
from pendapa.applications.models import Draft
from pendapa.applications.secrets import secret_of_draft
from pendapa.applications.tests.factories import A_MONDAY, make_answers, make_service, submit
from pendapa.catalogue.models import LifeEvent
from pendapa.documents.models import IssuedDocument, Register, SigningCertificate
from pendapa.evaluation.models import SurveyInvitation
from pendapa.journal.actions import Subject
from pendapa.kernel.identifiers import hash_secret
from pendapa.people.models import Account, Membership, Organization
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_account, make_member, make_organization
from pendapa.workflow.models import OpenTask
from tests.authorisation import Hall, Visitor, matrix_of
from tests.hall_evaluating import evaluating_samples
from tests.hall_reports import report_samples

HALL_SETTINGS: dict[str, Any] = {"PENDAPA_DEMO": True, "ACCOUNT_RATE_LIMITS": False, "MFA_RATE_LIMITS": False}


def build_hall() -> Hall:
    """One body with an office that owns everything and another office; one visitor for each role in the owning office,
    but the auditor in the inspectorate and the overseer above all of it; an officer of the other office, a head of
    another body, a resident, the party to the case, staff without a second factor, and somebody unknown."""
    body = make_organization("tirtamaya")
    office = make_organization("dpmptsp", body)
    other_office, inspectorate = make_organization("dinsos", body), make_organization("inspektorat", body)
    other_body = make_organization("lain")
    party, resident = make_account("Party"), make_account("Resident")
    places = {Role.INTERNAL_AUDITOR: inspectorate, Role.OVERSEER: body}
    staff = {role: make_member(places.get(role, office), role) for role in Role}
    membership = Membership.objects.create(
        account=make_account("Leaving"), organization=office, role=Role.OFFICER, starts=date(2020, 1, 1)
    )
    samples: dict[str, Any] = {
        "code": office.code,
        "membership_id": membership.pk,
        "pk": 0,
        "slug": "none",
        "number": "none",
        "key": "none",
        "token": "none",
        "secret": "none",
    }
    samples |= _more_samples(office, inspectorate, party, staff)
    visitors = [
        Visitor("unknown", lambda _client: None),
        _signed_in("resident", resident),
        _signed_in("party", party),
        *(_signed_in(role.value, account) for role, account in staff.items()),
        _signed_in("officer elsewhere", make_member(other_office, Role.OFFICER)),
        _signed_in("administrator of another body", make_member(other_body, Role.ADMINISTRATOR)),
        _signed_in("without second factor", make_member(office, Role.HEAD, is_demonstration=False)),
    ]
    return Hall(visitors, samples)


def _more_samples(
    office: Organization, inspectorate: Organization, party: Account, staff: dict[Role, Account]
) -> dict[str, Any]:
    """A service of the office, a case and a draft of `party`, a survey of another case: one sample a parameter."""
    standard = make_service("domisili", office)
    party_actor = actor_of(party)
    receipt = submit(standard, party_actor)
    invitation = SurveyInvitation.objects.create(
        token_hash=hash_secret("token-of-the-hall"),
        service=standard.service,
        unit=office,
        created_at=A_MONDAY,
    )
    draft = start_draft(party_actor, standard, at=A_MONDAY)
    Draft.objects.filter(pk=draft.pk).update(answers=make_answers())
    draft.refresh_from_db()
    file_id = receipt.case.files.order_by("id").values_list("file_id", flat=True)[0]
    event = LifeEvent.objects.create(
        key="pindah-rumah", name="Pindah rumah", name_en="Moving", summary="-", summary_en="-", icon="house"
    )
    return {
        "slug": standard.service.slug,
        "version": standard.version,
        "key": event.key,
        "number": receipt.case.number,
        "secret": receipt.secret,
        "token": "token-of-the-hall",
        "draft_id": draft.pk,
        "page": "identitas",
        "field": "photo_ktp",
        "file_id": file_id,
        "applications:draft_file:file_id": draft.answers["photo_ktp"][0]["id"],
        "applications:resume:secret": secret_of_draft(draft.pk),
        "task_id": OpenTask.objects.get(instance__subject_id=str(receipt.case.pk)).task_uuid,
        "invitation": invitation.pk,
        "document_id": _issued(office, receipt.case.subject).pk,
        "certificate_id": _certificate(office).pk,
        **report_samples(office, inspectorate, party, party_actor),
        **evaluating_samples(office, standard.service, receipt.case, staff),
    }


def _issued(office: Organization, subject: Subject) -> IssuedDocument:
    """A document about a matter, by its row alone."""
    register = Register.objects.create(unit=office, kind="sample", year=A_MONDAY.year, last_number=1)
    return IssuedDocument.objects.create(
        register=register, sequence=1, number="1/SAMPLE", kind="sample", title="Sample", unit=office,
        subject_type=subject.type, subject_id=subject.id, signer_name="Head", issued_at=A_MONDAY, sha256="0" * 64,
        file_id=uuid4(),
    )  # fmt: skip


def _certificate(office: Organization) -> SigningCertificate:
    made: SigningCertificate = SigningCertificate.objects.create(
        account=make_account("Signer"), organization=office, name="Signer", certificate="-", key="-", serial="1",
        valid_from=A_MONDAY, valid_until=A_MONDAY,
    )  # fmt: skip
    return made


def _signed_in(label: str, account: Account) -> Visitor:
    return Visitor(label, lambda client: client.force_login(account))


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever happens inside is rolled back."""
    caches["default"].clear()
    caches["process"].clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@cache
def walk() -> dict[tuple[str, str], dict[str, str]]:
    """The matrix of a freshly built hall."""
    with override_settings(**HALL_SETTINGS):
        return matrix_of(build_hall(), lambda: Client(raise_request_exception=False), taken_back)


def walk_in_test_database() -> dict[tuple[str, str], dict[str, str]]:
    """The same in a test database made and dropped for it, for the command line."""
    name = connection.settings_dict["NAME"]
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        with taken_back():
            return walk()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
