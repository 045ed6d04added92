"""`pendapa audit`, asked as at the command line, of installations made here: honest ones and others."""

import json

import pytest

from pendapa.cli.audit import auditing
from pendapa.cli.main import main
from pendapa.cli.tests.audited import DAYS, figures_of, leaf, leaves_of, row_of, site
from pendapa.ledger.tests.logs import MemoryLog, log_key
from pendapa.ledger.tests.static_server import serving
from pendapa.ledger.tiles import Tile


def test_an_honest_installation_is_found_right(log, audit):
    with serving(site(log)) as url:
        status, told = audit(url)
        assert status == 0
        assert "all 600 entries and every tile verified" in told
        assert (
            f"First visit: the key is remembered from now on. Compare it with a printed one: {log.signer.verifier.vkey}"
            in told
        )
        assert "WARNING: No witness has signed this checkpoint" in told
        assert "all are as published" in told
        status, told = audit(url)
        assert status == 0
        assert "unchanged what it had at the last visit (600 entries)" in told


def test_the_recomputed_figures_are_those_counted_by_hand(log, audit):
    body = row_of(figures_of(log), "", "", "")
    assert (body["accepted"], body["decided"], body["on_time"], body["median_days"]) == (150, 150, 120, 3)


def test_a_log_that_has_grown_contains_what_it_had(log, audit):
    published = site(log)
    with serving(published, packed=True) as url:
        assert audit(url)[0] == 0
        published.update(site(MemoryLog(leaves_of(200))))
        status, told = audit(url)
        assert status == 0
        assert "all 800 entries" in told
        assert "last visit (600 entries)" in told


def test_figures_counted_from_a_beginning_of_the_log_are_compared_with_that_beginning(log, audit):
    grown = MemoryLog([*log.leaves, leaf("application.submitted", "case:" + "f" * 32, "2026-11-24", unit="dinas-a")])
    with serving(site(grown, figures_of(grown, size=600))) as url:
        status, told = audit(url)
    assert status == 0
    assert "from the first 600 entries" in told


@pytest.mark.parametrize(
    ("size", "as_of", "named"),
    [
        (600, "2020-01-01", "as_of is published as 2020-01-01, the log says 2026-11-04"),
        (0, "2026-11-24", "size is published as 0, the log says 601"),
        (0, "0001-01-01", "as_of is published as 0001-01-01, the log says 2026-11-23"),
        (600, "2026-11-26", "size is published as 600, the log says 601"),
    ],
)
def test_right_figures_of_another_day_are_named_as_old(log, audit, size, as_of, named):
    """Nothing is overdue as of a day long ago, and nobody waits in an empty log."""
    late = "2026-11-04" if size and as_of < "2026" else "2026-11-24"
    last = [leaf("application.submitted", f"case:{number:032x}", late, unit="dinas-a") for number in (901, 902)]
    log = MemoryLog([*log.leaves[:599], *last])
    with serving(site(log, figures_of(log, size, as_of))) as url:
        status, told = audit(url)
    assert status == 1
    assert named in told


def test_one_figure_changed_by_hand_is_named(log, audit):
    figures = figures_of(log)
    row = next(
        row for row in figures["figures"] if row["unit"] == "dinas-a" and row["month"] == "2026-09" and row["service"]
    )
    row["on_time"] += 1
    with serving(site(log, figures)) as url:
        status, told = audit(url)
        assert status == 1
        assert "Figures: 1 difference" in told
        assert "unit dinas-a, service sku, month 2026-09: on_time is published as 61, the log says 60" in told
        status, told = audit(url, "--json")
    assert status == 1
    found = json.loads(told)
    assert found["verdict"] == "different"
    assert found["differences"] == [
        {
            "unit": "dinas-a", "service": "sku", "month": "2026-09",
            "figure": "on_time", "published": 61, "recomputed": 60,
        }
    ]  # fmt: skip


@pytest.mark.parametrize("spoil", ["left out", "invented", "twice", "no number"])
def test_rows_left_out_or_invented_are_named(log, audit, spoil):
    figures = figures_of(log)
    rows = figures["figures"]
    if spoil == "left out":
        del rows[0]
    elif spoil == "invented":
        rows.append({**rows[0], "unit": "dinas-c"})
    elif spoil == "twice":
        rows.append(dict(rows[0]))
    else:
        rows[0]["decided"] = True
    with serving(site(log, figures)) as url:
        assert audit(url)[0] == 1


def test_a_forged_leaf_is_refused(log, audit):
    """Forged: one entry is shown otherwise than it was signed."""
    published = site(log)
    bundle = f"/log/{Tile(-1, 1).path}"
    assert b"granted" in published[bundle]
    published[bundle] = published[bundle].replace(b"granted", b"refused", 1)
    with serving(published) as url:
        status, told = audit(url)
    assert status == 2
    assert "DO NOT TRUST THIS LOG: entry 259 is not the one that the tree was made of" in told


def test_a_forged_leaf_is_refused_also_when_its_tiles_are_forged_along(log, audit):
    forged = MemoryLog(
        [entry.replace(b"granted", b"refused") if at == 259 else entry for at, entry in enumerate(log.leaves)]
    )
    published = {**site(forged), "/log/checkpoint": log.published["checkpoint"]}
    with serving(published) as url:
        status, told = audit(url)
    assert status == 2
    assert "do not hash to the root that is signed" in told


def changed_at(index, leaves):
    return [entry.replace(b"granted", b"refused") if at == index else entry for at, entry in enumerate(leaves)]


def test_a_log_rolled_back_is_refused(log, audit):
    """Rolled back: entries that were signed are gone."""
    published = site(log)
    with serving(published) as url:
        assert audit(url)[0] == 0
        published.update(site(MemoryLog(leaves_of(100))))
        status, told = audit(url)
    assert status == 2
    assert "rolled back: it had 600 entries at the last visit, now it has 400" in told


def test_a_forked_log_is_refused(log, audit, tmp_path):
    """Forked: signed again from an older state, so that it is as long, or longer, and another."""
    published = site(log)
    other = changed_at(7, leaves_of(200))
    with serving(published) as url:
        assert audit(url)[0] == 0
        published.update(site(MemoryLog(other)))
        status, told = audit(url)
        assert status == 2
        assert "forked: its first 600 entries are not those of the last visit" in told
        published.update(site(MemoryLog(other[:600])))
        status, told = audit(url)
        assert status == 2
        assert "forked: two different trees of 600 entries carry its signature" in told
    kept = {path.read_text() for path in (tmp_path / "visits").glob("*.refused-*.txt")}
    assert kept == {MemoryLog(other).checkpoint(), MemoryLog(other[:600]).checkpoint()}


def test_another_key_than_the_pinned_one_is_refused(log, audit):
    published = site(log)
    with serving(published) as url:
        assert audit(url)[0] == 0
        published.update(site(MemoryLog(log.leaves, log_key(2))))
        status, told = audit(url)
        assert status == 2
        assert "not signed as it should be" in told
        assert audit(url, "--key", log_key(2).verifier.vkey)[0] == 2


def test_the_key_may_be_given_at_the_first_visit(log, audit):
    with serving(site(log)) as url:
        assert audit(url, "--key", log_key(2).verifier.vkey)[0] == 2
        assert audit(url, "--key", log.signer.verifier.vkey)[0] == 0


@pytest.mark.parametrize("tile", ["/log/tile/0/000", "/log/tile/1/000.p/2"])
def test_a_tile_that_does_not_fit_its_entries_is_refused(log, audit, tile):
    published = site(log)
    published[tile] = published[tile][:32] + bytes(32) + published[tile][64:]
    with serving(published) as url:
        assert audit(url)[0] == 2


def test_a_partial_tile_that_is_gone_is_read_from_the_full_one(log, audit):
    grown = MemoryLog(leaves_of(192))
    published = {**site(grown), **site(log)}
    for tile in (Tile(-1, 2, 88), Tile(0, 2, 88)):
        del published[f"/log/{tile.path}"]
    with serving(published) as url:
        assert audit(url)[0] == 0


def test_what_is_no_canonical_leaf_is_refused(audit):
    for entry in (
        b"no json", b"[]", b'{"v": 1}', b'{"v":1,"v":1}', b'{"v":NaN}', b'{"v":1.0}', b'{"v":1,"a":2}', b"\xff",
        b"[" * 5_000,
    ):  # fmt: skip
        log = MemoryLog([*leaves_of(2), entry])
        with serving(site(log, figures_of(MemoryLog(leaves_of(2))) | {"log": log_of(log)})) as url:
            status, told = audit(url)
        assert status == 2
        assert "entry 8 is no leaf" in told


def test_numbers_and_signs_are_written_as_rfc_8785_has_them(audit):
    odd = leaf("some.verb", "case:0", DAYS[0], a=0.5, b=1e21, c="\u20ac\n\x1f\u2028\U0001f600", d=[None, True, -3])
    log = MemoryLog([odd])
    with serving(site(log)) as url:
        assert audit(url)[0] == 0


def log_of(log):
    size = len(log.leaves)
    return {"origin": log.signer.name, "size": size, "root": log.root(size).hex()}


def test_figures_of_another_tree_are_refused(log, audit, monkeypatch):
    monkeypatch.setattr(auditing, "CACHED_SECONDS", 0.0)
    figures = figures_of(log)
    for change in ({"root": "00" * 32}, {"size": 601}, {"size": 599}, {"origin": "other.example/log"}):
        with serving(site(log, figures | {"log": figures["log"] | change})) as url:
            status, told = audit(url)
        assert status == 2
        assert "the figures are counted from" in told


def test_what_cannot_be_reached_or_read_has_its_own_status(log, audit):
    assert audit("http://127.0.0.1:9")[0] == 3
    assert audit("ftp://nowhere")[0] == 3
    for address, content in (
        ("/kinerja/angka.json", b"<html>"), ("/kinerja/angka.json", b'{"figures": 3}'), ("/kinerja/angka.json", None),
        ("/log/checkpoint", b"<html>"), ("/log/checkpoint", None), ("/log/key", b"nonsense"), ("/log/tile/0/000", None),
        ("/log/checkpoint", b"x" * 100_000),
    ):  # fmt: skip
        published = site(log)
        if content is None:
            del published[address]
        else:
            published[address] = content
        with serving(published) as url:
            status, told = audit(url)
        assert (status, told[:12]) == (3, "Not audited:"), address


def test_the_log_alone_can_be_audited(log, audit):
    published = site(log)
    del published["/kinerja/angka.json"]
    with serving(published) as url:
        status, told = audit(url + "/log/", "--log-only", "--json")
    assert status == 0
    assert json.loads(told)["figures"] is None


def test_what_others_publish_does_nothing_to_the_terminal(log, audit):
    figures = figures_of(log)
    figures["figures"].append({**figures["figures"][0], "unit": "\x1b[2J\nFigures: all right\x9b31m", "accepted": 1})
    with serving(site(log, figures)) as url:
        status, told = audit(url)
        assert status == 1
        assert "unit ?[2J?Figures: all right?31m" in told
        assert "\\u009b" in audit(url, "--json")[1]


def test_a_folder_that_cannot_be_written_is_told(log, tmp_path, capsys):
    (tmp_path / "file").write_text("")
    with serving(site(log)) as url:
        assert main(["audit", url, "--state", str(tmp_path / "file")]) == 3
    assert "cannot be" in capsys.readouterr().out


def test_figures_that_cannot_be_read_do_not_hide_a_log_rolled_back(log, audit):
    published = site(log)
    with serving(published) as url:
        published["/kinerja/angka.json"] = b"<html>"
        assert audit(url)[0] == 3
        published.update(site(MemoryLog(leaves_of(100))))
        published["/kinerja/angka.json"] = b"<html>"
        status, told = audit(url)
    assert status == 2
    assert "rolled back" in told


def test_an_empty_log_is_audited_too(audit):
    log = MemoryLog([])
    with serving(site(log)) as url:
        assert audit(url)[0] == 0


def test_a_damaged_memory_of_visits_is_told(log, audit, tmp_path):
    with serving(site(log)) as url:
        assert audit(url)[0] == 0
        next((tmp_path / "visits").iterdir()).write_text("{}")
        assert audit(url)[0] == 3
