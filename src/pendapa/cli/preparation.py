"""What `pendapa up` does before it serves, in a process of its own: migrate, publish files, load the demonstration."""

import sys
from importlib import import_module
from importlib.util import find_spec

from pendapa.cli.commands.migrate import bring_up_to_date
from pendapa.cli.installation import set_up_django
from pendapa.config.environment import WrongEnvironment, environment

DEMONSTRATION = "pendapa.cli.demo"


def main() -> int:
    """Entry point: `python -m pendapa.cli.preparation`; the database is named in DATABASE_URL."""
    try:
        set_up_django()
    except WrongEnvironment as wrong:
        print("\n".join(wrong.faults), file=sys.stderr)
        return 1
    bring_up_to_date()
    if environment().demo and not (environment().home / "demo-accounts.json").exists() and find_spec(DEMONSTRATION):
        import_module(DEMONSTRATION).load_demonstration()
    return 0


if __name__ == "__main__":
    sys.exit(main())
