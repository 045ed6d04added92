"""One survey at a time."""

from django.utils.translation import gettext as _

from pendapa.evaluation.models import SatisfactionSurvey
from pendapa.kernel.problems import NotFound


def lock_survey(survey_id: int) -> SatisfactionSurvey:
    """The survey with its unit, locked for this transaction; raises NotFound."""
    surveys = SatisfactionSurvey.objects.select_related("unit").select_for_update(no_key=True, of=("self",))
    survey = surveys.filter(pk=survey_id).first()
    if survey is None:
        raise NotFound(_("There is no such survey."))
    return survey
