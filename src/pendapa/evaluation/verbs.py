"""What can happen in evaluation; no entry about an answer names a case or a person."""

from django.utils.translation import gettext_lazy as _

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
