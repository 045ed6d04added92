"""Evidence from the system's own record: what an item of a self-assessment rests on, counted when it is answered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from pendapa.cases.models import Case
from pendapa.catalogue.models import PublicService, ServicePledge, ServiceStandard
from pendapa.evaluation.calendar.rules import months_later
from pendapa.evaluation.models import SatisfactionSurvey
from pendapa.evaluation.results import result_of
from pendapa.people.models import Organization
from pendapa.ui.formatting import short_date


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the record says, and where it can be seen ("" where there is no page)."""

    text: str
    link: str = ""


class Record:
    """What the system knows of a unit on a day; each thing is asked for once."""

    def __init__(self, unit: Organization, today: date) -> None:
        self.unit, self.today = unit, today

    @cached_property
    def services(self) -> dict[str, int]:
        """How many services the unit has, with a published standard, and online (one query)."""
        published = Q(standards__status=ServiceStandard.Status.PUBLISHED)
        return PublicService.objects.filter(owner=self.unit).aggregate(
            all=Count("pk", distinct=True),
            published=Count("pk", filter=published, distinct=True),
            online=Count("pk", filter=Q(is_online=True), distinct=True),
        )


Source = Callable[[Record], Evidence]


def published_standards(known: Record) -> Evidence:
    """How many services of the unit have a published standard."""
    return Evidence(_("{published} of {all} services have a published standard.").format(**known.services), "/layanan/")


def online_services(known: Record) -> Evidence:
    """How many services can be applied for online."""
    return Evidence(_("{online} of {all} services can be applied for online.").format(**known.services))


def signed_pledge(known: Record) -> Evidence:
    """The unit's service pledge."""
    pledge = ServicePledge.objects.filter(unit=known.unit).order_by("-version").first()
    if pledge is None:
        return Evidence(_("There is no signed service pledge."))
    return Evidence(_("Service pledge signed on {day}.").format(day=short_date(pledge.signed_on)))


def published_survey(known: Record) -> Evidence:
    """The unit's last published survey."""
    surveys = SatisfactionSurvey.objects.filter(unit=known.unit, status=SatisfactionSurvey.Status.PUBLISHED)
    survey = surveys.select_related("unit").order_by("-ends").first()
    result = result_of(survey) if survey is not None else None
    if survey is None or result is None:
        return Evidence(_("No survey result of the unit is published."))
    text = _("Published index {index} ({category}), survey until {day}.").format(
        index=result.index.index, category=result.index.category, day=short_date(survey.ends)
    )
    return Evidence(text, reverse("evaluation:result", args=[survey.pk]))


def closed_complaints(known: Record) -> Evidence:
    """How many reports the unit got within a year, and how many of them are closed."""
    since = months_later(known.today, -12)
    told = Case.objects.filter(kind="complaint", unit=known.unit, received_at__date__gte=since).aggregate(
        all=Count("pk"), closed=Count("pk", filter=Q(closed_at__isnull=False))
    )
    text = _("{closed} of {all} reports received since {day} are closed.")
    return Evidence(text.format(day=short_date(since), **told))


EVIDENCE: dict[str, Source] = {
    "standards": published_standards,
    "pledge": signed_pledge,
    "online": online_services,
    "survey": published_survey,
    "complaints": closed_complaints,
}
"""By the names that an instrument's file uses."""


def evidence_for(names: set[str], unit: Organization, today: date) -> dict[str, Evidence]:
    """What the record says now for each of these names (a query each at most)."""
    known = Record(unit, today)
    return {name: EVIDENCE[name](known) for name in sorted(names & EVIDENCE.keys())}


def kept_evidence(names: set[str], unit: Organization, today: date) -> dict[str, dict[str, Any]]:
    """The same as JSON to be kept with an answer: its text in each language, its link, and the day."""
    texts: dict[str, dict[str, str]] = {}
    links: dict[str, str] = {}
    for language in ("id", "en"):
        with override(language):
            for name, found in evidence_for(names, unit, today).items():
                texts.setdefault(name, {})[language] = found.text
                links[name] = found.link
    return {name: {"text": text, "link": links[name], "on": today.isoformat()} for name, text in texts.items()}
