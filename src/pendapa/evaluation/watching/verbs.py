"""What can happen in watching; no entry tells of less than five answers, cases or complaints."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from pendapa.evaluation.watching.wording import MEASURES
from pendapa.journal.verbs import Audience, Public, verb


@verb("alarm.raised", audience=Audience.PUBLIC, in_timeline=False)
class AlarmRaised:
    """A measure of a unit and service got worse, or complaints about a topic gathered in a place."""

    alarm: int
    measure: Public[str]
    unit: Public[str]
    service: Public[str]
    since: Public[date]
    value: Public[str]
    expected: Public[str]
    place: Public[str]
    topic: Public[str]
    evidence: dict[str, Any]
    sentence = _("An alarm was raised: {measure} is {value}, where {expected} was to be expected.")
    log_words = {"measure": MEASURES}
    log_safety = (
        "A measure over at least five answers or cases of a unit, or at least five open complaints about one topic in "
        "one district or village; secret and anonymous ones are not among them."
    )


@verb("alarm.dismissed", audience=Audience.STAFF, in_timeline=False)
class AlarmDismissed:
    """An overseer judged that an alarm shows no shortcoming."""

    measure: Public[str]
    unit: Public[str]
    service: Public[str]
    since: Public[date]
    reason: str
    sentence = _("Not a shortcoming: {reason}")
    log_sentence = _("The alarm of {measure} of {unit} since {since} was judged to be no shortcoming.")
    log_words = {"measure": MEASURES}
    log_safety = (
        "Names an alarm that the log tells already; who judged is not told, and the reason is only committed to."
    )


@verb("watch.changed", audience=Audience.STAFF, in_timeline=False)
class WatchChanged:
    """An overseer set how a measure is watched."""

    measure: Public[str]
    is_watched: Public[bool]
    least_count: Public[int]
    baseline: Public[int]
    allowance: Public[str]
    limit: Public[str]
    sentence = _("The watch on {measure} was set.")
    log_safety = "Tells how a measure of the public body is watched; it has nothing to do with any person."
