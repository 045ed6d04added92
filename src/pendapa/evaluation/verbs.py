"""What can happen in evaluation; no entry about an answer names a case or a person."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from pendapa.evaluation.models import SatisfactionSurvey
from pendapa.journal.verbs import Audience, Public, verb


@verb("survey.invited", audience=Audience.PARTIES)
class SurveyInvited:
    """The person concerned was asked how the service was."""

    service: Public[str]
    sentence = _("We asked you how this service was.")


@verb("survey.answered", audience=Audience.PUBLIC, in_timeline=False)
class SurveyAnswered:
    """Somebody judged a service. The answers themselves are not in the journal, so that no order can be matched."""

    service: Public[str]
    sentence = _("The service was rated.")


@verb("survey.counted", audience=Audience.PUBLIC, in_timeline=False)
class SurveyCounted:
    """A batch of answers about one service of one unit was counted: how many, and the sum of each element.

    `survey` is the number of the survey that they answered, "" for ratings after cases that belong to none.
    """

    service: Public[str]
    unit: Public[str]
    respondents: Public[int]
    u1: Public[int]
    u2: Public[int]
    u3: Public[int]
    u4: Public[int]
    u5: Public[int]
    u6: Public[int]
    u7: Public[int]
    u8: Public[int]
    u9: Public[int]
    survey: Public[str] = ""
    sentence = _("{respondents} answers about the service were counted.")
    log_safety = (
        "Sums over at least five answers (ten where anybody can send them) that waited sealed and were shuffled; no "
        "single answer, profile, comment, case or hour is told, and the day is that of the count, not of any answer. "
        "All answers of a batch are of the survey that it names, or of none: what a survey leaves over when it ends "
        "is counted later, with others, without it."
    )


@verb("survey.made", audience=Audience.STAFF)
class SurveyMade:
    """A survey was prepared or changed before it was opened."""

    survey: str
    unit: Public[str]
    starts: Public[date]
    ends: Public[date]
    services: list[str]
    channels: list[str]
    sentence = _("The survey “{survey}” was prepared.")


@verb("survey.opened", audience=Audience.STAFF)
class SurveyOpened:
    """A survey takes answers from now on."""

    survey: str
    unit: Public[str]
    sentence = _("The survey “{survey}” takes answers.")
    log_sentence = _("A survey of {unit} takes answers.")
    log_safety = "That an office holds a survey: it is told before there is any answer, and its title is committed to."


@verb("survey.closed", audience=Audience.STAFF)
class SurveyClosed:
    """A survey takes no more answers."""

    survey: str
    unit: Public[str]
    sentence = _("The survey “{survey}” takes no more answers.")
    log_sentence = _("A survey of {unit} takes no more answers.")
    log_safety = "That an office ended a survey, whose result is published or is not; no answer is told."


@verb("survey.entered", audience=Audience.STAFF)
class SurveyEntered:
    """Answers were entered many at a time: from paper forms or a file."""

    survey: str
    unit: Public[str]
    channel: Public[str]
    respondents: Public[int]
    sentence = _("{respondents} answers were entered for “{survey}”.")
    log_sentence = _("{unit} entered {respondents} answers to a survey itself: {channel}.")
    log_words = {"channel": dict(SatisfactionSurvey.Channel.choices)}
    log_safety = (
        "How many answers an office entered itself on that day, from paper or a file; not one of them is told, nor "
        "whose they are."
    )


@verb("survey.slips_made", audience=Audience.STAFF)
class SlipsMade:
    """Slips were printed, each of which opens the survey once."""

    survey: str
    service: str
    count: int
    sentence = _("{count} slips were printed for “{survey}”.")


@verb("survey.plan_saved", audience=Audience.STAFF)
class PlanSaved:
    """What is done about an element was planned, or told as done."""

    survey: str
    element: str
    is_realised: bool
    sentence = _("The plan for {element} of “{survey}” was written.")


@verb("survey.comment_moderated", audience=Audience.STAFF, in_timeline=False)
class CommentModerated:
    """Somebody decided whether an open answer, without traces of persons, is public."""

    service: Public[str]
    is_published: bool
    reason: str = ""
    sentence = _("An open answer was read.")


@verb("survey.unpublished_read", audience=Audience.STAFF, in_timeline=False)
class UnpublishedRead:
    """Somebody who oversees a unit read open answers that it does not show to the public, or not whole."""

    units: Public[list[str]]
    answers: int
    sentence = _("{answers} open answers that are not published were read.")


@verb("survey.result_published", audience=Audience.PUBLIC)
class ResultPublished:
    """The result of a survey was published with its plan."""

    survey: Public[str]
    title: str
    unit: Public[str]
    index: Public[str]
    category: Public[str]
    respondents: Public[int]
    starts: Public[date]
    ends: Public[date]
    weight: Public[str]
    sentence = _("The result of “{title}” was published: {index} ({category}).")
    log_safety = (
        "One figure over all counted answers of a survey, never fewer than five, with its period; the survey is named "
        "by its number, its title is only committed to."
    )


@verb("evaluation.planned", audience=Audience.STAFF)
class EvaluationPlanned:
    """An evaluation of a unit falls due on a day."""

    instrument: Public[str]
    unit: Public[str]
    due: Public[date]
    sentence = _("An evaluation was planned, due on {due}.")


@verb("evaluation.answered", audience=Audience.STAFF)
class EvaluationAnswered:
    """A unit wrote down what it found about itself."""

    instrument: Public[str]
    unit: Public[str]
    answered: Public[int]
    sentence = _("{answered} items of the evaluation are answered.")


@verb("evaluation.done", audience=Audience.STAFF)
class EvaluationDone:
    """An evaluation was brought to its end."""

    instrument: Public[str]
    unit: Public[str]
    score: Public[str]
    sentence = _("The evaluation is done.")
