"""What residents reported in the demonstration's year: handed in, moderated, forwarded, answered and judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from pendapa.cli.demo.timeline import Timeline
from pendapa.complaints.actions import (
    ComplaintIn,
    answer_complaint,
    close_by_silence,
    forward_complaint,
    judge_answer,
    save_template,
    submit_complaint,
    verify_complaint,
)
from pendapa.complaints.models import Complaint, KnowledgeAnswer, Publication, Topic
from pendapa.complaints.moderating.actions import moderate_complaint
from pendapa.complaints.public.actions import KnowledgeIn, save_knowledge
from pendapa.complaints.rules import is_withheld
from pendapa.journal.actors import Actor

DESK: Final = "aduan@tirtamaya.example"
ADMINISTRATOR: Final = "admin@tirtamaya.example"
RESIDENT: Final = Actor(kind="anonymous", channel="web", language="id")
FIRST_DAYS: Final = 130
"""Days ago when topics and ready answers were set up."""


def key_of(place: int, part: str = "") -> UUID:
    """The key under which a report of the year, or a part of it, is handed in: the same whenever it is made."""
    return uuid5(NAMESPACE_URL, f"https://tirtamaya.example/demo/year/{place}/{part}")


def is_made() -> bool:
    """Whether the year is in the database: it is written whole or not at all."""
    return Complaint.objects.filter(submission_key=key_of(0)).exists()


def plan_reports(timeline: Timeline, content: Mapping[str, Any]) -> None:
    """Put topics, ready answers, questions answered for everybody, and all reports on the timeline."""
    begin = timeline.days_ago(FIRST_DAYS)
    timeline.do(begin, lambda _at: _make_topics(timeline, content["topics"]))
    for row in content["ready_answers"]:
        timeline.do(begin, _ready_answer(timeline, row))
    for row in content["knowledge"]:
        timeline.do(timeline.days_ago(100), _knowledge(timeline, row))
    units = {row["slug"]: row["unit"] for row in content["topics"]}
    for place, row in enumerate(content["reports"]):
        _Report(timeline, place, row, row.get("unit") or units[row["topic"]]).plan()


def _make_topics(timeline: Timeline, rows: list[Mapping[str, str]]) -> None:
    for row in rows:
        told = {"name": row["name"], "name_en": row["name_en"], "unit": timeline.unit(row["unit"])}
        Topic.objects.get_or_create(slug=row["slug"], defaults=told)


def _ready_answer(timeline: Timeline, row: Mapping[str, str]) -> Any:
    unit, actor = timeline.unit(row["unit"]), timeline.actor(ADMINISTRATOR)
    return lambda at: save_template(actor, unit, row["title"], row["body"], at=at)


def _knowledge(timeline: Timeline, row: Mapping[str, str]) -> Any:
    def save(at: datetime) -> None:
        topic = Topic.objects.get(slug=row["topic"])
        made = KnowledgeAnswer.objects.create(
            question=row["question"], answer=row["answer"], topic=topic, unit=timeline.unit(row["unit"]),
            created_at=at, updated_at=at,
        )  # fmt: skip
        texts = {name: row[name].strip() for name in ("question", "answer", "question_en", "answer_en")}
        save_knowledge(timeline.actor(DESK), made.pk, KnowledgeIn(**texts, is_published=True), at=at)

    return save


@dataclass
class _Report:
    """One report and what becomes of it, step by step; `case` is known once it is handed in."""

    timeline: Timeline
    place: int
    row: Mapping[str, Any]
    unit: str
    case: UUID = field(init=False)

    def plan(self) -> None:
        """By its course; each step that would lie after the last day does not happen."""
        timeline, row = self.timeline, self.row
        sent = timeline.days_ago(row["days_ago"], timeline.chance.randint(6, 21))
        read = timeline.working_days_after(sent, 0 if row["days_ago"] < 3 else 1, 22 if row["days_ago"] < 3 else 8)
        timeline.do(sent, self._submit)
        timeline.do(read, self._moderate)
        if row["course"] == "baru":
            return
        timeline.do(read, self._verify)
        timeline.do(read, self._forward)
        if row["course"] == "diteruskan":
            return
        answered = timeline.working_days_after(sent, row["answer_after"] + 1, 13)
        timeline.do(answered, self._answer("answer"))
        if row["course"] == "senyap":
            timeline.do(timeline.working_days_after(answered, 11, 4), self._fall_silent)
        if row["course"] in ("selesai", "dibuka-lagi"):
            judged = timeline.working_days_after(answered, 2, 18)
            timeline.do(judged, self._judge(row["course"] == "selesai", row.get("rating"), row.get("comment", "")))
            if "again" in row:
                again = timeline.working_days_after(judged, row["again_after"], 11)
                timeline.do(again, self._answer("again"))
                timeline.do(timeline.working_days_after(again, 3, 19), self._judge(True, 4, "", "judged-again"))

    def _submit(self, at: datetime) -> None:
        row = self.row
        latitude, longitude = row.get("at") or (None, None)
        given = ComplaintIn(
            text=row["words"], kind=row.get("kind", ""), topic=row["topic"], region_code=row.get("village", ""),
            place=row.get("place", ""), latitude=latitude, longitude=longitude, name=row.get("name", ""),
            is_anonymous=row.get("is_anonymous", False), is_secret=row.get("is_secret", False),
        )  # fmt: skip
        by = self.timeline.actor(row["from"]) if "from" in row else RESIDENT
        self.case = submit_complaint(by, given, key=key_of(self.place), at=at).case.pk

    def _moderate(self, at: datetime) -> None:
        row, desk = self.row, self.timeline.actor(DESK)
        if row.get("is_secret") or is_withheld(row.get("kind", "")):
            return
        if "withheld" in row:
            moderate_complaint(desk, self.case, "", Publication.WITHHELD, reason=row["withheld"], at=at)
        elif not row.get("is_anonymous"):
            moderate_complaint(desk, self.case, row.get("public") or row["words"], Publication.PUBLISHED, at=at)

    def _verify(self, at: datetime) -> None:
        topic = Topic.objects.get(slug=self.row["topic"])
        verify_complaint(self.timeline.actor(DESK), self.case, self.row.get("kind", "complaint"), topic, at=at)

    def _forward(self, at: datetime) -> None:
        forward_complaint(self.timeline.actor(DESK), self.case, self.timeline.unit(self.unit), at=at)

    def _answer(self, part: str) -> Any:
        is_public = self.row["course"] != "dijawab-tertutup"
        return lambda at: answer_complaint(
            self.timeline.actor(DESK), self.case, self.row[part], is_public=is_public, key=key_of(self.place, part),
            at=at,
        )  # fmt: skip

    def _judge(self, is_solved: bool, rating: int | None, comment: str, part: str = "judged") -> Any:
        key = key_of(self.place, part)
        return lambda at: judge_answer(
            self._person(), self.case, is_solved=is_solved, rating=rating, comment=comment, key=key, at=at
        )

    def _fall_silent(self, at: datetime) -> None:
        close_by_silence(self.case, at=at)

    def _person(self) -> Actor:
        return self.timeline.actor(self.row["from"]) if "from" in self.row else RESIDENT.holding(str(self.case))
