"""The demonstration's year: made once, whole or not at all, counted as anyone counts, and showing nothing hidden."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pendapa.cli.commands import demo as command
from pendapa.cli.commands import up
from pendapa.cli.demo import regency, year
from pendapa.cli.demo.content import content_of
from pendapa.cli.demo.timeline import Timeline
from pendapa.cli.main import command_line
from pendapa.cli.prepared import is_prepared, year_note
from pendapa.complaints.models import Complaint, Publication, Stage
from pendapa.config.environment import environment
from pendapa.config.subscribers import SUBSCRIBERS
from pendapa.evaluation.figures import Figures, Key, Tally
from pendapa.evaluation.measures.downloads import document
from pendapa.evaluation.models import EvaluationTask, SatisfactionSurvey
from pendapa.journal.models import Entry
from pendapa.journal.subscriptions import is_complete
from pendapa.ledger.queries import leaves_from, log_size
from pendapa.notices.models import Message
from pendapa.oversight.models import Finding, OverseerReport
from pendapa.people.roles import Role
from pendapa.people.tests.factories import make_member, make_organization

CASES = 60


@pytest.fixture
def demonstration(transactional_db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PENDAPA_HOME = tmp_path
    monkeypatch.setattr(regency, "REGIONS", (regency.ROOT / "demo/regions",))
    regency.load_demonstration()


def recounted(as_of: date) -> dict[Key, Figures]:
    tally = Tally()
    for index, leaf in leaves_from(0, 1_000_000):
        tally.take(index, json.loads(leaf))
    return tally.figures(as_of)


@pytest.mark.usefixtures("demonstration")
def test_a_year_is_made_once_and_is_what_anyone_counts(client: Client) -> None:
    loaded, now = Entry.objects.count(), timezone.now()
    said: list[str] = []
    assert year.make_year(at=now, cases=CASES, say=said.append)
    assert said[-1].startswith("Counting it")

    entries = Entry.objects.count()
    assert not year.make_year(at=now, cases=CASES)
    assert Entry.objects.count() == entries > loaded

    moments = list(Entry.objects.filter(at__lt=now).order_by("id").values_list("at", flat=True)[loaded:])
    assert [at for at in moments if at.date() < now.date()] == sorted(at for at in moments if at.date() < now.date())

    told = document()
    assert told["log"]["size"] == log_size() > CASES
    published = {Key(row.pop("unit"), row.pop("service"), row.pop("month")): Figures(**row) for row in told["figures"]}
    assert published == recounted(date.fromisoformat(told["as_of"]))
    assert all(is_complete(reader) for reader in SUBSCRIBERS)
    assert all(message.recipient.endswith(".example") for message in Message.objects.all())

    assert_something_of_everything()
    assert_nothing_hidden_is_shown(client)


def assert_something_of_everything() -> None:
    public = Complaint.objects.filter(publication=Publication.PUBLISHED)
    assert public.count() >= 35
    assert set(public.values_list("stage", flat=True)) >= {
        Stage.RECEIVED, Stage.FORWARDED, Stage.ANSWERED, Stage.CLOSED,
    }  # fmt: skip
    assert public.filter(reopenings__gt=0).exists()
    assert SatisfactionSurvey.objects.filter(status=SatisfactionSurvey.Status.PUBLISHED).exists()
    assert EvaluationTask.objects.filter(done_on__isnull=True).exists()
    assert Finding.objects.filter(published_at__isnull=False).count() == 2
    assert OverseerReport.objects.exists()


def assert_nothing_hidden_is_shown(client: Client) -> None:
    rows = content_of("reports")["reports"]
    hidden = [
        row for row in rows
        if row.get("is_secret") or row.get("is_anonymous") or "withheld" in row or row.get("kind") == "supervision"
    ]  # fmt: skip
    assert len(hidden) >= 4
    listed = "".join(page.decode() for page in pages_of(client))
    shown = [row for row in rows if row not in hidden and "public" not in row]
    assert sum(row["words"][:40] in listed for row in shown) >= 30
    for row in hidden:
        complaint = Complaint.objects.get(submission_key=year_key(rows.index(row)))
        assert complaint.publication != Publication.PUBLISHED
        assert row["words"][:30] not in listed
        assert client.get(f"/laporan/{complaint.case.number}/").status_code == 404
    reworded = next(row for row in rows if "public" in row)
    complaint = Complaint.objects.get(submission_key=year_key(rows.index(reworded)))
    page = client.get(f"/laporan/{complaint.case.number}/").content.decode()
    assert reworded["public"] in page
    assert reworded["answer"][:30] not in page
    assert "0812 0000" not in page
    log = b"".join(bytes(leaf) for _index, leaf in leaves_from(0, 1_000_000)).decode()
    assert not any(row["words"][:30] in log for row in rows)


def year_key(place: int) -> Any:
    from pendapa.cli.demo.reports import key_of

    return key_of(place)


def pages_of(client: Client) -> Iterator[bytes]:
    """Every page of the list of reports."""
    address = "/laporan/"
    while address:
        answer = client.get(address)
        assert answer.status_code == 200
        yield answer.content
        further = re.search(rb'rel="next" href="([^"]+)"', answer.content)
        address = further[1].decode().replace("&amp;", "&") if further else ""


@pytest.mark.usefixtures("demonstration")
def test_a_year_that_is_broken_off_leaves_nothing_and_is_made_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    before, now = Entry.objects.count(), timezone.now()
    whole = Timeline.run

    def broken(timeline: Timeline) -> Iterator[int]:
        for done in whole(timeline):
            if done > 100:
                raise KeyboardInterrupt
            yield done

    monkeypatch.setattr(Timeline, "run", broken)
    with pytest.raises(KeyboardInterrupt):
        year.make_year(at=now, cases=CASES)
    assert Entry.objects.count() == before
    assert not Complaint.objects.exists()
    monkeypatch.setattr(Timeline, "run", whole)
    assert year.make_year(at=now, cases=CASES)
    assert Complaint.objects.count() == len(content_of("reports")["reports"])


@pytest.mark.usefixtures("demonstration")
def test_no_year_is_invented_where_somebody_works() -> None:
    make_member(make_organization("lain"), Role.OFFICER, is_demonstration=False)
    with pytest.raises(year.NoDemonstration):
        year.make_year(at=timezone.now(), cases=CASES)
    assert not Complaint.objects.exists()


@pytest.mark.django_db
def test_no_year_is_invented_where_there_is_no_demonstration(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from contextlib import nullcontext

    monkeypatch.setattr(command, "database_at_hand", nullcontext)
    monkeypatch.setattr(command, "set_up_django", lambda: None)
    assert command.run(command_line(("demo",)).parse_args(["demo", "year"])) == 1
    assert "This is not the demonstration" in capsys.readouterr().err
    assert not Entry.objects.exists()


def test_up_asks_for_a_year_only_beside_the_demonstration(capsys: pytest.CaptureFixture[str]) -> None:
    assert up.run(command_line(("up",)).parse_args(["up", "--year"])) == 1
    assert "--demo" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_start_with_a_year_waits_for_it_and_one_without_does_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = environment().model_copy(update={"home": tmp_path})
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / ".published").touch()
    (tmp_path / "run").mkdir()
    monkeypatch.setattr("pendapa.cli.prepared._mark", lambda _settings: "same")
    (tmp_path / "run" / "prepared").write_text("same")
    assert is_prepared(settings)
    assert not is_prepared(settings, with_year=True)
    year_note(settings).touch()
    assert is_prepared(settings, with_year=True)


def test_every_step_of_the_year_lies_before_today() -> None:
    from random import Random

    timeline = Timeline(date(2026, 11, 25), Random(1))  # noqa: S311 - no secret
    done: list[datetime] = []
    timeline.do(timeline.days_ago(0), done.append)
    timeline.do(timeline.days_ago(2), done.append)
    timeline.do(timeline.days_ago(9), done.append)
    assert len(timeline) == 2
    list(timeline.run())
    assert done == sorted(done)
