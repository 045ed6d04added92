"""The reads: the index of a service as it may be published, an invitation, surveys as somebody may see them."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from pendapa.evaluation.models import ELEMENTS, SatisfactionSurvey, SurveyInvitation, SurveyResponse, WaitingAnswer
from pendapa.evaluation.permissions import COMMENT_MODERATE, SURVEY_ENTER, UNPUBLISHED_READ, paths_read_by
from pendapa.evaluation.rules import SMALLEST_PUBLISHED, SatisfactionIndex, satisfaction_index
from pendapa.journal.actors import Actor
from pendapa.kernel.identifiers import hash_secret
from pendapa.people.organizations.queries import in_branches
from pendapa.people.permissions import reachable_paths

BIGGEST_KEY = 2**62
MOST_SHOWN = 200


def index_of_service(service_id: int) -> SatisfactionIndex | None:
    """The service's index over all counted answers (one query); None while fewer than five are counted."""
    totals = SurveyResponse.objects.filter(service_id=service_id).aggregate(
        respondents=Count("id"), **{element: Sum(element) for element in ELEMENTS}
    )
    if totals["respondents"] < SMALLEST_PUBLISHED:
        return None
    return satisfaction_index([totals[element] for element in ELEMENTS], totals["respondents"])


def invitation_opened_with(token: str) -> SurveyInvitation | None:
    """The invitation whose link holds this token, used or not."""
    invitations = SurveyInvitation.objects.select_related("service", "unit", "survey")
    return invitations.filter(token_hash=hash_secret(token)).first()


def survey_with_code(code: str, channels: set[str]) -> SatisfactionSurvey | None:
    """The open survey of this code that takes answers in one of these ways."""
    surveys = SatisfactionSurvey.objects.select_related("unit").filter(status=SatisfactionSurvey.Status.OPEN)
    return surveys.filter(code=code.upper()[:24], channels__overlap=sorted(channels)).first()


def surveys_seen_by(actor: Actor) -> QuerySet[SatisfactionSurvey]:
    """The surveys of the units that the actor reads; officers see those that are open, to enter paper forms."""
    read = in_branches(paths_read_by(actor), "unit__path")
    entered = in_branches(reachable_paths(actor, SURVEY_ENTER), "unit__path")
    is_open = Q(status=SatisfactionSurvey.Status.OPEN)
    return SatisfactionSurvey.objects.filter(read | (entered & is_open)).select_related("unit")


def survey_seen_by(actor: Actor, survey_id: int) -> SatisfactionSurvey | None:
    """One of the surveys that the actor sees."""
    return surveys_seen_by(actor).filter(pk=min(survey_id, BIGGEST_KEY)).first()


def published_survey(survey_id: int) -> SatisfactionSurvey | None:
    """A survey whose result everyone may see."""
    surveys = SatisfactionSurvey.objects.select_related("unit").filter(status=SatisfactionSurvey.Status.PUBLISHED)
    return surveys.filter(pk=min(survey_id, BIGGEST_KEY)).first()


def waiting_for(survey: SatisfactionSurvey) -> int:
    """How many answers of a survey are not counted yet."""
    return WaitingAnswer.objects.filter(survey=survey).count()


def comments_before(actor: Actor) -> QuerySet[SurveyResponse]:
    """The open answers that the actor decides about, in no order that tells of their time."""
    units = in_branches(reachable_paths(actor, COMMENT_MODERATE), "unit__path")
    return SurveyResponse.objects.filter(units).exclude(comment="").select_related("service", "unit").order_by("id")


def unpublished_before(actor: Actor) -> QuerySet[SurveyResponse]:
    """The open answers of the units that the actor oversees which the public does not read, or not whole."""
    units = in_branches(reachable_paths(actor, UNPUBLISHED_READ), "unit__path")
    answers = SurveyResponse.objects.filter(units).exclude(comment="")
    unpublished = answers.filter(~Q(comment_state=SurveyResponse.CommentState.PUBLISHED) | ~Q(hidden_because=""))
    return unpublished.select_related("service", "unit", "decided_by").order_by("id")


@dataclass(frozen=True, slots=True)
class OpenAnswers:
    """What respondents of a survey said in their own words: as far as it is published, how many that are,
    how many of those not whole, and of how many."""

    shown: list[str]
    published: int
    in_part: int
    all: int


def open_answers_of(survey: SatisfactionSurvey) -> OpenAnswers:
    """The open answers of a survey (two queries)."""
    answers = SurveyResponse.objects.filter(survey=survey).exclude(comment="")
    published = Q(comment_state=SurveyResponse.CommentState.PUBLISHED)
    counted = answers.aggregate(
        all=Count("pk"),
        published=Count("pk", filter=published),
        in_part=Count("pk", filter=published & ~Q(hidden_because="")),
    )
    shown = answers.filter(published).order_by("id").values_list("shown_comment", flat=True)[:MOST_SHOWN]
    return OpenAnswers(list(shown), **counted)


def published_surveys() -> list[SatisfactionSurvey]:
    """The surveys whose results are published, newest first."""
    surveys = SatisfactionSurvey.objects.select_related("unit").filter(status=SatisfactionSurvey.Status.PUBLISHED)
    return list(surveys.order_by("-ends", "-id")[:200])
