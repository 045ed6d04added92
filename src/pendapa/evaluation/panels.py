"""What evaluation brings to the page of a case's person: the way to the survey, also without an e-mail address."""

from django.http import HttpRequest

from pendapa.cases.kinds import Panel
from pendapa.cases.models import Case
from pendapa.evaluation.actions import invitation_token, survey_address
from pendapa.evaluation.models import SurveyInvitation
from pendapa.kernel.identifiers import hash_secret


def invitation_panels(_request: HttpRequest, case: Case) -> list[Panel]:
    """The link to the survey of a closed case, while it is unanswered (one query, none for an open case)."""
    if case.is_open:
        return []
    unused = SurveyInvitation.objects.filter(token_hash=hash_secret(invitation_token(case.pk)), used_on__isnull=True)
    if not unused.exists():
        return []
    return [Panel("evaluation/_invitation_panel.html", {"address": survey_address(case.pk)})]
