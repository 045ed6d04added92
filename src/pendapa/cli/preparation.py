"""What `pendapa up` does before it serves, in a process of its own: migrate, publish files, load the demonstration
and, with `--year`, fill it."""

import sys
from importlib import import_module
from importlib.util import find_spec

from pendapa.cli.commands.migrate import bring_up_to_date
from pendapa.cli.installation import set_up_django
from pendapa.cli.prepared import year_note
from pendapa.config.environment import WrongEnvironment, environment

DEMONSTRATION = "pendapa.cli.demo"


def main() -> int:
    """Entry point: `python -m pendapa.cli.preparation [--year]`; the database is named in DATABASE_URL."""
    try:
        set_up_django()
    except WrongEnvironment as wrong:
        print("\n".join(wrong.faults), file=sys.stderr)
        return 1
    bring_up_to_date()
    if environment().demo and not (environment().home / "demo-accounts.json").exists() and find_spec(DEMONSTRATION):
        import_module(DEMONSTRATION).load_demonstration()
    if environment().demo and "--year" in sys.argv[1:] and not year_note(environment()).exists():
        _make_year()
    return 0


def _make_year() -> None:
    """An installation that may not have one is served without it."""
    from django.utils import timezone

    from pendapa.cli.demo.year import NoDemonstration, NotQuiet, make_year

    try:
        make_year(at=timezone.now(), say=_say)
    except (NoDemonstration, NotQuiet) as fault:
        print(f"pendapa: {fault}", file=sys.stderr)
        return
    year_note(environment()).touch()


def _say(line: str) -> None:
    print(f"pendapa: {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
