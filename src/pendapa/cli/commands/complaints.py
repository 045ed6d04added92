"""`pendapa complaints train [CSV] | suggest --csv FILE | import CSV`"""

import argparse
import csv
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pendapa.cli.installation import database_at_hand, set_up_django

if TYPE_CHECKING:
    from pendapa.complaints.suggesting.examples import Example

HELP = "Learn to suggest unit and topic of complaints, ask for suggestions, import complaints of another system."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with which file."""
    actions = parser.add_subparsers(dest="action", required=True)
    train = actions.add_parser("train", help="Print the figures of the fixed split, then learn from all and keep it.")
    train.add_argument(
        "csv", type=Path, nargs="?", metavar="CSV", help="columns text, topic, agency, district, village"
    )
    train.add_argument("--if-worth", action="store_true", help="only when there is as much to learn from as before")
    suggest = actions.add_parser("suggest", help="Print one JSON line per row: units, topics, because.")
    suggest.add_argument("--csv", type=Path, required=True, metavar="FILE", help="columns text, district, village")
    importing = actions.add_parser("import", help="Import complaints; those imported before are passed over.")
    importing.add_argument("csv", type=Path, metavar="CSV", help="as for train, and month, first_response_hours")


def run(options: argparse.Namespace) -> int:
    """Exit status 1 when the file cannot be read or teaches nothing."""
    if options.csv is not None and not options.csv.is_file():
        return _refuse(f"{options.csv} is not a file.")
    with database_at_hand():
        set_up_django()
        from pendapa.cli.commands.migrate import bring_up_to_date, has_missing_migrations

        if has_missing_migrations():
            bring_up_to_date()
        try:
            return {"train": _train, "suggest": _suggest, "import": _import}[options.action](options)
        except UnicodeDecodeError:
            return _refuse(f"{options.csv} is not UTF-8.")
        except csv.Error as fault:
            return _refuse(f"{options.csv} is not a CSV file: {fault}")
        except BrokenPipeError:
            # Whoever read our lines has read enough; the interpreter must not try to write the rest.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 1


def _train(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from pendapa.complaints.suggesting.examples import WrongColumns
    from pendapa.complaints.suggesting.history import is_worth_learning, own_history
    from pendapa.complaints.suggesting.keeping import train, use_one_thread

    try:
        examples = list(_examples(options.csv)) if options.csv else own_history()
    except WrongColumns as missing:
        return _refuse(f"{options.csv} lacks the columns: {missing}.")
    if options.if_worth and not is_worth_learning(len(examples)):
        return 0
    if not examples:
        return _refuse("there is no complaint with a text and a unit to learn from.")
    use_one_thread()
    from pendapa.complaints.suggesting.measuring import measure

    figures = measure(examples)
    kept = train(examples, figures, at=timezone.now())
    print(
        json.dumps({"version": kept.version, "rows": kept.rows, "digest": kept.digest, **figures}, ensure_ascii=False)
    )
    return 0


def _suggest(options: argparse.Namespace) -> int:
    from pendapa.complaints.suggesting import suggest

    with options.csv.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        if "text" not in (reader.fieldnames or ()):
            return _refuse(f"{options.csv} lacks the column: text.")
        for row in reader:
            text, district, village = ((row.get(name) or "").strip() for name in ("text", "district", "village"))
            found = suggest(text, district=district, village=village)
            line = {
                "units": [name for name, _ in found.units],
                "topics": [name for name, _ in found.topics],
                "because": found.because,
            }
            print(json.dumps(line, ensure_ascii=False))
    return 0


def _import(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from pendapa.complaints.importing import import_complaints, rows_in
    from pendapa.complaints.suggesting.examples import WrongColumns

    try:
        with options.csv.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(rows_in(lines))
    except WrongColumns as missing:
        return _refuse(f"{options.csv} lacks the columns: {missing}.")
    report = import_complaints(rows, at=timezone.now(), say=_say)
    print(json.dumps(report.as_json()))
    return 0


def _examples(path: Path) -> "Iterator[Example]":
    from pendapa.complaints.suggesting.examples import examples_in

    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from examples_in(lines)


def _refuse(reason: str) -> int:
    print(f"pendapa: {reason}", file=sys.stderr)
    return 1


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
