"""The reads: the index of a service as it may be published, and an invitation still open."""

from django.db.models import Count, Sum

from pendapa.evaluation.models import ELEMENTS, SurveyInvitation, SurveyResponse
from pendapa.evaluation.rules import SMALLEST_PUBLISHED, SatisfactionIndex, satisfaction_index
from pendapa.kernel.identifiers import hash_secret


def index_of_service(service_id: int) -> SatisfactionIndex | None:
    """The service's index over all answers (one query); None while fewer than five have answered."""
    totals = SurveyResponse.objects.filter(service_id=service_id).aggregate(
        respondents=Count("id"), **{element: Sum(element) for element in ELEMENTS}
    )
    if totals["respondents"] < SMALLEST_PUBLISHED:
        return None
    return satisfaction_index([totals[element] for element in ELEMENTS], totals["respondents"])


def invitation_opened_with(token: str) -> SurveyInvitation | None:
    """The invitation whose link holds this token, used or not."""
    invitations = SurveyInvitation.objects.select_related("service", "unit")
    return invitations.filter(token_hash=hash_secret(token)).first()
