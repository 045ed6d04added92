"""A report goes from one installation to another and its answer comes back: two real ones, each with its own home."""

import os
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.inspection.open311 import walk
from tests.journeys.hall import Hall, running_hall

HOSTS = "PENDAPA_OPEN311_HOSTS"


def at(hall: Hall, *step: str) -> dict[str, Any]:
    """One step of an office at one installation."""
    return hall.step("tests.journeys.open311_acting", *step)


@pytest.mark.skipif("PENDAPA_HALL_URL" in os.environ, reason="needs installations of its own")
def test_a_report_goes_to_the_body_next_door_and_its_answer_comes_back(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = hall
    monkeypatch.setenv(HOSTS, urlsplit(there.url).netloc)
    with running_hall() as here:
        assert here.url != there.url
        theirs = at(there, "issue_key", "Kabupaten di sini")
        ours = at(here, "issue_key", "Kabupaten sebelah")
        at(here, "connect", there.url, theirs["secret"], str(ours["key"]))
        at(there, "connect", here.url, ours["secret"], str(theirs["key"]))
        number = at(here, "hand_over")["number"]
        sent = at(here, "wait_until_sent", number)
        remote = sent["remote"]
        assert remote != number

        at(there, "hand_over", remote)
        arrived = at(there, "sent_on", remote)
        assert (arrived["sent"], arrived["complaints"]) == (0, 1)
        assert arrived["hops"] == [urlsplit(here.url).netloc]
        assert arrived["text"].startswith("Jembatan retak.")
        assert number in arrived["text"]
        assert "Siti" not in arrived["text"] + arrived["name"]

        at(there, "answer", remote, "Jembatan sudah diperkuat.")
        heard = at(here, "hear", number)
        assert heard == {"heard": [1, 0], "stage": "answered", "answers": ["Jembatan sudah diperkuat."]}

        faults = [one for one in walk(f"{there.url}/open311/v2", theirs["secret"]) if one[2]]
        assert faults == []
