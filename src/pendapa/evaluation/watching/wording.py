"""Measures, places and periods in the words of a page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendapa.catalogue.models import PublicService
from pendapa.complaints.models import Topic
from pendapa.evaluation.measures.wording import month_told
from pendapa.evaluation.watching.models import Alarm
from pendapa.evaluation.watching.rules import CLUSTER
from pendapa.regions.models import Region

MEASURES = {
    "index": gettext_lazy("Satisfaction index"),
    "on_time": gettext_lazy("Promises kept"),
    "corrections": gettext_lazy("Corrections asked per case"),
    "complaints": gettext_lazy("Complaints per 1,000 applications"),
    CLUSTER: gettext_lazy("Complaints that gather"),
    "u1": gettext_lazy("U1 requirements"),
    "u2": gettext_lazy("U2 procedure"),
    "u3": gettext_lazy("U3 completion time"),
    "u4": gettext_lazy("U4 cost"),
    "u5": gettext_lazy("U5 result"),
    "u6": gettext_lazy("U6 competence of staff"),
    "u7": gettext_lazy("U7 conduct of staff"),
    "u8": gettext_lazy("U8 handling of complaints"),
    "u9": gettext_lazy("U9 facilities"),
}


def measure_told(measure: str) -> str:
    """The name of a measure."""
    return str(MEASURES.get(measure, measure))


def value_told(measure: str, value: float | None) -> str:
    """A value with as many figures as it deserves; a dash for none."""
    if value is None:
        return "–"
    if measure == "on_time":
        return f"{number_format(round(value * 100))} %"
    places = {"complaints": 0, CLUSTER: 0}.get(measure, 2)
    return number_format(round(value, places), places)


def expected_told(measure: str, value: float | None) -> str:
    """What was expected: of complaints that gather one decimal more, for it is often less than one."""
    return number_format(round(value, 1), 1) if measure == CLUSTER and value is not None else value_told(measure, value)


def period_told(label: str) -> str:
    """ "January 2026", or the first and the last month of several."""
    return " – ".join(month_told(month) for month in label.split("/"))


@dataclass(frozen=True, slots=True)
class Names:
    """Names of services, topics and places, by their codes."""

    services: dict[str, str]
    topics: dict[str, str]
    places: dict[str, str]

    def title_of(self, alarm: Alarm) -> str:
        """What is wrong, and where."""
        if alarm.measure == CLUSTER:
            place = self.places.get(alarm.place, alarm.place)
            return _("Complaints about {topic} gather in {place}").format(
                topic=self.topics.get(alarm.topic, alarm.topic), place=place
            )
        where = self.services.get(alarm.service, alarm.service) or alarm.organization.local_name
        return f"{measure_told(alarm.measure)}: {where}"


def names_for(alarms: Iterable[Alarm]) -> Names:
    """The names that these alarms need (at most three queries)."""
    known = list(alarms)
    slugs = {alarm.service for alarm in known} - {""}
    topics = {alarm.topic for alarm in known} - {""}
    places = {alarm.place for alarm in known} - {""}
    return Names(
        {one.slug: one.local_name for one in PublicService.objects.filter(slug__in=slugs)} if slugs else {},
        {one.slug: one.local_name for one in Topic.objects.filter(slug__in=topics)} if topics else {},
        dict(Region.objects.filter(code__in=places).values_list("code", "name")) if places else {},
    )
