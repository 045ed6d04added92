"""An office after a month of work: 200 applications in every state, one of them with 60 messages."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

from django.test import Client

from pendapa.applications.actions import complete_task, start_draft, submit_application
from pendapa.applications.actions.work import Step
from pendapa.applications.tests.factories import A_MONDAY, make_answers, make_service, make_village
from pendapa.cases.actions import send_message
from pendapa.cases.models import Case
from pendapa.evaluation.models import ELEMENTS, SurveyResponse
from pendapa.journal.actors import Actor
from pendapa.people.middleware import SECRETS_SESSION_KEY
from pendapa.people.models import Account
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_account, make_member
from pendapa.workflow.models import OpenTask

CASES = 200
OF_ONE_RESIDENT = 20
MESSAGES = 60
FORM_PAGES = ("identitas", "tempat-tinggal", "kontak", "keperluan", "berkas", "pernyataan")
Visit = tuple[str, Client, list[str]]


class Month:
    """The kelurahan, its people and its cases; `talked` has 60 messages, `returned` waits, `granted` is done."""

    def __init__(self) -> None:
        make_village()
        self.standard = make_service()
        self.unit = self.standard.service.owner
        self.staff = {role: make_member(self.unit, role) for role in (Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR)}
        self.resident = make_account("Siti Rahmawati")
        self.party = actor_of(self.resident, on=A_MONDAY.date())
        cases = [self._hand_in(place) for place in range(CASES)]
        self.talked, self.returned, self.granted = cases[:3]
        for place in range(MESSAGES):
            at = A_MONDAY + timedelta(hours=2 * place + 4)
            send_message(self.party, self.talked.pk, f"Pesan ke-{place}", key=uuid4(), at=at)
        later = A_MONDAY + timedelta(days=1)
        self._finish(Role.OFFICER, self.returned, Step("incomplete", reason="Buram.", fields=("photo_ktp",)), later)
        self._finish(Role.OFFICER, self.granted, Step("complete"), later)
        self._finish(Role.HEAD, self.granted, Step("sign", is_confirmed=True), later)
        self.draft = start_draft(self.party, self.standard, at=later)
        for _answer in range(CASES):
            SurveyResponse.objects.create(
                service=self.standard.service,
                unit=self.unit,
                counted_on=A_MONDAY.date().replace(day=1),
                **dict.fromkeys(ELEMENTS, 4),
            )

    def visits(self) -> Iterator[Visit]:
        """Each visitor with the addresses they open."""
        yield "anyone", Client(), self._public()
        yield "resident", _signed_in(self.resident), self._own()
        yield "number and secret", self._with_secret(), [f"/lacak/{self.talked.number}/"]
        for role in (Role.OFFICER, Role.HEAD):
            yield role.value, _signed_in(self.staff[role]), self._desk(role)
        yield "administrator", _signed_in(self.staff[Role.ADMINISTRATOR]), self._administration()

    def _hand_in(self, place: int) -> Case:
        actor = self.party if place < OF_ONE_RESIDENT else Actor(kind="anonymous", language="id")
        at = A_MONDAY + timedelta(minutes=place)
        return submit_application(actor, self.standard, make_answers(), uuid4(), at=at).case

    def _finish(self, role: Role, case: Case, step: Step, at: datetime) -> None:
        case.refresh_from_db()
        actor = actor_of(self.staff[role], on=A_MONDAY.date())
        complete_task(actor, case.pk, self._task(case), step, expected_revision=case.revision, at=at)

    @staticmethod
    def _task(case: Case) -> object:
        return OpenTask.objects.get(instance__subject_id=str(case.pk)).task_uuid

    def _public(self) -> list[str]:
        slug = self.standard.service.slug
        service = [f"/layanan/{slug}/", f"/layanan/{slug}/standar/", f"/layanan/{slug}/standar/1/"]
        still = ["/", "/layanan/", "/cari/", "/cari/?q=domisli", "/bantuan/", "/privasi/", "/aksesibilitas/"]
        return [*still, *service, f"/layanan/{slug}/ajukan/", "/lacak/", "/verifikasi/", "/masuk/", "/daftar/"]

    def _own(self) -> list[str]:
        form = f"/layanan/{self.standard.service.slug}/ajukan/{self.draft.pk}/"
        tracked = [f"/lacak/{case.number}/" for case in (self.talked, self.returned, self.granted)]
        more = [f"{tracked[0]}cetak/", f"{tracked[0]}tarik/", f"{tracked[0]}terkini/", f"{tracked[2]}keberatan/"]
        account = ["/akun/", "/akun/jejak/", "/akun/profil/", "/akun/keamanan/", "/lacak/"]
        pages = [f"{form}{page}/" for page in (*FORM_PAGES, "periksa", "nanti", "buang")]
        return [*account, *tracked, *more, *pages]

    def _desk(self, role: Role) -> list[str]:
        cases = [f"/meja/perkara/{case.number}/" for case in (self.talked, self.returned, self.granted)]
        queues = ["/meja/", "/meja/?tampil=tunggu", "/meja/?tampil=selesai", "/meja/?q=siti"]
        step = f"{cases[0]}langkah/{self._task(self.talked)}/?outcome=incomplete"
        return [*queues, *cases, *([step] if role is Role.OFFICER else [])]

    def _administration(self) -> list[str]:
        catalogue = f"/meja/katalog/{self.standard.service.slug}/"
        return ["/meja/katalog/", catalogue, f"{catalogue}1/", "/meja/organisasi/"]

    def _with_secret(self) -> Client:
        visitor = Client()
        session = visitor.session
        session[SECRETS_SESSION_KEY] = [str(self.talked.pk)]
        session.save()
        return visitor


def _signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client
