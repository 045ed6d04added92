"""The writes: plan what falls due, answer it, bring it to its end, remind of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.evaluation.calendar.evidence import kept_evidence
from pendapa.evaluation.calendar.notifying import DUE
from pendapa.evaluation.calendar.rules import months_later, reminder_on, score_of
from pendapa.evaluation.models import EvaluationTask, Instrument, SatisfactionSurvey
from pendapa.evaluation.permissions import EVALUATION_DO, EVALUATION_PLAN
from pendapa.evaluation.verbs import EvaluationAnswered, EvaluationDone, EvaluationPlanned
from pendapa.journal.actions import record
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Conflict, Invalid, NotFound
from pendapa.notices.actions import notify
from pendapa.notices.recipients import Recipient
from pendapa.people.models import Membership, Organization
from pendapa.people.permissions import acting_as, require
from pendapa.people.roles import Role

Kind = Instrument.Kind


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What a unit says of one item: a score from 0 to the instrument's scale, and why."""

    score: int | None
    note: str


@transaction.atomic
def plan_evaluation(
    actor: Actor, instrument: Instrument, units: Sequence[Organization], due: date, *, at: datetime
) -> int:
    """Let an evaluation of each unit fall due on a day; returns how many are new. Raises Invalid for a day gone by."""
    for unit in units:
        require(actor, EVALUATION_PLAN, unit)
    if due < local_date(at):
        raise Invalid(_("Choose today or a later day."))
    return sum(_planned(actor, instrument, unit, due, at) for unit in units)


@transaction.atomic
def answer_items(actor: Actor, task_id: int, answers: Mapping[str, ItemAnswer], *, at: datetime) -> EvaluationTask:
    """Keep what a unit says of itself, with what the record says at this moment beside it. Raises Conflict once done,
    Invalid for a score beyond the scale."""
    task = _locked(task_id)
    require(actor, EVALUATION_DO, task)
    if task.done_on is not None:
        raise Conflict(_("This evaluation is done; what was found stays as it is."))
    scale = task.instrument.definition.get("scale", 0)
    if any(one.score is not None and not 0 <= one.score <= scale for one in answers.values()):
        raise Invalid(_("Give a score from 0 to {scale}.").format(scale=scale))
    sources = {item["key"]: item.get("evidence", "") for item in task.instrument.items}
    told = kept_evidence(set(sources.values()), task.unit, local_date(at))
    for key, answer in answers.items():
        if key in sources:
            found = told.get(sources[key])
            task.answers[key] = {
                "score": answer.score,
                "note": answer.note,
                "evidence": found,
            }
    task.save(update_fields=["answers"])
    answered = sum(1 for one in task.answers.values() if one["score"] is not None)
    happened = EvaluationAnswered(instrument=task.instrument.key, unit=task.unit.code, answered=answered)
    record(actor, happened, task.subject, at=at, **acting_as(actor, EVALUATION_DO, task))
    return task


@transaction.atomic
def finish_evaluation(actor: Actor, task_id: int, note: str, *, at: datetime) -> EvaluationTask:
    """Bring an evaluation to its end, and plan the next one.

    A survey is done by a result that the unit published within the instrument's interval, a self-assessment by a score
    for every item, a forum by its minutes in `note`. Raises Invalid saying what is missing, Conflict once done.
    """
    task = _locked(task_id)
    require(actor, EVALUATION_DO, task)
    if task.done_on is not None:
        raise Conflict(_("This evaluation is done; what was found stays as it is."))
    today = local_date(at)
    if task.instrument.kind == Kind.SURVEY:
        task.survey = _published_since(task.unit, months_later(task.due_on, -task.instrument.every_months))
    elif task.instrument.kind == Kind.SELF_ASSESSMENT:
        task.result = _scored(task)
    elif not note.strip():
        raise Invalid(_("Write down what was discussed and agreed."))
    task.note, task.done_on = note.strip(), today
    task.save()
    score = str(task.result.get("score", ""))
    happened = EvaluationDone(instrument=task.instrument.key, unit=task.unit.code, score=score)
    record(actor, happened, task.subject, at=at, **acting_as(actor, EVALUATION_DO, task))
    following = max(months_later(task.due_on, task.instrument.every_months), today)
    _planned(actor, task.instrument, task.unit, following, at)
    return task


def remind_of_evaluations(*, at: datetime) -> int:
    """Tell the heads of units what is near or late, once for each stage; returns how many were told."""
    today = local_date(at)
    told = 0
    tasks = EvaluationTask.objects.filter(done_on__isnull=True).select_related("instrument", "unit")
    for task in tasks.order_by("due_on"):
        stage = reminder_on(task.due_on, today)
        heads = Membership.objects.on(today).filter(organization=task.unit, role=Role.HEAD, account__is_active=True)
        for head in heads.select_related("account") if stage else ():
            told += notify(
                Recipient.of_account(head.account),
                DUE.key,
                f"evaluation:{task.pk}:{stage}:{head.account_id}",
                {"name": task.instrument.local_name, "day": task.due_on.strftime("%d-%m-%Y")},
                at=at,
                link=f"/meja/evaluasi/{task.pk}/",
            )
    return told


def _planned(actor: Actor, instrument: Instrument, unit: Organization, due: date, at: datetime) -> bool:
    """Plan one; whoever finishes an evaluation plans the next by that."""
    permission = EVALUATION_PLAN if acting_as(actor, EVALUATION_PLAN, unit)["as_role"] else EVALUATION_DO
    require(actor, permission, unit)
    task, is_new = EvaluationTask.objects.get_or_create(instrument=instrument, unit=unit, due_on=due)
    if is_new:
        happened = EvaluationPlanned(instrument=instrument.key, unit=unit.code, due=due)
        record(actor, happened, task.subject, at=at, **acting_as(actor, permission, unit))
    return is_new


def _locked(task_id: int) -> EvaluationTask:
    tasks = EvaluationTask.objects.select_related("instrument", "unit").select_for_update(no_key=True, of=("self",))
    task = tasks.filter(pk=task_id).first()
    if task is None:
        raise NotFound(_("There is no such evaluation."))
    return task


def _published_since(unit: Organization, day: date) -> SatisfactionSurvey:
    surveys = SatisfactionSurvey.objects.filter(unit=unit, status=SatisfactionSurvey.Status.PUBLISHED, ends__gte=day)
    survey = surveys.order_by("-ends").first()
    if survey is None:
        raise Invalid(_("Publish the result of a survey of this unit first."))
    return survey


def _scored(task: EvaluationTask) -> dict[str, Any]:
    scores = {key: one["score"] for key, one in task.answers.items() if one["score"] is not None}
    missing = [item["key"] for item in task.instrument.items if item["key"] not in scores]
    if missing:
        raise Invalid(_("{count} items have no score yet.").format(count=len(missing)))
    score = score_of(task.instrument.definition, scores)
    return {
        "score": str(score.total),
        "grade": score.grade,
        "aspects": [{"key": one.key, "weight": str(one.weight), "mean": str(one.mean)} for one in score.aspects],
    }
