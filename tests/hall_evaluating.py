"""What the hall holds of measuring and oversight: one sample for each parameter of their addresses."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from pendapa.cases.models import Case
from pendapa.catalogue.models import PublicService
from pendapa.evaluation.actions import close_survey, publish_result
from pendapa.evaluation.models import EvaluationTask, Instrument
from pendapa.evaluation.tests.factories import AT, count, make_answer, open_a_survey
from pendapa.evaluation.watching.models import Alarm
from pendapa.files.actions import UploadRules, store_file
from pendapa.files.models import StoredFile
from pendapa.journal.actors import Actor
from pendapa.oversight.actions import (
    FindingIn,
    ReportIn,
    add_evidence,
    add_milestone,
    answer_finding,
    issue_finding,
    plan_action,
    plan_audit,
    propose_finding,
    receive_report,
    write_paper,
)
from pendapa.oversight.actions.audits import AuditIn
from pendapa.oversight.models import Audit, SampledCase
from pendapa.oversight.models.audits import AuditState
from pendapa.oversight.sampling import Rule
from pendapa.oversight.tests.factories import A_MONDAY, LATER, WORDS
from pendapa.people.models import Account, Organization
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_organization
from tests.hall_reports import picture

DUE = date(2026, 3, 30)


def evaluating_samples(
    office: Organization, service: PublicService, case: Case, staff: Mapping[Role, Account]
) -> dict[str, Any]:
    """Surveys, an alarm, and everything that an overseer may write about the office."""
    head, auditor, overseer = (actor_of(staff[role]) for role in (Role.HEAD, Role.INTERNAL_AUDITOR, Role.OVERSEER))
    return {
        **_surveys(office, service, head),
        **_findings(office, auditor, head),
        **_audit(office, case, auditor),
        **_report(office, overseer),
        "alarm_id": _alarm(office, service).pk,
        "measure": "index",
        "people:outside_body:code": make_organization("provinsi").code,
    }


def _surveys(office: Organization, service: PublicService, head: Actor) -> dict[str, Any]:
    """One that takes answers, one whose result is published, an evaluation that falls due."""
    shown = open_a_survey(head, service, title="Survei triwulan 3")
    count(service, *[make_answer()] * 5, survey=shown)
    close_survey(head, shown.pk, at=AT)
    publish_result(head, shown.pk, at=AT)
    survey = open_a_survey(head, service)
    forum = Instrument.objects.create(key="forum", kind=Instrument.Kind.FORUM, name={"id": "Forum"}, source="-")
    task = EvaluationTask.objects.create(instrument=forum, unit=office, due_on=AT.date())
    of_public = {f"evaluation:{name}:survey_id": shown.pk for name in ("result", "result_pdf", "result_ods")}
    return {
        **of_public,
        "survey_id": survey.pk,
        "evaluation:sheet:code": survey.code,
        "evaluation:kiosk:code": survey.code,
        "evaluation:desk_step:name": "tutup",
        "evaluation:year:number": AT.year,
        "element": "u3",
        "evaluation:task:task_id": task.pk,
    }


def _findings(office: Organization, auditor: Actor, head: Actor) -> dict[str, Any]:
    """A published finding that the unit has answered, with an action, a milestone and its evidence."""
    words = FindingIn(title="Antrean melewati janji", unit=office, **WORDS)
    finding = propose_finding(auditor, words, at=A_MONDAY)
    issue_finding(auditor, finding.pk, is_public=True, at=A_MONDAY)
    answer_finding(head, finding.pk, "Benar, kami perbaiki.", agrees=True, at=LATER)
    action = plan_action(head, finding.pk, "Dua verifikator tiap hari.", owner=None, due_on=DUE, at=LATER)
    milestone = add_milestone(head, action.pk, "Jadwal baru", due_on=DUE, at=LATER)
    evidence = add_evidence(head, action.pk, file := _file("bukti.png"), "Jadwal", at=LATER)
    named = (
        "finding", "finding_pdf", "finding_step", "action", "action_step", "milestone_done", "evidence",
        "public_finding",
    )  # fmt: skip
    return {
        **{f"oversight:{name}:number": finding.number for name in named},
        "oversight:finding_step:step": "tutup",
        "oversight:action_step:step": "lapor",
        "oversight:evidence:file_id": file.pk,
        "position": evidence.action.position,
        "milestone_id": milestone.pk,
    }


def _audit(office: Organization, case: Case, auditor: Actor) -> dict[str, Any]:
    """A published audit with one case in its sample and a paper of its team."""
    plan = AuditIn(
        title="Ketepatan waktu", unit=office, service=None, period_from=A_MONDAY.date() - timedelta(days=60),
        period_until=A_MONDAY.date() - timedelta(days=1), rule=Rule.RANDOM, wanted=1,
    )  # fmt: skip
    audit = plan_audit(auditor, plan, at=A_MONDAY)
    sampled = SampledCase.objects.create(audit=audit, case=case, position=1, handle="0" * 32)
    write_paper(auditor, audit, "Berkas lengkap.", file=(file := _file("kertas.png")), at=LATER)
    Audit.objects.filter(pk=audit.pk).update(state=AuditState.PUBLISHED, conclusion="Tepat waktu.", published_at=LATER)
    named = ("audit", "audit_pdf", "audit_step", "open_case", "paper_file", "public_audit")
    return {
        **{f"oversight:{name}:number": audit.number for name in named},
        "oversight:audit_step:step": "kertas",
        "oversight:open_case:position": sampled.position,
        "oversight:paper_file:file_id": file.pk,
    }


def _report(office: Organization, overseer: Actor) -> dict[str, Any]:
    report = receive_report(overseer, ReportIn(office, "Antrean", "Saya menunggu tiga jam."), at=A_MONDAY)
    return {
        "oversight:report:number": report.number,
        "oversight:report_step:number": report.number,
        "oversight:report_step:step": "langkah",
    }


def _alarm(office: Organization, service: PublicService) -> Alarm:
    made: Alarm = Alarm.objects.create(
        measure="index", unit=office.code, service=service.slug, organization=office, since=A_MONDAY.date(),
        until=LATER.date(), value=70.0, expected=85.0, raised_at=LATER,
    )  # fmt: skip
    return made


def _file(name: str) -> StoredFile:
    return store_file(picture(), name, UploadRules(kinds=frozenset({"image"})))
