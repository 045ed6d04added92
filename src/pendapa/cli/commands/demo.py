"""`pendapa demo year`"""

import argparse
import sys
import time

from pendapa.cli.installation import database_at_hand, set_up_django

HELP = "Fill the demonstration with an invented year: reports, applications, ratings, findings."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to make."""
    parser.add_argument("what", choices=["year"], help="the year up to yesterday; made before, it stays as it is")


def run(_options: argparse.Namespace) -> int:
    """Say what is done; 1 where the installation is no demonstration."""
    with database_at_hand():
        set_up_django()
        from django.utils import timezone

        from pendapa.cli.demo.year import NoDemonstration, NotQuiet, make_year

        begun = time.monotonic()
        try:
            is_new = make_year(at=timezone.now(), say=print)
        except (NoDemonstration, NotQuiet) as fault:
            print(f"pendapa: {fault}", file=sys.stderr)
            return 1
    what = "The year is made" if is_new else "The year was there already; nothing is made twice"
    print(f"{what} ({time.monotonic() - begun:.0f} s).")
    return 0
