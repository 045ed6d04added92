"""`pendapa audit URL`"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

HELP = "Verify another installation's public log and recompute its published figures; needs nothing of ours."
RIGHT, WANTING, UNTRUSTWORTHY, UNREADABLE = range(4)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which installation, by which keys, and how it is told."""
    parser.description = (
        f"{HELP} Ends with 0 when all is right, 1 when a figure differs or the signatures of witnesses that were asked "
        "for are missing or too old, 2 when the log is not to be trusted, 3 when it could not be reached or read."
    )
    parser.add_argument("url", metavar="URL", help="the address of the site, such as https://layanan.example.go.id")
    parser.add_argument("--state", type=Path, metavar="DIR", help="where visits are remembered")
    parser.add_argument("--key", metavar="VKEY", help="the key of the log (default: as published at the first visit)")
    parser.add_argument(
        "--witness", action="append", default=[], metavar="VKEY", help="ask for the signature of this witness"
    )
    parser.add_argument(
        "--quorum", type=int, metavar="N", help="at least N of the witnesses named must have signed (default: all)"
    )
    parser.add_argument(
        "--cosigned-within", type=_days, default=7.0, metavar="DAYS",
        help="a witness's signature that is older does not count (default 7)",
    )  # fmt: skip
    parser.add_argument("--log-only", action="store_true", help="verify the log, compare no figures")
    parser.add_argument("--json", action="store_true", help="tell the findings as JSON")


def run(options: argparse.Namespace) -> int:
    """The exit status documented with the command."""
    from pendapa.cli.audit.auditing import audit
    from pendapa.cli.audit.comparing import Unreadable
    from pendapa.cli.audit.reading import Untrustworthy
    from pendapa.cli.audit.telling import as_json, printable, told
    from pendapa.cli.audit.visits import DamagedVisit
    from pendapa.ledger.fetching import Unreachable
    from pendapa.ledger.notes import NoteFault

    try:
        asked = _asked(options)
    except ValueError as fault:
        return _refuse(options, "unreadable", printable(f"Not audited: {fault}."), UNREADABLE)
    try:
        findings = audit(asked, _silent if options.json else _say)
    except Untrustworthy as fault:
        return _refuse(options, "untrustworthy", printable(f"DO NOT TRUST THIS LOG: {fault}."), UNTRUSTWORTHY)
    except (Unreachable, Unreadable, DamagedVisit, NoteFault) as fault:
        return _refuse(options, "unreadable", printable(f"Not audited: {fault}."), UNREADABLE)
    print(json.dumps(as_json(findings), indent=2) if options.json else told(findings))
    return WANTING if findings.differences or not findings.cosigning.is_enough else RIGHT


def _days(text: str) -> float:
    days = float(text)
    if not 0 < days < float("inf"):
        raise ValueError(text)
    return days


def _asked(options: argparse.Namespace) -> Any:
    from pendapa.cli.audit.auditing import Asked
    from pendapa.cli.audit.cosigning import demand_of
    from pendapa.cli.audit.visits import default_folder
    from pendapa.ledger.notes import Verifier
    from pendapa.ledger.witnessing.keys import witness_key

    return Asked(
        url=options.url.rstrip("/").removesuffix("/log"),
        folder=options.state or default_folder(),
        key=Verifier.of(options.key) if options.key else None,
        demand=demand_of([witness_key(vkey) for vkey in options.witness], options.quorum, options.cosigned_within),
        with_figures=not options.log_only,
    )


def _refuse(options: argparse.Namespace, verdict: str, reason: str, status: int) -> int:
    if options.json:
        print(json.dumps({"url": options.url, "verdict": verdict, "reason": reason}, indent=2))
    else:
        print(reason)
    return status


def _say(text: str) -> None:
    from pendapa.cli.audit.telling import printable

    print(printable(text), file=sys.stderr, flush=True)


def _silent(_text: str) -> None:
    return
