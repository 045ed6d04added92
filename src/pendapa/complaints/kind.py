"""Complaints as a kind of case: what their tracking page and their desk page show."""

from django.utils.translation import gettext_lazy

from pendapa.cases.kinds import CaseKind
from pendapa.cases.models import Case
from pendapa.complaints.actions import reopen_after_objection, take_response
from pendapa.complaints.queries import complaint_of


def _hides_person(case: Case) -> bool:
    return complaint_of(case).is_anonymous


def _is_sealed(case: Case) -> bool:
    return complaint_of(case).is_sealed


COMPLAINT = CaseKind(
    key="complaint",
    label=gettext_lazy("Report"),
    hides_person=_hides_person,
    is_sealed=_is_sealed,
    party_wrote=take_response,
    reopen=reopen_after_objection,
    related=("complaint__topic", "complaint__suggested_unit", "complaint__outside_body", "complaint__joined_to__case"),
)
