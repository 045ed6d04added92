"""A log of cases and what an honest installation publishes of it, for whoever audits it."""

import base64
import json
from datetime import date

from pendapa.evaluation.figures import Tally
from pendapa.kernel.canonical import canonical_json

DAYS = [f"2026-{month:02}-{day:02}" for month in (9, 10, 11) for day in range(1, 29)]


def leaf(verb, about, at, **fields):
    told = {"about": about, "at": at, "commitment": "0" * 64, "fields": fields, "v": 1, "verb": verb}
    return canonical_json(told)


def a_case(number):
    """Four leaves: accepted, clock started, clock stopped, decided, the last two three days later or sixty."""
    about, day = f"case:{number:032x}", DAYS[number % 20]
    decided = DAYS[number % 20 + (40 if number % 5 == 0 else 3)]
    unit, service = ("dinas-a", "sku") if number % 2 else ("dinas-b", "ktp")
    return [
        leaf("application.submitted", about, day, unit=unit, service=service),
        leaf("clock.started", about, day, clock="standard", name="standard", due=DAYS[number % 20 + 7]),
        leaf("clock.stopped", about, decided, clock="standard", name="standard"),
        leaf("case.decided", about, decided, outcome="granted"),
    ]


def leaves_of(cases):
    return [entry for number in range(cases) for entry in a_case(number)]


def figures_of(log, size=None, as_of="2026-11-24"):
    """What an honest installation publishes, counted by the reducer that the site uses too."""
    size = len(log.leaves) if size is None else size
    tally = Tally()
    for index, entry in enumerate(log.leaves[:size]):
        tally.take(index, json.loads(entry))
    rows = [
        {**key._asdict(), **{name: getattr(figures, name) for name in FIGURES}}
        for key, figures in tally.figures(date.fromisoformat(as_of)).items()
    ]
    root = base64.b64encode(log.root(size)).decode()
    return {"as_of": as_of, "log": {"origin": log.signer.name, "size": size, "root": root}, "figures": rows}


FIGURES = (
    "accepted", "decided", "on_time", "overdue_now", "median_days", "reopened", "respondents", "index", "open_findings"
)  # fmt: skip


def site(log, figures=None):
    published = {f"/log/{path}": content for path, content in log.published.items()}
    published["/kinerja/angka.json"] = json.dumps(figures_of(log) if figures is None else figures).encode()
    return published


def row_of(figures, *key):
    return next(row for row in figures["figures"] if (row["unit"], row["service"], row["month"]) == key)
