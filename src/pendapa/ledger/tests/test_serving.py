"""What an outsider fetches: files that never change once they are full, and a page in two languages."""

import json

import jsonschema_rs
import pytest
from django.test import Client

from pendapa.ledger.merkle import leaf_hash, root_of
from pendapa.ledger.notes import Verifier, open_checkpoint
from pendapa.ledger.queries import newest_checkpoint
from pendapa.ledger.schemas import leaf_schema
from pendapa.ledger.sequencing import prepare_log, run_sequencer, sequencer
from pendapa.ledger.storage import subtrees
from pendapa.ledger.tests.verbs_of_tests import Whole, tell, tell_many
from pendapa.ledger.tiles import hashes_of, unpack_entries

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _knows_the_verbs_of_these_tests():
    sequencer.cache_clear()
    leaf_schema.cache_clear()
    yield
    sequencer.cache_clear()
    leaf_schema.cache_clear()


def test_a_stranger_verifies_the_whole_log_from_what_is_served(client: Client) -> None:
    tell_many(600)
    run_sequencer()
    key = Verifier.of(client.get("/log/key").content.decode())
    signed = open_checkpoint(client.get("/log/checkpoint").content, key)
    entries = []
    for address in ("entries/000", "entries/001", "entries/002.p/88"):
        entries += unpack_entries(client.get(f"/log/tile/{address}").content)
    hashes = [leaf_hash(entry) for entry in entries]
    assert (len(entries), root_of(hashes)) == (signed.size, signed.root)
    assert hashes_of(client.get("/log/tile/0/001").content) == hashes[256:512]
    assert hashes_of(client.get("/log/tile/0/002.p/88").content) == hashes[512:]
    assert hashes_of(client.get("/log/tile/1/000.p/2").content) == [subtrees(600)(8, 0), subtrees(600)(8, 1)]


def test_narrower_tiles_stay_where_they_were(client: Client) -> None:
    tell_many(5)
    run_sequencer()
    before = [client.get(f"/log/tile/{address}").content for address in ("0/000.p/5", "entries/000.p/5")]
    tell_many(300)
    run_sequencer()
    assert [client.get(f"/log/tile/{address}").content for address in ("0/000.p/5", "entries/000.p/5")] == before


def test_what_is_full_is_kept_for_ever_and_the_checkpoint_for_a_moment(client: Client) -> None:
    tell_many(256)
    run_sequencer()
    for address in ("0/000", "entries/000"):
        answer = client.get(f"/log/tile/{address}")
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer["Content-Type"] == "application/octet-stream"
    answer = client.get("/log/checkpoint")
    assert answer["Cache-Control"] == "public, max-age=1"
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies


@pytest.mark.parametrize(
    "address", ["0/001", "0/000.p/7", "1/000", "1/000.p/1", "63/000", "entries/000.p/7", "entries/000", "0/x999/999"]
)
def test_what_is_not_there_yet_is_not_found(address: str, client: Client) -> None:
    tell_many(6)
    run_sequencer()
    assert client.get(f"/log/tile/{address}").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["64/000", "0/0", "0/000.p/0", "0/000.p/256", "0/000.p/a", "a/000", "entries/", "0/x000/001", "00/000", "0/000/",
     "-1/000", "0/000.p/05", "../key", "0/%00", "0/x1/000", f"0/{'x001/' * 400}001"],
)  # fmt: skip
def test_nonsense_is_refused(address: str, client: Client) -> None:
    prepare_log()
    assert client.get(f"/log/tile/{address}").status_code in (400, 404)


def test_an_index_beyond_every_number_is_not_found(client: Client) -> None:
    prepare_log()
    for address in (f"0/{'x999/' * 7}999", f"entries/{'x999/' * 7}999"):
        assert client.get(f"/log/tile/{address}").status_code == 404


@pytest.mark.parametrize("address", ["checkpoint", "key", "skema.json", "tile/0/000", ""])
def test_nothing_is_written_here(address: str, client: Client) -> None:
    assert client.post(f"/log/{address}").status_code == 405


def test_a_log_that_has_not_begun_says_so(client: Client) -> None:
    assert client.get("/log/checkpoint").status_code == 404
    assert client.get("/log/").status_code == 200


def test_leaves_keep_to_the_schema_that_is_published(client: Client) -> None:
    tell()
    tell(happened=Whole(text={"words": ["ä" * 10_000] * 4}, short="kept"))
    run_sequencer()
    schema = json.loads(client.get("/log/skema.json").content)
    validator = jsonschema_rs.validator_for(schema)
    entries = unpack_entries(client.get("/log/tile/entries/000.p/2").content)
    for entry in entries:
        validator.validate(json.loads(entry))
    stranger = {**json.loads(entries[0]), "fields": {"name": "Wening"}}
    assert not validator.is_valid(stranger)


def test_the_page_tells_the_latest_entries_in_sentences(client: Client, django_assert_max_num_queries) -> None:
    tell(unit="dinsos")
    tell(unit="")
    run_sequencer()
    with django_assert_max_num_queries(8):
        page = client.get("/log/").content.decode()
    assert "Told to dinsos by 8 Januari 2027." in page
    assert "Told to (tidak disebut)" in page
    assert newest_checkpoint().note.splitlines()[2] in page.replace("&#x2B;", "+").replace("&#x3D;", "=")
    client.cookies["bahasa"] = "en"
    page = client.get("/log/").content.decode()
    assert "What was told last" in page
    assert "8 January 2027" in page
