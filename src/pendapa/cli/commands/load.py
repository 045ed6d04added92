"""`pendapa load PATH`"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from pendapa.cli.installation import database_at_hand, set_up_django

HELP = "Load services, forms, processes and templates from a folder; changes nothing if anything in it is wrong."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder."""
    parser.add_argument("path", type=Path, metavar="PATH", help="the folder to load")


def run(options: argparse.Namespace) -> int:
    """Print what changed, or each fault as `file:line: message`."""
    if not options.path.is_dir():
        print(f"pendapa: {options.path} is not a folder.", file=sys.stderr)
        return 1
    with database_at_hand():
        set_up_django()
        from django.utils import timezone

        from pendapa.catalogue.loader import load_folder
        from pendapa.journal.actors import SYSTEM

        report = load_folder(options.path, actor=replace(SYSTEM, channel="cli"), at=timezone.now())
    print("\n".join(report.lines()))
    return 0 if report.is_clean else 1
