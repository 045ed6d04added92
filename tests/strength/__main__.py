"""Trials of strength: kill -9 in the midst of work, thousands who listen, a year of figures recounted, alarms."""

import argparse
import sys
from pathlib import Path

from pendapa.evaluation.watching.simulating import false_clusters, try_charts
from tests.strength.crash import APPLICATIONS, COMPLAINTS, Trial, try_crashes
from tests.strength.live import try_streams
from tests.strength.recounting import try_recounting


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.strength", description=__doc__)
    trials = parser.add_subparsers(dest="trial", required=True)
    crash = trials.add_parser("crash", help="nothing is lost and nothing is done twice")
    crash.add_argument("--applications", type=int, default=300)
    crash.add_argument("--pause", type=float, default=2.0, help="seconds between two kills (default 2)")
    complaints = trials.add_parser("complaints", help="the same of reports, by the API and page by page")
    complaints.add_argument("--reports", type=int, default=60)
    complaints.add_argument(
        "--kills", type=int, default=3, help="kill -9 of web, worker and database (default 3 of each)"
    )
    complaints.add_argument("--pause", type=float, default=1.0, help="seconds between two kills (default 1)")
    live = trials.add_parser("live", help="nobody who listens misses or doubles an entry")
    live.add_argument("--streams", type=int, default=5000)
    live.add_argument("--entries", type=int, default=400, help="in quiet, and again at each kill (default 400)")
    live.add_argument("--kills", type=int, default=3, help="kill -9 of live and of the worker (default 3 of each)")
    live.add_argument("--rest", type=float, default=30.0, help="idle seconds before memory is measured (default 30)")
    year = trials.add_parser("year", help="an audit recounts every figure and names what was changed by hand")
    year.add_argument("--cases", type=int, default=100_000)
    alarms = trials.add_parser("alarms", help="few false alarms, and a drop is found within four periods")
    alarms.add_argument("--series", type=int, default=10_000)
    alarms.add_argument("--seed", type=int, default=2026)
    for trial in (crash, complaints, live, year):
        trial.add_argument("--log", type=Path, help="keep what the installation logged in this file")
    options = parser.parse_args()
    tried = {
        "crash": _try_crash,
        "complaints": _try_complaints,
        "live": _try_live,
        "year": _try_year,
        "alarms": _try_alarms,
    }
    faults = tried[options.trial](options)
    return 1 if faults else 0


def _try_crash(options: argparse.Namespace) -> list[str]:
    trial = try_crashes(APPLICATIONS, options.applications, options.pause, log_to=options.log)
    return _told(trial, f"{options.applications} applications")


def _try_complaints(options: argparse.Namespace) -> list[str]:
    trial = try_crashes(COMPLAINTS, options.reports, options.pause, kills=options.kills, log_to=options.log)
    return _told(trial, f"{options.reports} reports")


def _told(trial: Trial, what: str) -> list[str]:
    killed = ", ".join(f"{target} {count}×" for target, count in sorted(trial.killed.items()))
    print(f"{what} in {trial.seconds:.0f} s; killed with -9: {killed}")
    print(f"sent again after no answer: {trial.sent_again}; told their receipt a second time: {trial.told_twice}")
    print("\n".join(trial.faults) or "Each is there once, with all that belongs to it; every subscriber is complete.")
    return trial.faults


def _try_live(options: argparse.Namespace) -> list[str]:
    trial = try_streams(options.streams, options.entries, options.kills, rest=options.rest, log_to=options.log)
    back = ", ".join(f"{seconds:.1f}" for seconds in trial.back_seconds)
    print(f"{trial.streams} streams opened in {trial.opened_seconds:.1f} s")
    print(f"memory of live: {trial.empty_megabytes:.0f} MB empty, {trial.full_megabytes:.0f} MB with all open (PSS)")
    for whom, to_all in (("ten pages", False), ("every page", True)):
        figures = [trial.percentile(percent, to_all=to_all) for percent in (50, 95, 99)]
        print(f"to {whom}, ms after commit: median {figures[0]:.0f}, 95 % {figures[1]:.0f}, 99 % {figures[2]:.0f}")
    print(f"killed with -9: {trial.killed}; streams cut {trial.cuts}; all were back after {back} s")
    print(f"{trial.entries} entries, told {trial.told} times")
    print("\n".join(trial.faults) or "Nobody missed an entry, nobody was told one twice.")
    return trial.faults


def _try_year(options: argparse.Namespace) -> list[str]:
    trial = try_recounting(options.cases, log_to=options.log)
    print(f"{options.cases} cases, {trial.entries} entries of the journal, {trial.figures} rows of figures")
    print("\n".join(f"{what}: {seconds:.0f} s" for what, seconds in trial.seconds.items()))
    print("\n".join(trial.told))
    print("\n".join(trial.faults) or "Every figure was recounted; every change was found.")
    return trial.faults


def _try_alarms(options: argparse.Namespace) -> list[str]:
    print(f"{options.series} series of each kind, seed {options.seed}; shares of series that alarm")
    print(f"{'':44}{'stable, in a year':>18}{'1 sd of answers, in 4':>23}{'1 sd of a mean, in 4':>22}")
    trials = list(try_charts(options.series, options.seed))
    for one in trials:
        print(f"{one.name:44}{one.false:>18.1%}{one.found:>23.1%}{one.found_small:>22.1%}")
    years = max(options.series // 100, 1)
    wrong = false_clusters(years, options.seed)
    print(f"years with a cluster though nothing changed (40 topics in places): {wrong:.1%} of {years}")
    faults = [f"{one.name}: not as promised" for one in trials if not one.is_met]
    faults += ["clusters: not as promised"] if wrong >= 0.05 else []
    print(
        "\n".join(faults)
        or "Under 5 % of stable series alarm in a year; at least 90 % of drops are found in four periods."
    )
    return faults


if __name__ == "__main__":
    sys.exit(main())
