"""`pendapa log`"""

import argparse
import sys

from pendapa.cli.installation import database_at_hand, set_up_django

HELP = "Tell how the public log stands; begin it anew under another name when it cannot go on."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to tell how it stands."""
    parser.add_argument(
        "--begin",
        metavar="NAME",
        help="end the present log and go on under this name: only when what was signed is lost (docs/public-log.md)",
    )


def run(options: argparse.Namespace) -> int:
    """Print name, key, size and what speaks against signing; 1 when something does."""
    with database_at_hand():
        set_up_django()
        return _begin(options.begin) if options.begin else _tell()


def _tell() -> int:
    from pendapa.ledger.queries import log_name, log_vkey, newest_checkpoint
    from pendapa.ledger.sequencing import fault_of_tree

    newest = newest_checkpoint()
    size, root = (newest.size, bytes(newest.root)) if newest else (0, b"")
    fault = fault_of_tree(log_name(), size, root)
    print(f"name    {log_name()}\nkey     {log_vkey()}\nentries {size}")
    print(f"signed  {newest.at.isoformat(timespec='seconds') if newest else 'never'}")
    if fault:
        print(f"pendapa: {fault}", file=sys.stderr)
    return 1 if fault else 0


def _begin(name: str) -> int:
    from django.utils import timezone

    from pendapa.kernel.problems import Invalid
    from pendapa.ledger.beginning import begin_under
    from pendapa.ledger.keeping import UnreadableCheckpoint

    try:
        aside = begin_under(name, at=timezone.now())
    except (Invalid, UnreadableCheckpoint) as fault:
        print(f"pendapa: {getattr(fault, 'detail', '') or fault}", file=sys.stderr)
        return 1
    if aside is not None:
        print(f"The last checkpoint of the old log is kept in {aside}.")
    return _tell()
