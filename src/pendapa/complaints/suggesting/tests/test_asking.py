"""Asking the newest version, and search where there is none."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pendapa.complaints.models import SuggestionModel, Topic
from pendapa.complaints.suggesting import keeping, suggest
from pendapa.complaints.suggesting.history import is_worth_learning, own_history
from pendapa.complaints.suggesting.tests.test_learning import CARDS, EXAMPLES, LAMPS
from pendapa.complaints.tests.factories import A_MONDAY, complain, make_body, make_unit
from pendapa.people.models import Organization
from pendapa.regions.models import Region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    keeping._remembered.clear()
    yield
    keeping._remembered.clear()


def test_the_newest_version_is_asked_and_a_second_question_costs_one_query() -> None:
    keeping.train(EXAMPLES, {}, at=A_MONDAY)
    assert suggest("pju padam").version == 1
    newest = keeping.train(EXAMPLES, {"unit_top1": 0.9}, at=A_MONDAY)
    assert suggest("pju padam").version == newest.version == 2
    with CaptureQueriesContext(connection) as queries:
        assert suggest("pju padam").units[0][0] == LAMPS
    assert len(queries) == 1


def test_of_older_versions_the_last_five_stay() -> None:
    for _ in range(7):
        keeping.train(EXAMPLES[:3], {}, at=A_MONDAY)
    assert list(SuggestionModel.objects.values_list("version", flat=True)) == [7, 6, 5, 4, 3]


def test_weights_that_were_changed_are_not_believed() -> None:
    kept = keeping.train(EXAMPLES, {}, at=A_MONDAY)
    SuggestionModel.objects.filter(pk=kept.pk).update(weights=bytes(kept.weights)[:-1] + b"?")
    assert suggest("pju padam").version == 0


def test_a_region_code_tells_the_place() -> None:
    parent = None
    for code, name, level in (
        ("35", "Jawa Timur", "province"), ("35.78", "Kota Surabaya", "regency"),
        ("35.78.07", "Gubeng", "district"), ("35.78.07.1001", "Mojo", "village"),
    ):  # fmt: skip
        full_name = f"{name}, {parent.full_name}" if parent else name
        parent = Region.objects.create(code=code, name=name, full_name=full_name, level=level, parent=parent)
    from pendapa.complaints.suggesting.asking import place_names

    assert place_names("35.78.07.1001") == ("Gubeng", "Mojo")
    assert place_names("35.78.07") == ("Gubeng", "")
    assert place_names("35.78") == place_names("nonsense") == place_names("35.78.07.1009") == ("", "")


def test_without_a_model_names_of_topics_and_units_are_searched() -> None:
    unit = make_unit("dishub")
    Organization.objects.filter(pk=unit.pk).update(name="Dinas Perhubungan")
    Topic.objects.create(slug="lampu-jalan", name="Lampu Jalan", unit=unit)
    found = suggest("tolong lampunya padam di gang kami, jalan gelap")
    assert found.topics[0][0] == "Lampu Jalan"
    assert found.units[0][0] == "Dinas Perhubungan"
    assert found.because
    assert found.version == 0


def test_without_anything_nothing_is_suggested() -> None:
    assert suggest("").units == suggest("   ").units == suggest("lampu padam").units == []


def test_history_teaches_what_was_forwarded_and_nothing_secret() -> None:
    make_body()
    unit = make_unit("dispendukcapil")
    Organization.objects.filter(pk=unit.pk).update(name=CARDS)
    known = [complain("KTP saya belum juga jadi").complaint, complain("Ini rahasia sekali", is_secret=True).complaint]
    complain("Belum diteruskan ke mana pun")
    for complaint in known:
        complaint.forwarded_at = A_MONDAY
        complaint.save()
        complaint.case.unit = unit
        complaint.case.save()
    assert [(example.text, example.unit) for example in own_history()] == [("KTP saya belum juga jadi", CARDS)]


def test_history_teaches_no_name_and_nothing_that_was_withheld() -> None:
    """Whoever types a name would be told by which unit somebody of that name was reported, or reported."""
    make_body()
    known = [
        complain("KTP Pak Zainuddin belum jadi, salam Siti Rahayu", name="Siti Rahayu").complaint,
        complain("Lurahnya mabuk lagi").complaint,
    ]
    for complaint, publication in zip(known, ("pending", "withheld"), strict=True):
        complaint.forwarded_at, complaint.publication = A_MONDAY, publication
        complaint.save()
    assert [example.text for example in own_history()] == ["KTP Pak [nama] belum jadi, salam [nama]"]


def test_a_small_history_never_replaces_what_more_complaints_taught() -> None:
    assert not is_worth_learning(99)
    assert is_worth_learning(100)
    SuggestionModel.objects.create(version=1, trained_at=A_MONDAY, rows=2797, digest="", weights=b"")
    assert not is_worth_learning(2796)


def test_the_weekly_task_runs_the_command_in_a_process_of_its_own(monkeypatch: Any) -> None:
    from pendapa.complaints.suggesting import tasks

    called: list[list[str]] = []

    class Done:
        returncode = 0

    monkeypatch.setattr(tasks.subprocess, "run", lambda arguments, **_: called.append(arguments) or Done())
    assert tasks.learn_suggestions() == 0
    assert called[0][1:] == ["-m", "pendapa.cli.main", "complaints", "train", "--if-worth"]
