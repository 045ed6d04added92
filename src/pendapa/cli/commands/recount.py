"""`pendapa recount`"""

import argparse

from pendapa.cli.installation import database_at_hand, set_up_django

HELP = "Count the measures of the scorecards anew from the public log; the worker does it, the log is not touched."


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_options: argparse.Namespace) -> int:
    """Say how many entries will be counted again."""
    with database_at_hand():
        set_up_django()
        from pendapa.evaluation.measures.recounting import forget_counts

        counted = forget_counts()
    print(f"The measures are empty; the worker counts the log anew ({counted} entries so far).")
    return 0
