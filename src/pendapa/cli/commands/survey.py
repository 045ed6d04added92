"""`pendapa survey compute FILE.csv [--weight 1/9|0.111|0.11] | instruments FILE.yaml`"""

import argparse
import json
import sys
from pathlib import Path

from pendapa.cli.installation import database_at_hand, set_up_django
from pendapa.evaluation.answer_files import Fault, in_english, sums_in
from pendapa.evaluation.rules import SCALE, WEIGHTS, element_steps, rounded, satisfaction_index

HELP = "Compute the satisfaction index of a file of answers, step by step; load the instruments of evaluation."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with which file and weight."""
    actions = parser.add_subparsers(dest="action", required=True)
    compute = actions.add_parser("compute", help="Print index, category and every step on the way as JSON.")
    compute.add_argument("csv", type=Path, metavar="FILE.csv", help="columns U1 … U9, or element,n4,n3,n2,n1")
    compute.add_argument("--weight", choices=list(WEIGHTS), default="1/9", help="of each element; 1/9 when absent")
    loading = actions.add_parser("instruments", help="Load surveys, forums and self-assessments that fall due.")
    loading.add_argument("yaml", type=Path, metavar="FILE.yaml", help="as demo/tirtamaya/instruments.yaml")


def run(options: argparse.Namespace) -> int:
    """Exit status 1 when the file cannot be read or holds what it should not; every fault names the file."""
    return _load_instruments(options.yaml) if options.action == "instruments" else _compute(options)


def _compute(options: argparse.Namespace) -> int:
    try:
        content = options.csv.read_bytes()
    except OSError as unread:
        print(f"pendapa: {options.csv}: {unread.strerror or unread}", file=sys.stderr)
        return 1
    found = sums_in(content)
    if isinstance(found, list):
        for fault in found:
            print(f"pendapa: {_place(options.csv, fault)}: {in_english(fault)}", file=sys.stderr)
        return 1
    result = satisfaction_index(found.sums, found.respondents, options.weight)
    steps = element_steps(found.sums, found.respondents, options.weight)
    told = {
        "file": options.csv.name,
        "respondents": found.respondents,
        "weight": options.weight,
        "elements": {
            f"U{place}": {"sum": step.total, "mean": float(step.mean), "weighted": float(step.weighted)}
            for place, step in enumerate(steps, start=1)
        },
        "weighted_sum": float(rounded(sum(found.sums) * WEIGHTS[options.weight] / found.respondents, 4)),
        "scale": SCALE,
        "index": float(result.index),
        "category": result.category,
    }
    print(json.dumps(told, indent=2))
    return 0


def _load_instruments(path: Path) -> int:
    with database_at_hand():
        set_up_django()
        from pendapa.cli.commands.migrate import bring_up_to_date, has_missing_migrations
        from pendapa.evaluation.calendar.reading import WrongInstruments, load_instruments

        if has_missing_migrations():
            bring_up_to_date()
        try:
            count = load_instruments(path)
        except WrongInstruments as wrong:
            print("\n".join(f"pendapa: {fault}" for fault in wrong.faults), file=sys.stderr)
            return 1
    print(json.dumps({"instruments": count}))
    return 0


def _place(file: Path, fault: Fault) -> str:
    return f"{file}:{fault.line}" if fault.line else str(file)
