"""Reports to the overseer: seen whole by that office; the unit sees what it is asked and told, once it is."""

from django.db.models import Q, QuerySet

from pendapa.journal.actors import Actor
from pendapa.oversight.models import OverseerReport, ReportStep
from pendapa.oversight.permissions import REPORT_ANSWER, REPORT_HANDLE
from pendapa.oversight.queries.branches import answered_for_by, in_branches, of_own_office
from pendapa.oversight.rules import ReportState
from pendapa.people.permissions import reachable_paths

_TOLD_TO_UNIT = ~Q(question="") | ~Q(recommendation="")


def reports_visible_to(actor: Actor) -> QuerySet[OverseerReport]:
    """Those of the actor's own overseer office, and those that ask something of the actor's unit."""
    return OverseerReport.objects.filter(_handled_by(actor) | _asked_of(actor)).select_related("unit", "office", "case")


def reports_handled_by(actor: Actor) -> QuerySet[OverseerReport]:
    """Those of the actor's own overseer office alone."""
    return OverseerReport.objects.filter(_handled_by(actor)).select_related("unit", "office", "case")


def steps_visible_to(actor: Actor, report: OverseerReport) -> QuerySet[ReportStep]:
    """All steps for the office; for the unit those that are for it or by it."""
    steps = report.steps.select_related("author")
    if OverseerReport.objects.filter(_handled_by(actor), pk=report.pk).exists():
        return steps
    return steps.filter(Q(is_for_unit=True) | Q(is_by_unit=True))


def _handled_by(actor: Actor) -> Q:
    reached = in_branches("unit__path", reachable_paths(actor, REPORT_HANDLE))
    return reached & of_own_office(actor) & ~answered_for_by(actor)


def _asked_of(actor: Actor) -> Q:
    asked = in_branches("unit__path", reachable_paths(actor, REPORT_ANSWER)) & _TOLD_TO_UNIT
    return asked & ~Q(state=ReportState.REFUSED)
