"""A public body with two units, and complaints about it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from pendapa.complaints.actions import ComplaintIn, Receipt, submit_complaint
from pendapa.complaints.models import Complaint, Publication, Topic
from pendapa.journal.actors import Actor
from pendapa.people.models import Account, Organization
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_member, make_organization

A_MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""A Monday, 9.00 WIB, three weeks before the next holiday."""
WORDS = "Lampu jalan di depan balai desa mati sejak seminggu. Gelap sekali kalau malam."
SECRET_WORDS = "Kepala seksi Zainuddin meminta uang lima juta di rumah bercat ungu."  # noqa: S105 - no secret of ours
RESIDENT = Actor(kind="anonymous")


def make_body() -> Organization:
    """The public body where complaints arrive; the same one when it was made before."""
    return Organization.objects.filter(code="tirtamaya").first() or make_organization("tirtamaya")


def make_unit(code: str = "dinas-pu", parent: Organization | None = None) -> Organization:
    """A unit below the body; the same one when it was made before."""
    return Organization.objects.filter(code=code).first() or make_organization(code, parent or make_body())


def make_topic(slug: str = "lampu-jalan", unit: Organization | None = None) -> Topic:
    return Topic.objects.create(
        slug=slug, name=slug.replace("-", " ").title(), name_en="Street light", unit=unit or make_unit()
    )


def complain(
    text: str = WORDS, *, actor: Actor = RESIDENT, key: UUID | None = None, at: datetime = A_MONDAY, **given: Any
) -> Receipt:
    """A complaint handed in at the public body."""
    make_body()
    return submit_complaint(actor, ComplaintIn(text=text, **given), key=key or uuid4(), at=at)


def make_public(complaint: Complaint, text: str = "Lampu jalan mati.", at: datetime = A_MONDAY) -> Complaint:
    """The complaint, published as it stands there."""
    complaint.public_text, complaint.publication, complaint.published_at = text, Publication.PUBLISHED, at
    complaint.save(update_fields=["public_text", "publication", "published_at"])
    return complaint


def staff(unit: Organization, role: Role = Role.OFFICER, account: Account | None = None) -> Actor:
    """An actor who works in a unit, on `A_MONDAY`."""
    return actor_of(account or make_member(unit, role), on=A_MONDAY.date())


def person_of(receipt: Receipt) -> Actor:
    """Whoever holds the secret of a receipt."""
    return RESIDENT.holding(str(receipt.case.pk))
