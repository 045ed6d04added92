"""`pendapa audit` of servers that mean harm: it ends soon, with a status and a sentence, never with a failure."""

import contextlib
import gzip
import io
import itertools
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pendapa.cli.main import main
from pendapa.evaluation.figures import Key
from pendapa.ledger import fetching
from pendapa.ledger.notes import Checkpoint, sign_note
from pendapa.ledger.tests.logs import MemoryLog
from pendapa.ledger.tests.static_server import serving
from pendapa.ledger.tiles import Tile

LOG = MemoryLog([b'{"v":%d}' % number for number in range(600)])
FIGURES = "/kinerja/angka.json"
ROW = {
    "unit": "", "service": "", "month": "", "accepted": 0, "decided": 0, "on_time": 0, "overdue_now": 0,
    "median_days": None, "reopened": 0, "respondents": 0, "index": None, "open_findings": 0,
}  # fmt: skip


def published(**figures):
    told = {
        "as_of": "2026-11-24",
        "log": {"origin": LOG.signer.name, "size": 600, "root": LOG.root(600).hex()},
        "figures": [],
    }
    site = {f"/log/{path}": content for path, content in LOG.published.items()}
    site[FIGURES] = json.dumps(told | figures).encode()
    return site


@pytest.fixture
def audit(tmp_path, capsys):
    """Status and text of the command; nothing may be printed but what is meant to be."""

    def run(url, *options):
        told = io.StringIO()
        with contextlib.redirect_stdout(told):
            status = main(["audit", url, "--state", str(tmp_path / "visits"), *options])
        assert "Traceback" not in capsys.readouterr().err
        return status, told.getvalue()

    return run


def test_the_site_that_is_spoilt_here_is_sound(audit):
    with serving(published()) as url:
        assert audit(url)[0] == 0


class Hostile(BaseHTTPRequestHandler):
    """Shows the site, but at one address does harm in one way."""

    protocol_version = "HTTP/1.1"
    site: dict[str, bytes] = {}
    harmful, way = "", ""

    def do_GET(self):
        with contextlib.suppress(OSError):
            if self.path == self.harmful:
                getattr(self, self.way)()
            else:
                self.answer(self.site.get(self.path, b""), 200 if self.path in self.site else 404)

    def answer(self, body, status=200, **headers):
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def redirects_to_itself(self):
        self.answer(b"", 302, Location=self.path)

    def never_ends(self):
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        for _piece in itertools.count():
            self.wfile.write(b"[" * 65_536)

    def never_ends_in_chunks(self):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for _piece in itertools.count():
            self.wfile.write(b"10000\r\n" + b"[" * 65_536 + b"\r\n")

    def drips(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _sign in range(1000):
            self.wfile.write(b" ")
            threading.Event().wait(0.05)

    def says_to_go_on_without_end(self):
        for _line in itertools.count():
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def is_a_bomb(self):
        self.answer(BOMB, Content_Encoding="gzip")

    def is_packed_twice(self):
        self.answer(gzip.compress(BOMB), Content_Encoding="gzip, gzip")

    def is_longer_than_it_says(self):
        self.answer(self.site[self.path] * 2, Content_Length=str(len(self.site[self.path]) * 3))
        self.close_connection = True

    def has_an_absurd_length(self):
        self.answer(b"x", Content_Length="-" + "9" * 400)
        self.close_connection = True

    def asks_to_wait_for_years(self):
        self.answer(b"", 503, Retry_After="9" * 5_000)

    def log_message(self, *_given):
        return


class Quiet(ThreadingHTTPServer):
    """Does not tell of clients that hang up."""

    daemon_threads = True

    def handle_error(self, *_given):
        return


BOMB = gzip.compress(b"[" * 100_000_000)
WAYS = [
    name for name in vars(Hostile) if name.split("_")[0] in {"redirects", "never", "drips", "says", "is", "has", "asks"}
]


@contextlib.contextmanager
def hostile(address, way):
    handler = type("Handler", (Hostile,), {"site": published(), "harmful": address, "way": way})
    server = Quiet(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("address", [FIGURES, "/log/checkpoint", "/log/tile/entries/001", "/log/tile/0/002.p/88"])
def test_an_answer_that_does_harm_is_not_read(audit, monkeypatch, address, way):
    monkeypatch.setattr(fetching, "WHOLE_SECONDS", 0.5)
    monkeypatch.setattr(fetching, "LONGEST_WAIT", 0.05)
    with hostile(address, way) as url:
        status, told = audit(url)
    # What cannot be told from an answer that ends by itself is held against the signed root.
    assert status == (2 if way == "has_an_absurd_length" and "tile" in address else 3)
    assert told.startswith(("Not audited: ", "DO NOT TRUST"))


@pytest.mark.parametrize(
    ("tile", "change"),
    [
        (Tile(0, 1), lambda content: content[:-32]),
        (Tile(0, 1), lambda content: content[:-5]),
        (Tile(0, 1), lambda _content: b""),
        (Tile(0, 1), lambda content: content[:32] * 256),
        (Tile(0, 2, 88), lambda content: content[:-32]),
        (Tile(1, 0, 2), lambda content: content[:32]),
        (Tile(1, 0, 2), lambda _content: b""),
        (Tile(-1, 1), lambda content: content[:-5]),
        (Tile(-1, 1), lambda content: content + b"\0\0"),
        (Tile(-1, 1), lambda _content: b""),
        (Tile(-1, 1), lambda _content: b"\xff\xff"),
        (Tile(-1, 1), lambda _content: b"\0\0" * 256),
    ],
)
def test_a_tile_of_a_wrong_size_is_refused(audit, tile, change):
    site = published()
    site[f"/log/{tile.path}"] = change(site[f"/log/{tile.path}"])
    with serving(site) as url:
        status, told = audit(url)
    assert status == 2
    assert told.startswith("DO NOT TRUST THIS LOG: ")


@pytest.mark.parametrize("size", [601, 2**40, 10**18])
def test_a_log_that_says_to_be_longer_than_it_is_ends_where_it_ends(audit, size):
    site = published()
    site["/log/checkpoint"] = sign_note(Checkpoint(LOG.signer.name, size, bytes(32)).text, [LOG.signer]).encode()
    with serving(site) as url:
        assert audit(url, "--log-only")[0] in (2, 3)


def _nested(depth):
    value = 1
    for _step in range(depth):
        value = [value]
    return value


SOUND = published()[FIGURES].decode()
ABSURD = {
    "a list": b"[]", "null": b"null", "text": b'"x"', "nothing": b"", "no UTF-8": b"\xff\xfe{}",
    "NaN": b'{"as_of":NaN}',
    "deep": b"[" * 100_000, "a number beyond all": b'{"as_of":' + b"9" * 10_000 + b"}",
    "a name twice": (SOUND[:-1] + ',"as_of":"2026-11-23"}').encode(),
    "no day": published(as_of=20261124)[FIGURES], "a day beyond all": published(as_of="99999-01-01")[FIGURES],
    "no log": published(log=[])[FIGURES], "no rows": published(figures={"a": 1})[FIGURES],
    **{
        f"size {size!r}": published(log={"origin": LOG.signer.name, "size": size, "root": LOG.root(600).hex()})[FIGURES]
        for size in (-1, True, 1.5, "600", None, [600])
    },
    **{f"rows {rows!r}": published(figures=rows)[FIGURES] for rows in (3, "abc", [3], [[]], [{}], None)},
    **{f"surveys {rows!r}": published(surveys=rows)[FIGURES] for rows in (3, "abc", [3], [[]], [{}], None)},
    **{f"unit {unit!r}": published(figures=[ROW | {"unit": unit}])[FIGURES] for unit in (None, 3, [], {})},
}  # fmt: skip
STRANGE = [
    ROW | {"accepted": value}
    for value in (
        "7",
        True,
        [],
        {},
        [1] * 100_000,
        "x" * 1_000_000,
        -1,
        1e308,
        10**400,
        _nested(800),
        "\ud800",
        "\x1b[2J",
    )
] + [ROW | {"accepted": 1, part: value} for part in Key._fields for value in ("\ud800", "x" * 1_000_000, "\x1b[2J")]


@pytest.mark.parametrize("name", ABSURD)
def test_figures_that_are_none_are_called_so(audit, name):
    with serving(published() | {FIGURES: ABSURD[name]}) as url:
        status, told = audit(url)
    assert status == 3
    assert told.startswith("Not audited: ")
    assert len(told) < 1_000


@pytest.mark.parametrize("number", range(len(STRANGE)))
def test_a_strange_figure_is_a_difference_that_can_be_told(audit, number):
    with serving(published(figures=[STRANGE[number]])) as url:
        status, told = audit(url)
        assert status == 1
        assert "\x1b" not in told
        assert len(told) < 5_000
        status, told = audit(url, "--json")
    assert status == 1
    assert json.loads(told)["verdict"] == "different"
    assert len(told) < 10_000


def test_what_no_day_can_be_later_than_is_a_day_too(audit):
    for day in ("9999-12-31", "0001-01-01"):
        with serving(published(as_of=day)) as url:
            assert audit(url)[0] in (0, 1)
