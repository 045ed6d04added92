"""The trial of the figures: a made year in a running installation, audited from outside, then tampered with by hand."""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg

from pendapa.cli.bench.load import answers_to, raw_request
from pendapa.cli.bench.scratch import Installation, free_port, running

FIGURES: Final = "/kinerja/angka.json"
LONGEST_WAIT: Final = 3600.0
KEPT_SECONDS: Final = 12.0
"""Pages and checkpoints are remembered for ten seconds."""
LOGGED: Final = 0.95
"""Of the year's entries, at least so many are told in the log (all but notes among the staff)."""
RIGHT, DIFFERENT, UNTRUSTWORTHY = range(3)


@dataclass(frozen=True)
class Tampering:
    """One row changed by hand: how, how it is put right again, and how the audit must end."""

    what: str
    change: str
    restore: str
    expected: int


TAMPERINGS: Final = (
    Tampering(
        "a count of the measures",
        "UPDATE measures_monthlycount SET on_time = on_time + 1 WHERE (unit, service, month) = ('', 'sku', '')",
        "UPDATE measures_monthlycount SET on_time = on_time - 1 WHERE (unit, service, month) = ('', 'sku', '')",
        DIFFERENT,
    ),
    Tampering(
        "the days of the measures",
        """CREATE TEMP TABLE kept_count AS SELECT id, days FROM measures_monthlycount
                WHERE (unit, service, month) = ('dindik', '', '');
            UPDATE measures_monthlycount AS count SET days = '{"0": 100000}' FROM kept_count AS kept
                WHERE count.id = kept.id""",
        "UPDATE measures_monthlycount AS count SET days = kept.days FROM kept_count AS kept WHERE count.id = kept.id",
        DIFFERENT,
    ),
    Tampering(
        "what is overdue",
        "UPDATE measures_casesatwork SET running = running + 7 WHERE id = (SELECT min(id) FROM measures_casesatwork "
        "WHERE due_on <> '' AND due_on < current_date::text)",
        "UPDATE measures_casesatwork SET running = running - 7 WHERE id = (SELECT min(id) FROM measures_casesatwork "
        "WHERE due_on <> '' AND due_on < current_date::text)",
        DIFFERENT,
    ),
    Tampering(
        "an answer to the survey",
        "UPDATE measures_monthlycount SET respondents = respondents + 5 WHERE (unit, service, month) = ('', '', '')",
        "UPDATE measures_monthlycount SET respondents = respondents - 5 WHERE (unit, service, month) = ('', '', '')",
        DIFFERENT,
    ),
    Tampering(
        "a finding that nobody made",
        "INSERT INTO measures_measuredfinding (about, unit, service, opened_on, is_open) "
        "VALUES ('finding:0', 'dinsos', '', '2026-01-01', true)",
        "DELETE FROM measures_measuredfinding WHERE about = 'finding:0'",
        DIFFERENT,
    ),
    Tampering(
        "a leaf of the log",
        """CREATE TEMP TABLE kept_leaf AS SELECT index, data FROM ledger_leaf
                WHERE position('"granted"'::bytea IN data) > 0 ORDER BY index LIMIT 1;
            ALTER TABLE ledger_leaf DISABLE TRIGGER ledger_leaf_append_only;
            UPDATE ledger_leaf AS leaf
                SET data = convert_to(replace(convert_from(kept.data, 'UTF8'), '"granted"', '"refused"'), 'UTF8')
                FROM kept_leaf AS kept WHERE leaf.index = kept.index""",
        """UPDATE ledger_leaf AS leaf SET data = kept.data FROM kept_leaf AS kept WHERE leaf.index = kept.index;
            ALTER TABLE ledger_leaf ENABLE ALWAYS TRIGGER ledger_leaf_append_only""",
        UNTRUSTWORTHY,
    ),
    Tampering(
        "a hash of the tree",
        "UPDATE ledger_hashtile SET data = set_byte(data, 3, 255 - get_byte(data, 3)) WHERE (level, index) = (0, 1)",
        "UPDATE ledger_hashtile SET data = set_byte(data, 3, 255 - get_byte(data, 3)) WHERE (level, index) = (0, 1)",
        UNTRUSTWORTHY,
    ),
)  # fmt: skip


@dataclass
class Trial:
    """What was measured and what the audits said; `faults` is empty if all held."""

    entries: int = 0
    figures: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def try_recounting(cases: int, *, log_to: Path | None = None) -> Trial:
    """A year of so many cases in a scratch installation: counted, audited, tampered with, and audited again."""
    folder = Path(tempfile.mkdtemp(prefix="pendapa-year-"))
    folder.chmod(0o755)
    installation = Installation(folder / "home", free_port())
    try:
        with running(installation, log_to or folder / "log"):
            return _try_in(installation, folder, cases)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _try_in(installation: Installation, folder: Path, cases: int) -> Trial:
    trial = Trial()
    with psycopg.connect(installation.database_url, autocommit=True) as connection:
        with _timed(trial, "writing the year into the journal"):
            trial.entries = _write_year(installation, cases)
        with _timed(trial, "appending it to the log and counting it"):
            _wait_until_counted(connection, int(trial.entries * LOGGED))
        time.sleep(KEPT_SECONDS)
        [(_status, body)] = answers_to(installation.address, [raw_request("GET", FIGURES, {})])
        trial.figures = len(json.loads(body)["figures"])
        with _timed(trial, "auditing it from outside"):
            _audit(trial, installation, folder / "visits", "nothing changed", RIGHT)
        for number, tampering in enumerate(TAMPERINGS):
            connection.execute(tampering.change)
            time.sleep(KEPT_SECONDS)
            _audit(trial, installation, folder / f"visits-{number}", f"{tampering.what} changed", tampering.expected)
            connection.execute(tampering.restore)
        time.sleep(KEPT_SECONDS)
        _audit(trial, installation, folder / "visits", "everything put right again", RIGHT)
    return trial


def _write_year(installation: Installation, cases: int) -> int:
    environment = {
        **installation.environment, "DATABASE_URL": installation.database_url,
        "DJANGO_SETTINGS_MODULE": "pendapa.config.settings",
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.strength.year_writer", str(cases)]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True)
    if ran.returncode:
        raise RuntimeError(ran.stderr[-2000:])
    return int(ran.stdout.split()[-1])


def _wait_until_counted(connection: "psycopg.Connection[Any]", least: int) -> None:
    """Return when the log holds what the journal may tell, and the measures hold what the log does."""
    deadline = time.monotonic() + LONGEST_WAIT
    before = -1
    while time.monotonic() < deadline:
        [(leaves, counted, is_open)] = connection.execute(
            "SELECT (SELECT coalesce(max(index) + 1, 0) FROM ledger_leaf), "
            "(SELECT coalesce(max(size), 0) FROM measures_progress), "
            "(SELECT count(*) FROM journal_subscribercursor WHERE name = 'ledger' AND low < high) > 0"
        )
        if leaves == counted == before and leaves >= least and not is_open:
            return
        before = leaves
        time.sleep(3)
    raise TimeoutError("the year was not counted in time")


def _audit(trial: Trial, installation: Installation, visits: Path, when: str, expected: int) -> None:
    command = [
        sys.executable,
        "-m",
        "pendapa.cli.main",
        "audit",
        installation.address,
        "--state",
        str(visits),
        "--json",
    ]
    ran = subprocess.run(command, env=installation.environment, capture_output=True, text=True)
    try:
        said = json.loads(ran.stdout or ran.stderr)
    except ValueError:
        said = {"reason": (ran.stderr or ran.stdout)[-500:]}
    named = said.get("differences") or said.get("reason") or ""
    trial.told.append(f"{when}: status {ran.returncode}; {json.dumps(named, ensure_ascii=False)[:300]}")
    if ran.returncode != expected:
        trial.faults.append(f"{when}: the audit ended with {ran.returncode}, not {expected}: {ran.stderr[-500:]}")


@contextmanager
def _timed(trial: Trial, what: str) -> Iterator[None]:
    begun = time.monotonic()
    yield
    trial.seconds[what] = time.monotonic() - begun
