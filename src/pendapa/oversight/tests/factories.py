"""A public body with two units, those who work there, those who oversee it, and findings about it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pendapa.catalogue.models import PublicService
from pendapa.journal.actors import Actor
from pendapa.oversight.actions import (
    FindingIn,
    accept_action,
    answer_finding,
    claim_progress,
    issue_finding,
    plan_action,
    propose_finding,
)
from pendapa.oversight.models import CorrectiveAction, Finding
from pendapa.oversight.rules import FollowUp
from pendapa.people.models import Account, Organization
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_account, make_member, make_organization

A_MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""A Monday, 9.00 WIB."""
LATER = A_MONDAY + timedelta(days=10)
WORDS = {
    "condition": "Satu dari tiga permohonan selesai melewati janji.",
    "criterion": "Standar layanan: dua hari kerja.",
    "cause": "Verifikasi dikerjakan satu orang.",
    "effect": "Warga datang dua kali.",
    "recommendation": "Tambah verifikator dan ubah alur.",
}


def make_body() -> Organization:
    return Organization.objects.filter(code="tirtamaya").first() or make_organization("tirtamaya")


def make_unit(code: str = "kec-tirtasari") -> Organization:
    return Organization.objects.filter(code=code).first() or make_organization(code, make_body())


def make_service(unit: Organization | None = None, slug: str = "sku") -> PublicService:
    return PublicService.objects.create(
        slug=slug, name="Surat Keterangan Usaha", name_en="Business letter", summary="x", summary_en="x",
        owner=unit or make_unit(),
    )  # fmt: skip


def account_of(role: Role | None, unit: Organization | None = None) -> Account:
    """The account that holds the role: overseers at the body, auditors in the inspectorate, others in the unit."""
    if role is None:
        return make_account()
    if unit is None:
        unit = {Role.OVERSEER: make_body, Role.INTERNAL_AUDITOR: lambda: make_unit("inspektorat")}.get(
            role, make_unit
        )()
    return make_member(unit, role)


def person(role: Role | None = None, unit: Organization | None = None, account: Account | None = None) -> Actor:
    return actor_of(account or account_of(role, unit), on=A_MONDAY.date())


def auditor() -> Actor:
    return person(Role.INTERNAL_AUDITOR)


def head() -> Actor:
    return person(Role.HEAD)


def propose(actor: Actor, **given: Any) -> Finding:
    """A draft with all five elements."""
    words = {"title": "Antrean melewati janji", "unit": make_unit(), **WORDS, **given}
    return propose_finding(actor, FindingIn(**words), at=A_MONDAY)


def issue(actor: Actor, *, is_public: bool = False, **given: Any) -> Finding:
    return issue_finding(actor, propose(actor, **given).pk, is_public=is_public, at=A_MONDAY)


def planned(judge: Actor, examined: Actor, *, owner: Account | None = None, **given: Any) -> CorrectiveAction:
    """An action of a finding that was issued and answered."""
    finding = issue(judge, **given)
    answer_finding(examined, finding.pk, "Benar, kami perbaiki.", agrees=True, at=LATER)
    due_on = LATER.date() + timedelta(days=20)
    return plan_action(examined, finding.pk, "Dua verifikator tiap hari.", owner=owner, due_on=due_on, at=LATER)


def reported(judge: Actor, examined: Actor, claim: FollowUp = FollowUp.DONE, **given: Any) -> CorrectiveAction:
    action = planned(judge, examined, **given)
    return claim_progress(examined, action.pk, claim, "Sudah berjalan sejak Senin.", at=LATER)


def accepted(judge: Actor, examined: Actor, **given: Any) -> CorrectiveAction:
    return accept_action(judge, reported(judge, examined, **given).pk, at=LATER)
