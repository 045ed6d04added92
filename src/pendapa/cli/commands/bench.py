"""`pendapa bench`"""

import argparse
import json
import sys
from pathlib import Path

HELP = "Measure speed and memory on a scratch installation, against denominators of the same run."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How long, and where to."""
    parser.add_argument("--seconds", type=_seconds, default=15.0, help="for each rate, in three rounds (default 15)")
    parser.add_argument(
        "--entries", type=_entries, default=200_000, help="of the log, over which scorecards are asked (default 200000)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the same figures to FILE as JSON")


def run(options: argparse.Namespace) -> int:
    """Print the table; 1 when a target is missed or something could not be measured."""
    from pendapa.cli.bench.figures import are_all_met, table_of
    from pendapa.cli.bench.load import Refused
    from pendapa.cli.bench.measuring import Measurement, measure
    from pendapa.cli.bench.scratch import NotStarted

    result, is_whole = Measurement(), True
    try:
        measure(result, options.seconds, options.entries, _say)
    except (NotStarted, Refused) as fault:
        print(f"pendapa: not measured: {fault}", file=sys.stderr)
        is_whole = False
    print(table_of(result.figures))
    if options.json is not None:
        options.json.write_text(json.dumps(result.as_json(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0 if is_whole and are_all_met(result.figures) else 1


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 3 <= seconds <= 600:
        raise argparse.ArgumentTypeError("a number of seconds from 3 to 600")
    return seconds


def _entries(text: str) -> int:
    entries = int(text)
    if not 1_000 <= entries <= 100_000_000:
        raise argparse.ArgumentTypeError("a number of entries from 1000 to 100000000")
    return entries


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
