"""Units, accounts, actors and cases for tests of this package and those above."""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from pendapa.cases.actions import lock_case, open_case, start_clock
from pendapa.cases.models import Case
from pendapa.files.actions import store_generated
from pendapa.files.models import StoredFile
from pendapa.journal.actors import Actor
from pendapa.people.models import Account, Organization
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_member
from pendapa.people.tests.factories import make_account as make_person

A_MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""A Monday, 9.00 WIB, three weeks before the next holiday."""
SECRET = "7Q2M-48KX-9CDE-FGHJ-KMNP"  # noqa: S105 - opens nothing outside of tests


def make_unit(code: str = "kec-tirtasari", parent: Organization | None = None, **fields: Any) -> Organization:
    """A unit below the body "tirtamaya"; the same one when it was made before."""
    if parent is None and code != "tirtamaya":
        parent = make_unit("tirtamaya")
    found = Organization.objects.filter(code=code).first()
    return found or Organization.objects.create(code=code, name=code.replace("-", " ").title(), parent=parent, **fields)


def make_account(role: Role | None = None, unit: Organization | None = None, **fields: Any) -> Account:
    """A resident, or with a role a member of `unit` (the usual unit when none is named)."""
    if role is None:
        return make_person(**fields)
    return make_member(unit or make_unit(), role, **fields)


def make_actor(
    role: Role | None = None, unit: Organization | None = None, *, account: Account | None = None, **fields: Any
) -> Actor:
    """The actor that an account is on `A_MONDAY`; a new account unless one is given."""
    return actor_of(account or make_account(role, unit, **fields), on=A_MONDAY.date())


def make_visitor(case: Case | None = None) -> Actor:
    """Somebody without an account, who has shown the secret of a case when one is given."""
    visitor = Actor(kind="anonymous")
    return visitor.holding(str(case.pk)) if case else visitor


def make_case(
    *, unit: Organization | None = None, applicant: Account | None = None, at: datetime = A_MONDAY, **fields: Any
) -> Case:
    """A case with a clock of three working days, opened by `SECRET`; the revision is the one to expect."""
    working_days = fields.pop("working_days", 3)
    defaults: dict[str, Any] = {
        "kind": "plain",
        "number_prefix": "SKU",
        "title": "Surat Keterangan Usaha",
        "title_en": "Business certificate",
        "service": None,
        "applicant_name": "Siti Rahayu",
        "contact_email": "siti@contoh.id",
        "contact_phone": "+628123456789",
        "language": "id",
        "secret": SECRET,
    }
    with transaction.atomic():
        case = open_case(make_visitor(), unit=unit or make_unit(), applicant=applicant, at=at, **{**defaults, **fields})
        if working_days:
            start_clock(case, "standard", working_days, "PermenPANRB 15/2014", at=at)
        return lock_case(case.pk)


def make_file(name: str = "surat.pdf", content: bytes = b"%PDF-1.7 test") -> StoredFile:
    """A stored file that nothing owns yet."""
    return store_generated(content, name, "application/pdf")
