"""The pieces of `pendapa bench`: what they compute, never how fast."""

import http.server
import json
import os
import threading
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from pendapa.cli.bench.applications import FILE_FIELDS, complete_answers, submit_request, upload_request
from pendapa.cli.bench.figures import Figure, are_all_met, table_of
from pendapa.cli.bench.load import answers_to, load_for, load_with, raw_request
from pendapa.cli.bench.measuring import Measurement
from pendapa.cli.bench.memory import megabytes_of, tree_of
from pendapa.cli.bench.pgbench import rate_in
from pendapa.cli.bench.public_log import measure_audit
from pendapa.cli.bench.row_counts import Writes, difference, pgbench_script
from pendapa.cli.main import command_line

RATE = Figure("submitted", 90.0, "/s", 1000.0, "/s pgbench", 0.06)
START = Figure("start", 7.2, "s", target=6, bound="at most")


def test_a_rate_is_held_against_its_denominator() -> None:
    assert RATE.ratio == 0.09
    assert RATE.is_met is True
    assert Figure("submitted", 50.0, "/s", 1000.0, "/s pgbench", 0.06).is_met is False


def test_a_bound_without_denominator_is_held_against_the_value() -> None:
    assert START.is_met is False
    assert Figure("start", 5.9, "s", target=6, bound="at most").is_met is True


def test_a_figure_for_information_is_neither_met_nor_missed() -> None:
    told = Figure("files", 20.0, "/s")
    assert told.is_met is None
    assert are_all_met([RATE, told])
    assert not are_all_met([RATE, told, START])


def test_the_table_has_a_line_for_each_figure_and_even_columns() -> None:
    lines = table_of([RATE, START]).split("\n")
    assert len(lines) == 4
    assert len({len(line) for line in lines}) == 1
    assert "9.0%" in lines[2]
    assert "≥ 6%" in lines[2]
    assert "≤ 6.0 s" in lines[3]
    assert "NO" in lines[3]


def test_json_says_the_same_as_the_table() -> None:
    written = json.loads(json.dumps(Measurement([RATE], [Writes("cases_case", 1, 0, 0, 300)]).as_json()))
    assert written["figures"][0]["ratio"] == 0.09
    assert written["figures"][0]["met"] is True
    assert written["rows_of_one_submission"] == [
        {"table": "cases_case", "inserts": 1, "updates": 0, "deletes": 0, "width": 300}
    ]


def test_what_an_action_wrote_is_the_difference_of_the_counts() -> None:
    before = {"a": (5, 1, 0), "quiet": (9, 9, 9)}
    after = {"a": (7, 2, 0), "quiet": (9, 9, 9), "new": (1, 0, 0)}
    assert difference(before, after) == {"a": (2, 1, 0), "new": (1, 0, 0)}


def test_the_script_writes_as_many_rows_of_like_size_in_one_transaction() -> None:
    lines = pgbench_script([Writes("a", 2, 1, 0, 124), Writes("b", 1, 0, 1, 24)]).strip().split("\n")
    begin, end = lines.index("BEGIN;"), lines.index("END;")
    statements = lines[begin + 1 : end]
    assert [statement.split()[0] for statement in statements] == ["INSERT", "INSERT", "UPDATE", "INSERT", "DELETE"]
    assert statements[0].count("x") == 100
    assert statements[3].count("x") == 1
    assert [line.split()[1] for line in lines[:begin]] == ["row2", "row4"]
    assert "id = :row2;" in statements[2]


def test_the_rate_is_read_from_what_pgbench_prints() -> None:
    assert rate_in("latency average = 10.0 ms\ntps = 796.460752 (without initial connection time)\n") == 796.460752
    with pytest.raises(ValueError, match="no rate"):
        rate_in("connection refused")


def test_memory_is_counted_over_the_whole_tree() -> None:
    assert os.getpid() in tree_of(os.getppid())
    assert megabytes_of([os.getpid()]) > 1
    assert megabytes_of([0]) == 0


class _Answers(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(200, b"Halo")

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(201 if sent != b"bad" else 422, sent)

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: Any) -> None: ...


@pytest.fixture
def address() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_load_counts_good_answers_and_others(address: str) -> None:
    post = [raw_request("POST", "/", {}, body) for body in (b"one", b"two", b"bad")]
    load = load_with(address, [post, post[:1]], expected=201)
    assert (load.good, load.bad) == (3, 1)
    assert load.first_bad == b"422 bad"
    assert len(load.milliseconds) == 3


def test_a_load_for_a_time_goes_on_and_ends(address: str) -> None:
    load = load_for(address, raw_request("GET", "/", {}), clients=2, seconds=0.2)
    assert load.good > 2
    assert load.bad == 0


def test_answers_come_with_status_and_body_and_a_closed_port_with_none(address: str) -> None:
    assert answers_to(address, [raw_request("GET", "/", {})]) == [(200, b"Halo")]
    assert answers_to("http://127.0.0.1:1", [raw_request("GET", "/", {})])[0][0] == 0


def test_a_load_goes_to_this_machine_only() -> None:
    with pytest.raises(ValueError, match="this machine"):
        answers_to("http://example.org", [raw_request("GET", "/", {})])


def test_an_application_names_the_files_that_were_handed_in() -> None:
    files = {field: {"id": f"id-of-{field}"} for field in FILE_FIELDS}
    assert complete_answers(files)["photo_ktp"] == [{"id": "id-of-photo_ktp"}]
    head, _, body = upload_request("photo_ktp", b"JPEG").partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    assert b'name="field"\r\n\r\nphoto_ktp' in body
    assert b"Idempotency-Key" in submit_request(files, uuid.uuid4())


def test_the_command_takes_seconds_within_reason() -> None:
    options = command_line().parse_args(["bench", "--seconds", "9", "--json", "out.json"])
    assert (options.seconds, options.json.name) == (9.0, "out.json")
    with pytest.raises(SystemExit):
        command_line().parse_args(["bench", "--seconds", "1"])


def test_an_audit_is_measured_in_entries_a_second(monkeypatch: Any) -> None:
    monkeypatch.setattr("pendapa.cli.bench.public_log.CASES", 100)
    figure = measure_audit()
    assert figure.value > 0
    assert (figure.unit, figure.target, figure.bound) == ("/s", 50_000, "at least")
