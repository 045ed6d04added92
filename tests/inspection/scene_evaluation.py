"""What is measured, found and corrected, in every state, in a running installation.

`python -m tests.inspection.scene_evaluation` does it in a process of its own and prints one JSON object: what each
state has in its address. The ratings come by the product's own actions, month after month, and raise a real alarm; a
year of decided applications is added to the measures alone, which no page can tell from those of the log.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from pendapa.cli.installation import database_at_hand, set_up_django
from tests.journeys.hall import Hall
from tests.journeys.rated_months import forms_of_month, made_answers, moment_in, month_after, wait_until

if TYPE_CHECKING:
    from pendapa.journal.actors import Actor

OFFICER, HEAD = "petugas@tirtamaya.example", "camat@tirtamaya.example"
AUDITOR, OVERSEER, ADMINISTRATOR = (f"{who}@tirtamaya.example" for who in ("auditor", "pengawas", "admin"))
UNIT, SERVICES = "kec-tirtasari", ("sku", "domisili")
MONTHS = 11
BAD = ("222122221", "212221222", "122212212", "221222121", "222212212", "212122221")
COMMENTS = ("Petugasnya ramah, tetapi antreannya panjang sekali.", "Loket kursi roda masih terkunci.")
PROFILES = (("male", "25-34"), ("female", "45-59"))
EVERY_WAY = ("case", "link", "counter", "kiosk", "slip", "paper", "file")
WORDS = {
    "condition": "Tiga dari sepuluh permohonan bulan lalu selesai melewati janji dua hari kerja.",
    "criterion": "Standar layanan Surat Keterangan Usaha: dua hari kerja sejak berkas lengkap.",
    "cause": "Berkas menunggu satu petugas; bila ia tidak di tempat, tidak ada yang menggantikannya.",
    "effect": "Warga datang dua atau tiga kali untuk satu surat.",
    "recommendation": "Periksa berkas pada hari berkas itu datang, oleh petugas mana pun di loket.",
}
PROMISE = "Mulai bulan ini setiap petugas loket memeriksa berkas pada hari berkas datang."


_MADE: dict[str, dict[str, Any]] = {}
"""What was made where, by the address of the installation."""


def set_evaluation_scene(hall: Hall) -> dict[str, Any]:
    """Do all of it in the installation, once."""
    if hall.url not in _MADE:
        _MADE[hall.url] = hall.step("tests.inspection.scene_evaluation")
    return _MADE[hall.url]


class EvaluationScene:
    """Makes them as heads, officers and overseers would."""

    def __init__(self, at: datetime) -> None:
        from pendapa.catalogue.models import PublicService
        from pendapa.kernel.calendar import local_date
        from pendapa.people.models import Organization

        self.at, self.today = at, local_date(at)
        self.head, self.auditor, self.overseer = (self._actor(one) for one in (HEAD, AUDITOR, OVERSEER))
        self.unit = Organization.objects.get(code=UNIT)
        self.services = [PublicService.objects.get(slug=slug) for slug in SERVICES]

    def surveys(self) -> dict[str, Any]:
        """One in each state; that which takes answers was rated for months, last month badly."""
        from django.db import transaction

        from pendapa.evaluation.actions import close_survey, publish_result
        from pendapa.evaluation.actions.counting import count_waiting_answers

        this = self.today.isoformat()[:7]
        months = [month_after(this, -back) for back in range(MONTHS, 0, -1)]
        running = self._survey("Survei kepuasan layanan", EVERY_WAY, self.services)
        with transaction.atomic():
            for place, month in enumerate(months):
                self._enter(running, BAD * 2 if month == months[-1] else forms_of_month(place))
                count_waiting_answers(at=moment_in(month))
        shown = self._survey("Survei semester lalu", ("paper", "file"), self.services[:1])
        closed = self._survey("Survei loket", ("paper",), self.services[:1])
        draft = self._survey("Survei tahun depan", EVERY_WAY, self.services, is_opened=False)
        for survey in (shown, closed):
            self._enter(survey, (*BAD, *forms_of_month(0)), COMMENTS)
            close_survey(self.head, survey.pk, at=self.at)
        self._plan_for_weak(shown)
        publish_result(self.head, shown.pk, at=self.at)
        self._say_what_was_done(shown)
        return {
            "survey": running.pk, "sheet": running.code, "published_survey": shown.pk, "closed_survey": closed.pk,
            "draft_survey": draft.pk,
        }  # fmt: skip

    def evaluations(self) -> dict[str, int]:
        """A self-assessment that is answered in part, a forum that is late, a self-assessment that is done."""
        from pendapa.evaluation.calendar.actions import ItemAnswer, answer_items, finish_evaluation
        from pendapa.evaluation.models import EvaluationTask, Instrument

        assessment, forum = (Instrument.objects.get(key=key) for key in ("pekppp", "forum-konsultasi-publik"))

        def planned(instrument: Any, days: int) -> Any:
            due = self.today + timedelta(days=days)
            return EvaluationTask.objects.get_or_create(instrument=instrument, unit=self.unit, due_on=due)[0]

        begun, done, late = planned(assessment, 30), planned(assessment, 1), planned(forum, -9)
        said = {item["key"]: ItemAnswer(4, "Sudah berjalan sejak tahun lalu.") for item in assessment.items}
        if done.done_on is None:
            answer_items(self.head, done.pk, said, at=self.at)
            finish_evaluation(self.head, done.pk, "Naik dari tahun lalu.", at=self.at)
        answer_items(self.head, begun.pk, dict(list(said.items())[:3]), at=self.at)
        return {"assessment": begun.pk, "assessed": done.pk, "forum": late.pk, "year": self.today.year}

    def alarms(self) -> dict[str, Any]:
        """The one that the bad month raises with the finding proposed from it, one of complaints that gather, one that
        was judged."""
        from pendapa.evaluation.watching.actions import dismiss_alarm, watch_measures
        from pendapa.evaluation.watching.models import Alarm
        from pendapa.oversight.models import Finding

        last = month_after(self.today.isoformat()[:7], -1)
        wait_until(lambda: _respondents(last) >= len(BAD))
        watch_measures(at=self.at)
        rated = Alarm.objects.filter(measure="index", unit=UNIT, service=SERVICES[0]).latest("pk")
        proposed = Finding.objects.filter(alarm=rated.entry)
        wait_until(proposed.exists)
        gathered = self._alarm("cluster", "", 14.0, 3.5, {"n": 14, "windows": [None, None, 6, None, 7, None, 14]})
        judged = self._alarm("on_time", SERVICES[0], 0.6, 0.9, rated.evidence)
        if not judged.is_dismissed:
            dismiss_alarm(self.overseer, judged.pk, "Kantor tutup sepekan karena banjir.", at=self.at)
        return {"alarm": rated.pk, "gathered": gathered.pk, "judged": judged.pk, "proposed": proposed.get().number}

    def findings(self) -> dict[str, Any]:
        """One in each state: a draft, waiting for the unit, answered with actions in every state, and ended."""
        from pendapa.oversight import actions
        from pendapa.oversight.rules import FollowUp

        draft, late, withdrawn = (self._finding(words) for words in ("Rancangan", "Papan biaya", "Salah hitung"))
        actions.issue_finding(self.auditor, late.pk, is_public=False, at=self.at - timedelta(days=65))
        actions.withdraw_finding(self.auditor, withdrawn.pk, "Data yang dipakai keliru.", at=self.at)
        answered = self._finding("Permohonan selesai melewati janji", measure="index")
        actions.issue_finding(self.auditor, answered.pk, is_public=True, at=self.at - timedelta(days=50))
        actions.answer_finding(
            self.head, answered.pk, "Kami setuju. Pemeriksaan menumpuk pada satu orang.", agrees=True, at=self._ago(40)
        )
        told = self._correct(answered.pk)
        noticed = (("yes", "Sekarang cukup sekali datang."), ("no", ""), ("not_sure", ""), ("yes", ""))
        for answer, comment in noticed:
            actions.notice_change(answered.pk, answer, comment, at=self.at)
        closed = self._finding("Loket tutup lebih awal")
        actions.issue_finding(self.auditor, closed.pk, is_public=True, at=self._ago(30))
        actions.answer_finding(self.head, closed.pk, "Benar, jadwal kami ubah.", agrees=True, at=self._ago(20))
        done = actions.plan_action(self.head, closed.pk, PROMISE, owner=None, due_on=self.today, at=self._ago(20))
        actions.claim_progress(self.head, done.pk, FollowUp.DONE, "Jadwal baru berlaku.", at=self._ago(9))
        actions.accept_action(self.auditor, done.pk, at=self._ago(8))
        actions.close_finding(self.auditor, closed.pk, "Loket kini buka sampai pukul 16.", at=self.at)
        return {
            "draft": draft.number, "late": late.number, "withdrawn": withdrawn.number, "answered": answered.number,
            "closed_finding": closed.number, **told,
        }  # fmt: skip

    def audits(self) -> dict[str, str]:
        """One that is planned, one whose sample is drawn, one that everybody reads."""
        from pendapa.cases.models import Case
        from pendapa.oversight import actions
        from tests.inspection.scene import Scene

        if not Case.objects.filter(received_at__lt=self._ago(1) + timedelta(hours=1)).exists():
            Scene(self.at).reports()  # else no case fits
        planned, sampled, shown = (self._audit(title) for title in ("Kelengkapan", "Ketepatan waktu", "Antrean"))
        for audit in (sampled, shown):
            self._draw(audit)
        actions.write_paper(self.auditor, sampled, "Berkas lengkap, tetapi diperiksa dua hari kemudian.", at=self.at)
        actions.publish_audit(self.auditor, shown, "Sebagian besar permohonan selesai tepat waktu.", at=self.at)
        return {"planned": planned.number, "sampled": sampled.number, "audit": shown.number}

    def reports(self) -> dict[str, str]:
        """To the independent overseer: just received, a question to the unit, a recommendation, one that is settled."""
        from pendapa.oversight.actions import ReportIn, answer_report, move_report, receive_report

        found = {}
        ways = {
            "report_received": (),
            "report_asked": ("formal", "clarifying"),
            "report_recommended": ("formal", "clarifying", "recommended"),
            "report_closed": ("formal", "closed"),
        }
        for state, way in ways.items():
            given = ReportIn(self.unit, "Menunggu tiga jam", "Saya menunggu tiga jam di loket.", "Siti", "0812 0000 1")
            report = receive_report(self.overseer, given, at=self.at)
            for step in way:
                move_report(self.overseer, report.pk, step, "Sudah kami periksa bersama pelapor.", at=self.at)
                if step == "clarifying" and way[-1] == "recommended":
                    answer_report(self.head, report.pk, "Hari itu dua petugas sakit.", at=self.at)
            found[state] = report.number
        return found

    def year_of_work(self) -> None:
        """Applications of eleven months in the measures, most of them kept, some of them late."""
        from django.db import transaction

        from pendapa.evaluation.cells import widened
        from pendapa.evaluation.figures import Tally
        from pendapa.evaluation.measures.keeping import cells_of, keep_cells
        from pendapa.evaluation.measures.models import Progress
        from pendapa.evaluation.measures.tests.factories import month_of_work

        tally = Tally()
        for back in range(MONTHS, 0, -1):
            month = month_after(self.today.isoformat()[:7], -back)
            for service, unit in (("sku", UNIT), ("domisili", "kel-banyubiru"), ("nib", "dpmptsp")):
                many = {"kept": 12 + back % 5, "missed": back % 3 + len(service) % 2}
                for leaf in month_of_work(month, unit=unit, service=service, first=back * 1000, **many):
                    about = f"{leaf['about']}{service}"
                    tally.take(tally.size, {**leaf, "about": about})
        with transaction.atomic():
            Progress.objects.select_for_update().get(pk=1)
            kept = cells_of({wider for key in tally.cells for wider in widened(key)})
            for key, cell in tally.cells.items():
                for wider in widened(key):
                    kept.setdefault(wider, type(cell)()).add(cell)
            keep_cells(kept)

    def _actor(self, email: str) -> "Actor":
        from pendapa.people.actors import actor_for
        from pendapa.people.models import Account

        return actor_for(Account.objects.get(email=email), on=self.today)

    def _ago(self, days: int) -> datetime:
        return self.at - timedelta(days=days)

    def _survey(self, title: str, channels: Iterable[str], services: list[Any], *, is_opened: bool = True) -> Any:
        from pendapa.evaluation.actions.holding import SurveyIn, make_survey, open_survey

        year = self.today.year
        typed = SurveyIn(
            title=title, title_en=f"Survey: {title}", unit=self.unit, services=services, starts=date(year - 1, 1, 1),
            ends=date(year + 1, 12, 31), channels=list(channels),
        )  # fmt: skip
        survey = make_survey(self.head, typed, at=self.at)
        if is_opened:
            open_survey(self.head, survey.pk, at=self.at)
            survey.refresh_from_db()
        return survey

    def _enter(self, survey: Any, forms: Iterable[str], comments: Iterable[str] = ()) -> None:
        from pendapa.evaluation.actions.answering import Channel
        from pendapa.evaluation.actions.entering import enter_answers

        answers = made_answers(forms, comments, PROFILES)
        enter_answers(self._actor(OFFICER), survey.pk, Channel.PAPER, {self.services[0]: answers}, uuid4(), at=self.at)

    def _plan_for_weak(self, survey: Any) -> None:
        from pendapa.evaluation.actions import PlanIn, save_plan
        from pendapa.evaluation.models import ELEMENTS

        due = self.today + timedelta(days=90)
        for element in ELEMENTS:
            given = PlanIn("Menambah satu petugas pada jam sibuk.", "Kasi Pelayanan", due)
            save_plan(self.head, survey.pk, element, given, at=self.at)

    def _say_what_was_done(self, survey: Any) -> None:
        from pendapa.evaluation.actions import moderate_comment, save_realisation
        from pendapa.evaluation.queries import comments_before

        save_realisation(self.head, survey.pk, "u3", "Petugas ditambah sejak Senin.", self.today, at=self.at)
        told = comments_before(self.head).filter(survey_id=survey.pk).first()
        moderate_comment(self.head, told.pk, told.comment, is_published=True, at=self.at)

    def _alarm(self, measure: str, service: str, value: float, expected: float, evidence: Any) -> Any:
        """Of the last forty days; where complaints gather, about the rubbish of a district."""
        from pendapa.evaluation.watching.models import Alarm

        where = {"place": "35.73.01", "topic": "sampah"} if measure == "cluster" else {}
        return Alarm.objects.get_or_create(
            measure=measure, service=service, unit=UNIT, since=self.today - timedelta(days=40), **where,
            defaults={
                "organization": self.unit, "until": self.today, "raised_at": self.at, "value": value,
                "expected": expected, "evidence": evidence,
            },
        )[0]  # fmt: skip

    def _finding(self, title: str, measure: str = "") -> Any:
        from pendapa.oversight.actions import FindingIn, propose_finding

        words = FindingIn(title=title, unit=self.unit, service=self.services[0], measure=measure, **WORDS)
        return propose_finding(self.auditor, words, at=self._ago(70))

    def _correct(self, finding: Any) -> dict[str, Any]:
        """Actions of an answered finding: one late with a step and a file, one reported, three accepted and checked."""
        from pendapa.oversight import actions
        from pendapa.oversight.models import CorrectiveAction
        from pendapa.oversight.rules import Effect, FollowUp

        def planned(days: int) -> Any:
            due = self.today + timedelta(days=days)
            return actions.plan_action(self.head, finding, PROMISE, owner=None, due_on=due, at=self._ago(35))

        late, reported = planned(-5), planned(8)
        step = actions.add_milestone(
            self.head, late.pk, "Jadwal piket loket", due_on=self.today - timedelta(days=9), at=self._ago(30)
        )
        actions.add_milestone(self.head, late.pk, "Pelatihan", due_on=late.due_on, at=self._ago(30))
        actions.finish_milestone(self.head, late.pk, step.pk, at=self._ago(10))
        actions.add_evidence(self.head, late.pk, _file(), "Jadwal piket yang baru", at=self._ago(10))
        actions.claim_progress(self.head, reported.pk, FollowUp.DONE, "Tiga petugas bergantian.", at=self._ago(4))
        for effect, after in ((Effect.NOT_YET, None), (Effect.WORKED, 84.2), (Effect.DID_NOT, 45.0)):
            done = planned(10)
            actions.claim_progress(self.head, done.pk, FollowUp.DONE, "Sudah berjalan.", at=self._ago(12))
            actions.accept_action(self.auditor, done.pk, at=self._ago(11))
            CorrectiveAction.objects.filter(pk=done.pk).update(
                effect=effect, effect_checked_at=self.at, before_value=43.59, before_n=12, after_value=after,
                after_n=12 if after else None, is_from_record=True, effect_due_on=self.today,
            )  # fmt: skip
        return {"milestone": step.pk}

    def _audit(self, title: str) -> Any:
        from pendapa.oversight.actions.audits import AuditIn, plan_audit
        from pendapa.oversight.sampling import Rule
        from pendapa.people.models import Organization

        body = Organization.objects.get(code="tirtamaya")
        plan = AuditIn(
            title=title, unit=body, service=None, period_from=self.today - timedelta(days=60),
            period_until=self.today - timedelta(days=1), rule=Rule.RANDOM, wanted=3,
        )  # fmt: skip
        return plan_audit(self.auditor, plan, at=self.at)

    def _draw(self, audit: Any) -> None:
        """Once the log has signed the plan."""
        from pendapa.oversight.actions import draw_sample
        from pendapa.oversight.queries.log import seed_after

        wait_until(lambda: seed_after(audit.plan_entry) is not None)
        draw_sample(self.auditor, audit, at=self.at)


def _respondents(month: str) -> int:
    from pendapa.evaluation.measures.queries import months_of

    cell = months_of(UNIT, SERVICES[0]).get(month)
    return cell.respondents if cell else 0


def _file() -> Any:
    from pendapa.files.actions import store_file
    from pendapa.files.rules import UploadRules
    from tests.inspection.scene import picture

    return store_file(picture(), "jadwal.png", UploadRules(kinds=frozenset({"image"})))


if __name__ == "__main__":
    with database_at_hand():
        set_up_django()
        from django.utils import timezone

        scene = EvaluationScene(timezone.now())
        scene.year_of_work()
        parts = (scene.surveys, scene.evaluations, scene.alarms, scene.findings, scene.audits, scene.reports)
        print(json.dumps({name: value for part in parts for name, value in part().items()}))
