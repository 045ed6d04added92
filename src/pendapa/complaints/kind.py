"""Complaints as a kind of case: what their tracking page and their desk page show."""

from django.utils.translation import gettext_lazy

from pendapa.cases.kinds import CaseKind
from pendapa.cases.models import Case
from pendapa.complaints.actions import reopen_after_objection, take_response, withdraw_complaint
from pendapa.complaints.case_pages.panels import next_steps_of, party_panels, staff_panels
from pendapa.complaints.case_pages.situations import situation_of
from pendapa.complaints.queries import CASE_KIND, complaint_of


def _hides_person(case: Case) -> bool:
    return complaint_of(case).is_anonymous


def _is_sealed(case: Case) -> bool:
    return complaint_of(case).is_sealed


COMPLAINT = CaseKind(
    key=CASE_KIND,
    label=gettext_lazy("Report"),
    party_label=gettext_lazy("Reported by"),
    situation=situation_of,
    party_panels=party_panels,
    staff_panels=staff_panels,
    next_steps=next_steps_of,
    withdraw=withdraw_complaint,
    reopen=reopen_after_objection,
    party_wrote=take_response,
    hides_person=_hides_person,
    is_sealed=_is_sealed,
    related=("complaint__topic", "complaint__suggested_unit", "complaint__outside_body", "complaint__joined_to__case"),
)
