from pathlib import Path

import pytest
from ninja.testing import TestClient

from pendapa.catalogue.api import router
from pendapa.catalogue.loader import load_folder
from pendapa.catalogue.tests.factories import AT
from pendapa.journal.actors import SYSTEM
from pendapa.kernel.problems import NotFound

DEMO = Path(__file__).resolve().parents[4] / "demo" / "tirtamaya"
client = TestClient(router)


@pytest.fixture(autouse=True)
def _regency(db):
    assert load_folder(DEMO, actor=SYSTEM, at=AT).is_clean


def test_machines_list_search_and_read_services_in_either_language():
    services = client.get("").json()
    assert len(services) >= 8
    assert {"slug", "working_days", "cost_rupiah", "is_online"} <= services[0].keys()
    assert client.get("?q=ijin domisli").json()[0]["slug"] == "domisili"
    assert {s["slug"] for s in client.get("?life_event=sakit").json()} == {"rujukan-jkn"}
    page = client.get("/sku?language=en").json()
    assert page["name"] == "Business certificate"
    assert len(page["standard"]["components"]) == 14
    assert client.get("/sku/versions").json()[0]["version"] == 1


def test_machines_are_refused_what_is_not_there_or_not_a_language():
    for address in ("/tidak-ada", "/tidak-ada/versions"):
        with pytest.raises(NotFound):
            client.get(address)
    assert client.get("?language=fr").status_code == 422
    assert client.get("?q=" + "x" * 500).status_code == 422
