"""Whatever step the sequencer is killed at, the log afterwards is the same or longer, and never another one."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from pendapa.journal.models import Entry
from pendapa.ledger.keeping import kept_checkpoint
from pendapa.ledger.merkle import Frontier, leaf_hash, root_at
from pendapa.ledger.models import Checkpoint, HashTile, Leaf
from pendapa.ledger.notes import open_checkpoint
from pendapa.ledger.queries import leaves_from, log_size, newest_checkpoint
from pendapa.ledger.sequencing import run_sequencer, sequencer
from pendapa.ledger.signing import signer_of
from pendapa.ledger.storage import subtrees
from pendapa.ledger.tests.dying import STEPS
from pendapa.ledger.tests.verbs_of_tests import tell_many
from pendapa.ledger.tiles import tiles_of

pytestmark = pytest.mark.django_db(transaction=True)
Run = Callable[..., int]
ENVIRONMENT = {
    **os.environ,
    "DJANGO_SETTINGS_MODULE": "pendapa.config.settings",
    "PYTHONPATH": os.pathsep.join(sys.path),
}


@pytest.fixture(scope="module")
def zygote() -> Iterator[subprocess.Popen[str]]:
    """A process with the program loaded, in whose forks the sequencer runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pendapa.ledger.tests.dying"],
        env=ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.stdin.close()
    process.wait(30)


@pytest.fixture
def run(zygote: subprocess.Popen[str], home: Path) -> Run:
    """Run the sequencer until a step, in another process; returns the signal that ended it."""

    def run_until(step: str, days: int = 0) -> int:
        zygote.stdin.write(f"{connection.settings_dict['NAME']}\t{home}\t{step}\t{days}\n")
        zygote.stdin.flush()
        return int(zygote.stdout.readline())

    return run_until


@pytest.fixture(autouse=True)
def _knows_the_verbs_of_these_tests():
    sequencer.cache_clear()
    yield
    sequencer.cache_clear()


def assert_sound_and_never_forked() -> None:
    """Everything that was ever signed is a beginning of what stands there now; nothing is twice or missing."""
    key = signer_of("tirtamaya.test/log").verifier
    signed = [open_checkpoint(one.note, key) for one in Checkpoint.objects.order_by("id")]
    frontier, leaves = Frontier(), [leaf_hash(data) for _, data in leaves_from(0, 100_000)]
    for one in signed:
        frontier.extend(leaves[frontier.size : one.size])
        assert (frontier.size, frontier.root()) == (one.size, one.root)
    newest = signed[-1]
    assert newest.size == len(leaves)
    assert root_at(newest.size, subtrees(newest.size)) == newest.root
    assert HashTile.objects.count() == len(list(tiles_of(newest.size)))
    entries = list(Leaf.objects.order_by("index").values_list("entry", flat=True))
    assert len(set(entries)) == len(entries)
    assert kept_checkpoint() in signed


def assert_all_is_told() -> None:
    told = Entry.objects.order_by("id").values_list("id", flat=True)
    assert list(Leaf.objects.order_by("index").values_list("entry", flat=True)) == list(told)
    assert kept_checkpoint().size == newest_checkpoint().size == len(told)


def test_killed_at_any_step_the_log_is_the_same_or_longer(run: Run) -> None:
    tell_many(250)
    run_sequencer()
    for step in STEPS:
        before = log_size()
        tell_many(60)
        assert run(step) == signal.SIGKILL, step
        assert log_size() in (before, before + 60), step
        assert_sound_and_never_forked()
        tell_many(1)
        assert run("never") == 0, step
        assert_sound_and_never_forked()
    assert_all_is_told()


def test_killed_amid_what_a_day_left_the_log_holds_all_of_it_once(run: Run, settings: Any) -> None:
    settings.PENDAPA_SEALED_MATTERS = ["pendapa.ledger.tests.verbs_of_tests.sealed_among"]
    for day, step in enumerate(STEPS, start=1):
        before = log_size()
        tell_many(30, "secret-")
        run_sequencer()
        assert log_size() == before, step
        assert run(step, day) == signal.SIGKILL, step
        assert log_size() in (before, before + 30), step
        assert run("never", day) == 0, step
        assert log_size() == before + 30, step
        assert_sound_and_never_forked()
    assert run("never", day) == 0
    assert log_size() == Entry.objects.count()


def test_killed_at_any_moment_the_log_is_the_same_or_longer(run: Run) -> None:
    tell_many(10)
    run_sequencer()
    chance = random.Random(7)  # noqa: S311 - moments, not secrets
    for _ in range(4):
        before = log_size()
        tell_many(1000)
        run(f"{chance.random() * 0.6} seconds")
        assert log_size() >= before
        assert_sound_and_never_forked()
    run_sequencer()
    assert_sound_and_never_forked()
    assert_all_is_told()
