"""Published reports, as many as wanted, and the hidden ones beside them."""

from datetime import datetime, timedelta
from typing import Any

from pendapa.complaints.actions import answer_complaint, forward_complaint, verify_complaint
from pendapa.complaints.models import Complaint, Topic
from pendapa.complaints.tests.factories import A_MONDAY, complain, make_body, make_public, make_unit, staff
from pendapa.people.models import Organization
from pendapa.people.roles import Role


def publish(words: str = "Lampu jalan mati.", *, at: datetime = A_MONDAY, **given: Any) -> Complaint:
    """A report that is published with these words."""
    complaint = complain(**given, at=at).complaint
    return make_public(Complaint.objects.select_related("case__unit").get(pk=complaint.pk), words, at)


def answer(
    complaint: Complaint,
    words: str = "Lampu sudah kami ganti.",
    *,
    unit: Organization | None = None,
    topic: Topic | None = None,
    days: int = 2,
    is_public: bool = True,
) -> Complaint:
    """The report, checked, handed to a unit and answered."""
    from uuid import uuid4

    unit = unit or make_unit()
    at = complaint.case.received_at + timedelta(days=days)
    intake = staff(make_body(), Role.HEAD)
    verify_complaint(intake, complaint.pk, complaint.kind, topic or complaint.topic, at=at)
    forward_complaint(intake, complaint.pk, unit, at=at)
    answer_complaint(staff(unit), complaint.pk, words, is_public=is_public, key=uuid4(), at=at)
    return Complaint.objects.select_related("case__unit", "topic").get(pk=complaint.pk)


def publish_many(count: int, **given: Any) -> None:
    """Very many published reports, by their rows alone: one is made, the rest are copies with places of their own."""
    from uuid import uuid4

    from pendapa.cases.models import Case
    from pendapa.kernel.identifiers import new_number

    first = publish(**given)
    cases, complaints = [], []
    for place in range(count - 1):
        at = A_MONDAY - timedelta(hours=7 * place)
        case = Case.objects.get(pk=first.case_id)
        case.pk, case.number, case.received_at = uuid4(), new_number("LPR"), at
        cases.append(case)
        complaint = Complaint.objects.get(pk=first.pk)
        complaint.case, complaint.submission_key, complaint.published_at = case, uuid4(), at
        complaint.public_latitude = round(-7.9 - (place % 61) * 0.004, 3)
        complaint.public_longitude = round(112.6 + (place % 53) * 0.005, 3)
        complaint.first_answered_at = at + timedelta(days=place % 9) if place % 3 else None
        complaints.append(complaint)
    Case.objects.bulk_create(cases, batch_size=500)
    Complaint.objects.bulk_create(complaints, batch_size=500)
