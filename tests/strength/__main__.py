"""`python -m tests.strength crash`: kill -9 of web, worker and database in turn while applications are sent."""

import argparse
import sys
from pathlib import Path

from tests.strength.crash import try_crashes


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.strength", description=__doc__)
    trials = parser.add_subparsers(dest="trial", required=True)
    crash = trials.add_parser("crash", help="nothing is lost and nothing is done twice")
    crash.add_argument("--applications", type=int, default=300)
    crash.add_argument("--pause", type=float, default=2.0, help="seconds between two kills (default 2)")
    crash.add_argument("--log", type=Path, help="keep what the installation logged in this file")
    options = parser.parse_args()
    trial = try_crashes(options.applications, options.pause, log_to=options.log)
    killed = ", ".join(f"{target} {count}×" for target, count in sorted(trial.killed.items()))
    print(f"{options.applications} applications in {trial.seconds:.0f} s; killed with -9: {killed}")
    print(f"sent again after no answer: {trial.sent_again}; told their receipt a second time: {trial.told_twice}")
    print("\n".join(trial.faults) or "Each is there once, with all that belongs to it; every subscriber is complete.")
    return 1 if trial.faults else 0


if __name__ == "__main__":
    sys.exit(main())
