"""Reports in every state, and what the desk keeps about them, in a running installation.

`python -m tests.inspection.scene` does it in a process of its own and prints one JSON object: the number of the report
in each state, and what else has a number in an address.
"""

import io
import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from pendapa.cli.installation import database_at_hand, set_up_django
from tests.journeys.hall import Hall

if TYPE_CHECKING:
    from pendapa.journal.actors import Actor

RECEIVER, HEAD, RESIDENT = "aduan@tirtamaya.example", "camat@tirtamaya.example", "warga@tirtamaya.example"
OFFICE = "kec-tirtasari"
WORDS = "Lampu jalan di depan balai desa mati sejak seminggu. Gelap sekali kalau malam."
ANSWER = "Lampu sudah kami ganti hari ini. Terima kasih atas laporannya."
PUBLISHED = 12
PLACE = (-7.98123, 112.63045)


def set_scene(hall: Hall) -> dict[str, Any]:
    """Do all of it in the installation; done again, there are more reports."""
    return hall.step("tests.inspection.scene")


class Scene:
    """Makes reports as their people and the offices would, one in each state."""

    def __init__(self, at: datetime) -> None:
        from pendapa.complaints.models import Topic
        from pendapa.people.models import Organization

        self.at = at
        self.receiver, self.head, self.resident = (self._actor(email) for email in (RECEIVER, HEAD, RESIDENT))
        self.office = Organization.objects.get(code=OFFICE)
        named = (("lampu-jalan", "Lampu jalan", "Street light"), ("sampah", "Sampah", "Rubbish"))
        for slug, name, name_en in named:
            Topic.objects.get_or_create(slug=slug, defaults={"name": name, "name_en": name_en, "unit": self.office})
        self.topics = [Topic.objects.get(slug=slug) for slug, _name, _name_en in named]

    def reports(self) -> dict[str, str]:
        """The number of the report in each state."""
        from pendapa.complaints.actions import (
            answer_complaint,
            ask_back,
            close_complaint,
            judge_answer,
            merge_complaints,
        )

        at, key = self.at, uuid4
        numbers = {"received": self._sent(photos=1), "verified": self._checked(self._sent()).case}
        forwarded = self._forwarded()
        asked = ask_back(self.head, self._forwarded().pk, "Di tiang nomor berapa?", key=key(), at=at)
        answered = self._answered()
        solved, unsolved = self._answered(), self._answered()
        judge_answer(self.resident, solved.pk, is_solved=True, rating=5, comment="Terang.", key=key(), at=at)
        judge_answer(self.resident, unsolved.pk, is_solved=False, rating=2, comment="Mati lagi.", key=key(), at=at)
        closed = close_complaint(self.head, self._forwarded().pk, "Bukan wewenang kami.", at=at)
        joined = merge_complaints(self.head, self._forwarded().pk, forwarded.pk, at=at)
        secret = self._sent(is_secret=True)
        question = self._published("Jam berapa kantor buka?", kind="information")
        answer_complaint(self.head, question.pk, "Pukul 08.00–15.00.", is_public=True, key=key(), at=at)
        found = {
            "forwarded": forwarded, "asked": asked, "answered": answered, "solved": solved, "reopened": unsolved,
            "closed": closed, "joined": joined, "question": question, "public": self._seen_by_everyone(),
        }  # fmt: skip
        cases = {**numbers, "secret": secret, **{state: complaint.case for state, complaint in found.items()}}
        return {state: getattr(case, "case", case).number for state, case in cases.items()}

    def rest(self, numbers: dict[str, str]) -> dict[str, Any]:
        """A ready answer, a question with its answer, a key, a neighbour, a message that was given up, a notice."""
        from pendapa.complaints.models import AnswerTemplate, Complaint
        from pendapa.complaints.public.actions import KnowledgeIn, make_knowledge, save_knowledge
        from pendapa.exchange.keys.actions import issue_key
        from pendapa.exchange.models import Open311Peer
        from pendapa.journal.actors import SYSTEM
        from pendapa.notices.models import Message, Notice
        from pendapa.people.models import Account, Organization

        ready, _is_new = AnswerTemplate.objects.get_or_create(
            unit=self.office, title="Lampu", defaults={"body": ANSWER, "updated_at": self.at}
        )
        asked = Complaint.objects.get(case__number=numbers["question"])
        known = make_knowledge(self.head, asked.pk, at=self.at)
        given = KnowledgeIn(
            "Jam berapa kantor buka?", "Pukul 08.00–15.00.", "When is the office open?", "8 to 3.", True
        )
        save_knowledge(self.head, known.pk, given, at=self.at)
        key, _secret = issue_key(
            SYSTEM, name="Jalan", organization="Kota sebelah", may_read=True, may_write=False, hourly_limit=9,
            key=uuid4(), at=self.at,
        )  # fmt: skip
        neighbour = Organization.objects.get(code="diskominfo")
        peer, _is_new = Open311Peer.objects.get_or_create(
            organization=neighbour, defaults={"url": "https://tetangga.example/open311/v2", "is_active": False}
        )
        account = Account.objects.get(email=RESIDENT)
        Notice.objects.create(
            key=f"scene {self.at}", account=account, occasion="case.news", title="Kabar", body="Ada kabar.",
            language="id", link="/akun/", created_at=self.at,
        )  # fmt: skip
        Message.objects.create(
            key=f"scene {self.at}",
            recipient="siti@example.org",
            subject="Kabar",
            body="Ada kabar.",
            created_at=self.at,
            attempts=99,
        )
        photo = Complaint.objects.get(case__number=numbers["received"]).case.files.values_list("file_id", flat=True)[0]
        return {"template": ready.pk, "knowledge": known.pk, "key": key.pk, "peer": peer.pk, "photo": str(photo)}

    def _actor(self, email: str) -> "Actor":
        from pendapa.kernel.calendar import local_date
        from pendapa.people.actors import actor_for
        from pendapa.people.models import Account

        return actor_for(Account.objects.get(email=email), on=local_date(self.at))

    def _sent(self, text: str = WORDS, *, photos: int = 0, **given: Any) -> Any:
        from pendapa.complaints.actions import ComplaintIn, submit_complaint
        from pendapa.files.actions import store_file
        from pendapa.files.rules import UploadRules

        rules = UploadRules(kinds=frozenset({"image"}))
        files = tuple(store_file(picture(), "foto.png", rules).pk for _photo in range(photos))
        latitude, longitude = PLACE
        filled = ComplaintIn(text, files=files, latitude=latitude, longitude=longitude, **given)
        return submit_complaint(self.resident, filled, key=uuid4(), at=self.at - timedelta(days=1)).complaint

    def _checked(self, complaint: Any) -> Any:
        from pendapa.complaints.actions import verify_complaint

        return verify_complaint(self.receiver, complaint.pk, complaint.kind, self.topics[0], at=self.at)

    def _forwarded(self, complaint: Any = None) -> Any:
        from pendapa.complaints.actions import forward_complaint

        checked = self._checked(complaint or self._sent())
        return forward_complaint(self.receiver, checked.pk, self.office, at=self.at)

    def _answered(self, complaint: Any = None) -> Any:
        from pendapa.complaints.actions import answer_complaint

        forwarded = complaint or self._forwarded()
        return answer_complaint(self.head, forwarded.pk, ANSWER, is_public=True, key=uuid4(), at=self.at).complaint

    def _published(self, text: str, **given: Any) -> Any:
        from pendapa.complaints.moderating.actions import moderate_complaint

        forwarded = self._forwarded(self._sent(text, **given))
        moderate_complaint(self.head, forwarded.pk, text, "published", at=self.at)
        return forwarded

    def _seen_by_everyone(self) -> Any:
        """Several, so that lists, map and figures are full; the last one with a photo and an answer."""
        from pendapa.complaints.moderating.actions import decide_photo

        for place in range(PUBLISHED - 1):
            report = self._published(f"Sampah menumpuk di pasar, blok {place}.")
            if place % 2:
                self._answered(report)
        last = self._published(WORDS, photos=2)
        for file in last.case.files.all():
            decide_photo(self.head, last.pk, file.file_id, [], "Lampu jalan yang mati", is_shown=True, at=self.at)
        self._answered(last)
        return last


def picture() -> bytes:
    """Of no thing."""
    from PIL import Image

    out = io.BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(out, "PNG")
    return out.getvalue()


if __name__ == "__main__":
    with database_at_hand():
        set_up_django()
        from django.utils import timezone

        scene = Scene(timezone.now())
        made = scene.reports()
        print(json.dumps({**made, **scene.rest(made)}))
