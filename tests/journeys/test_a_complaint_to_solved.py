"""A complaint from its first word to solved, through two units, with whom it is told by mail, push and SMS."""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.journeys.conftest import NewPage
from tests.journeys.hall import Hall, running_hall
from tests.journeys.handling import ReportOfficer, appoint
from tests.journeys.later_days import day_after
from tests.journeys.outside import Device, Outside, Told, once, outside, wait_until
from tests.journeys.reporting import Reporter
from tests.strength.killing import processes_of

pytestmark = pytest.mark.xdist_group("journeys")

RESIDENT, RESIDENT_NAME, PHONE = "warga@tirtamaya.example", "Siti Rahmawati", "+6281234567890"
DESK, DESK_OFFICER, HEAD_ABOVE = "kec-tirtasari", "petugas@tirtamaya.example", "camat@tirtamaya.example"
FIRST_UNIT, FIRST_OFFICER = "dinkes", "warga2@tirtamaya.example"
SECOND_UNIT, SECOND_OFFICER, HEAD = "kel-banyubiru", "petugas.kelurahan@tirtamaya.example", "lurah@tirtamaya.example"
WORDS = "Genangan air hitam di depan puskesmas pembantu, bidan Kartini dan pasien terpeleset setiap pagi."
STILL_WRONG = "Kemarin disiram, hari ini tergenang lagi setinggi mata kaki."
FIRST_ANSWER = "Saluran di depan puskesmas sudah kami siram pagi ini."
SECOND_ANSWER = "Saluran dibongkar dan diperlebar; air mengalir sejak kemarin sore."
DAYS = "tests.journeys.later_days"


@dataclass
class Ear:
    """What the resident should have been told so far, held against what came by each of the three ways."""

    world: Outside
    device: Device
    number: str = ""
    wanted: list[tuple[str, str, str]] = field(default_factory=list)

    def hear(self, title: str, words: str, mail: str = "") -> None:
        """One more piece of news comes by each way: its title, part of its words, and the subject of its mail where a
        letter of the matter goes instead of the notice."""
        self.expect(title, words, mail)
        self.wait()

    def expect(self, title: str, words: str, mail: str = "") -> None:
        title, mail = title.format(self.number), mail.format(self.number)
        self.wanted.append((title, words, mail or title))

    def wait(self) -> None:
        """Until as many have come by each way as should."""
        wait_until(
            lambda: all(len(once(one)) >= len(self.wanted) for one in self.ways()),
            lambda: f"{len(self.wanted)} wanted, came {[[told.title for told in one] for one in self.ways()]}",
        )

    def ways(self) -> tuple[list[Told], list[Told], list[Told]]:
        return self.world.mails(RESIDENT), self.world.pushes(self.device), self.world.texts()

    def check(self) -> None:
        """Each piece of news came once by each way, in order, in the words wanted."""
        mails, pushes, texts = map(once, self.ways())
        assert [told.title for told in mails] == [mail for _title, _words, mail in self.wanted]
        assert [told.title for told in pushes] == [title for title, _words, _mail in self.wanted]
        assert [told.title for told in texts] == [
            f"Kabupaten Tirtamaya: {title}" for title, _words, _mail in self.wanted
        ]
        for told, (_title, words, _mail) in zip(pushes, self.wanted, strict=True):
            assert words in told.text


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Outside]:
    with outside(tmp_path) as found:
        yield found


@pytest.fixture
def own_hall(world: Outside, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    """An installation that knows the world outside; reports arrive at the kecamatan."""
    for name, value in {**world.settings, "PENDAPA_COMPLAINT_DESK": DESK}.items():
        monkeypatch.setenv(name, value)
    with running_hall() as found:
        yield found


@pytest.mark.skipif("PENDAPA_HALL_URL" in os.environ, reason="needs an installation of its own")
def test_a_complaint_reaches_its_solution_and_its_person_hears_of_each_step_once(
    world: Outside, own_hall: Hall, new_page: NewPage
) -> None:
    """The real processes outside are one mail server, one push service, one gateway for SMS.

    The days of the promise pass in `later_days`: the worker's own hourly tasks, run by a process whose clock stands on
    the last day (nothing happens), on the day after (it is brought before the head of the unit), and on that day once
    more (nothing happens). That is the one escalation by the deadline. When the resident says that it is not solved,
    the rule brings it before the next head above, at once: that is told apart as `unsolved`, and is the only other one.

    The worker dies by kill -9 twice: between the gateway's taking an SMS and its answer, so that this very SMS is sent
    a second time, under the same Idempotency-Key; and while an answer is on its way to the resident.
    """
    hall = own_hall
    ear = Ear(world, world.new_device())
    resident = Reporter(new_page(), hall, RESIDENT)
    resident.give_phone("0812 3456 7890")
    resident.choose_ways("email", "push", "sms")
    resident.subscribe(ear.device)
    appoint(new_page(), hall, FIRST_OFFICER, FIRST_UNIT)

    sent = resident.report(WORDS)
    number = ear.number = sent.number
    ear.hear("{} sudah kami terima", "Pengaduan", "Laporan Anda {} sudah kami terima")
    assert f"/lacak/{number}/{sent.secret}/" in world.mails(RESIDENT)[0].text

    desk = ReportOfficer(new_page(), hall, DESK_OFFICER)
    desk.open_from_queue(number)
    desk.check()
    ear.hear("{}: maju selangkah", "Laporan Anda sudah kami periksa")
    desk.forward(FIRST_UNIT)
    ear.hear("Kabar tentang {}", "Laporan Anda ada di Dinas Kesehatan")

    first = ReportOfficer(new_page(), hall, FIRST_OFFICER)
    first.open_from_queue(number)
    with world.gateway.holding_answers():
        taken = len(world.texts())
        first.hand_on(SECOND_UNIT, "Saluran air di tepi jalan itu milik kelurahan.")
        wait_until(lambda: len(world.texts()) > taken, lambda: "the SMS is not on its way")
        kill_worker(hall)
    ear.hear("Kabar tentang {}", "Laporan Anda ada di Kelurahan Banyubiru")

    let_the_deadline_pass(hall, ear)
    resident.reads(number, "Disampaikan kepada kepala Kelurahan Banyubiru")

    second = ReportOfficer(new_page(), hall, SECOND_OFFICER)
    second.open_from_queue(number)
    second.answer(FIRST_ANSWER)
    kill_worker(hall)
    ear.hear("Jawaban atas {}", "Kelurahan Banyubiru sudah menjawab", "Pesan tentang {}")

    resident.reads(number, FIRST_ANSWER)
    resident.judge(number, is_solved=False, words=STILL_WRONG, rating=2)
    resident.reads(number, "Dibuka lagi", "Disampaikan kepada kepala Kecamatan Tirtasari", STILL_WRONG)
    resident.choose_ways("email", "push", "sms", language="en")
    second.open_from_queue(number)
    second.answer(SECOND_ANSWER)
    # What is told is in the language she chose meanwhile, letters of the matter too.
    ear.hear("An answer to {}", "has answered", "A message about {}")

    resident.judge(number, is_solved=True, rating=5)
    resident.reads(number, SECOND_ANSWER)
    assert hall.step(DAYS, "standing", number) == {
        "behind": [],
        "waiting": 0,
        "failed": 0,
        "stage": "closed",
        "status": "resolved",
        "escalated": ["overdue", "unsolved"],
        "reopened": ["unsolved"],
        "hand_ons": 1,
    }
    ear.check()
    nothing_came_twice_but_the_held_text(ear)
    heads_were_told_once(world, number)
    nothing_private_is_told(ear, sent.secret)


def let_the_deadline_pass(hall: Hall, ear: Ear) -> None:
    """The last day, the day after, and that day once more; then the letters that are due on it."""
    promise = hall.step(DAYS, "deadline", ear.number)
    assert promise["clock"] == "answer"
    last, late = promise["due"], day_after(promise["due"])
    assert hall.step(DAYS, "look_at_deadlines", last) == {"said": 1, "escalated": 0}
    assert hall.step(DAYS, "look_at_deadlines", late) == {"said": 1, "escalated": 1}
    assert hall.step(DAYS, "look_at_deadlines", late) == {"said": 0, "escalated": 0}
    ear.expect("Kami terlambat: {}", "Kami melewati tenggat")
    ear.hear("Kabar tentang {}", "Disampaikan kepada kepala Kelurahan Banyubiru")
    assert hall.step(DAYS, "send_mail", late) == {"sent": 1}


def kill_worker(hall: Hall) -> None:
    """With -9; `pendapa up` starts another."""
    (worker,) = processes_of(hall.process, "worker")
    os.kill(worker, signal.SIGKILL)


def nothing_came_twice_but_the_held_text(ear: Ear) -> None:
    """What the killed worker had handed to the gateway came again under the same key; all else came once even so."""
    mails, pushes, texts = ear.ways()
    assert len(mails) == len(once(mails))
    assert len(pushes) == len(once(pushes))
    again = [one for one in texts if [other.identity for other in texts].count(one.identity) > 1]
    assert len(again) == 2
    assert again[0].raw == again[1].raw
    assert len(texts) == len(once(texts)) + 1


def heads_were_told_once(world: Outside, number: str) -> None:
    """The head of the unit that was late, then the one above; nobody else of the house was written to."""
    attention = f"{number} perlu perhatian Anda"
    lurah = [told.title for told in world.mails(HEAD)]
    assert lurah.count(attention) == 1
    assert set(lurah) <= {attention, f"{number} lewat tenggat", f"{number} hampir jatuh tempo"}
    assert [told.title for told in world.mails(HEAD_ABOVE)] == [attention]
    assert {told.to for told in world.mails()} == {RESIDENT, HEAD, HEAD_ABOVE}


def nothing_private_is_told(ear: Ear, secret: str) -> None:
    """Neither the report, nor the answers, nor who reported: what is told names the number, and where to read on. Over
    the push service's wire not even that can be read, and the secret stands in the receipt alone."""
    mails, pushes, texts = ear.world.mails(), ear.world.pushes(ear.device), ear.world.texts()
    for told in (*mails, *pushes, *texts):
        for private in ("Genangan", "Kartini", "tergenang", "disiram", "dibongkar", RESIDENT_NAME, PHONE[3:]):
            assert private not in told.title + told.text
    for told in pushes:
        assert ear.number not in told.raw
    assert [told.to for told in mails if secret in told.raw] == [RESIDENT]
    assert not any(secret in told.text for told in (*pushes, *texts))
    assert {told.to for told in texts} == {PHONE}
    assert {told.link for told in (*pushes, *texts)} == {told.link for told in pushes[:1]}
    assert pushes[0].link.endswith(f"/lacak/{ear.number}/")
