"""The demonstration's year: made once, in one transaction, and then counted as everything is."""

import time
from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Final

from django.db import connection, transaction

from pendapa.catalogue.loader import load_folder
from pendapa.cli.demo.applying import plan_applications
from pendapa.cli.demo.content import UNITS, content_of
from pendapa.cli.demo.evaluating import plan_evaluations
from pendapa.cli.demo.overseeing import conclude_findings, make_people, plan_oversight
from pendapa.cli.demo.regency import PEOPLE
from pendapa.cli.demo.reports import is_made, plan_reports
from pendapa.cli.demo.timeline import Timeline
from pendapa.config.journal_loop import run_each_once
from pendapa.config.subscribers import SUBSCRIBERS
from pendapa.evaluation.measures.models import Progress
from pendapa.evaluation.measures.taking import MEASURE_KEEPER
from pendapa.evaluation.watching.actions import watch_measures
from pendapa.journal.actors import SYSTEM
from pendapa.journal.models import Entry, SubscriberCursor
from pendapa.kernel.calendar import local_date
from pendapa.ledger.following import run_follower
from pendapa.ledger.queries import log_size
from pendapa.ledger.sequencing import run_sequencer
from pendapa.people.models import Account, Membership

TRIES: Final = 20
WAIT_SECONDS: Final = 60.0
Say = Callable[[str], None]


class NoDemonstration(RuntimeError):
    """The installation is a public body's own: nothing is invented there."""


class NotQuiet(RuntimeError):
    """The journal's readers did not come to its end, so that the year could not be written."""


def make_year(*, at: datetime, cases: int | None = None, say: Say = lambda _line: None) -> bool:
    """Fill the year up to yesterday unless it is there; returns whether it was made now.

    All or nothing is written, so that it may be killed and begun again. The counting afterwards is done in any case:
    each part of it finds what is left to do. Raises NoDemonstration, NotQuiet.
    """
    require_demonstration()
    timeline = Timeline(local_date(at), Random(content_of("cases")["seed"]))  # noqa: S311 - told again by its seed
    made = not is_made() and _write_when_quiet(timeline, cases, at, say)
    say("Counting it: public log, measures, alarms")
    count_all()
    with transaction.atomic():
        conclude_findings(timeline, content_of("oversight"), at=at)
    watch_measures(at=at)
    run_each_once()
    count_all()
    return made


def require_demonstration() -> None:
    """Raise NoDemonstration unless the regency is loaded and nobody but its people works here."""
    known = Account.objects.filter(email__in=[person.email for person in PEOPLE], is_demonstration=True)
    if known.count() < len(PEOPLE) or Membership.objects.filter(account__is_demonstration=False).exists():
        raise NoDemonstration(
            "This is not the demonstration: its accounts are not loaded, or somebody else works here. "
            "A year is invented only beside `pendapa up --demo`."
        )


def count_all() -> None:
    """The log to the end of the journal, the measures to the end of the log. Another process may do it meanwhile."""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        run_sequencer()
        run_follower(MEASURE_KEEPER)
        counted = Progress.objects.values_list("size", flat=True).first() or 0
        if counted == log_size():
            return
        time.sleep(0.2)


def _write_when_quiet(timeline: Timeline, cases: int | None, at: datetime, say: Say) -> bool:
    for _try in range(TRIES):
        run_each_once()
        with transaction.atomic():
            ours = _hold_readers()
            if is_made():
                return False
            if not _is_anything_unread(ours):
                _write(timeline, cases, at, say)
                _pass_over(ours)
                return True
        time.sleep(0.5)
    raise NotQuiet("The journal is not read to its end; look into the worker's log and try again.")


def _hold_readers() -> int:
    """Let the journal's readers wait for us, and wait for every transaction older than ours; returns our number."""
    for reader in SUBSCRIBERS:
        SubscriberCursor.objects.get_or_create(name=reader.name)
    held = SubscriberCursor.objects.select_for_update().filter(name__in=_names()).order_by("name")
    list(held)
    deadline = time.monotonic() + WAIT_SECONDS
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        [ours] = cursor.fetchone()
        while time.monotonic() < deadline:
            cursor.execute("SELECT journal_horizon()")
            [horizon] = cursor.fetchone()
            if horizon >= ours:
                return int(ours)
            time.sleep(0.1)
    raise NotQuiet("A transaction of somebody else does not end; try again later.")


def _is_anything_unread(ours: int) -> bool:
    for cursor in SubscriberCursor.objects.filter(name__in=_names()):
        reader = next(one for one in SUBSCRIBERS if one.name == cursor.name)
        older = Entry.objects.filter(transaction_id__gte=cursor.low, transaction_id__lt=ours)
        if reader.verbs:
            older = older.filter(verb__in=reader.verbs)
        if cursor.low < cursor.high or older.exists():
            return True
    return False


def _pass_over(ours: int) -> None:
    """What the year tells is past: nobody is told of it now, nor invited to rate."""
    SubscriberCursor.objects.filter(name__in=_names()).update(low=ours + 1, high=ours + 1, last_id=0)


def _names() -> list[str]:
    return [reader.name for reader in SUBSCRIBERS]


def _write(timeline: Timeline, cases: int | None, at: datetime, say: Say) -> None:
    load_folder(UNITS, actor=SYSTEM, at=at)
    overseen, applied = content_of("oversight"), content_of("cases")
    make_people(overseen["people"], timeline)
    plan_applications(timeline, applied, cases or applied["cases"])
    plan_reports(timeline, content_of("reports"))
    plan_evaluations(timeline, content_of("evaluation"))
    plan_oversight(timeline, overseen)
    told = 0
    for done in timeline.run():
        if done * 4 // len(timeline) > told:
            told = done * 4 // len(timeline)
            say(f"{done} of {len(timeline)} steps of the year")
