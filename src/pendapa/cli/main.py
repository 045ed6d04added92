"""The `pendapa` command."""

import argparse
import sys
from importlib import import_module
from types import ModuleType

from pendapa import __version__
from pendapa.cli.postgres.faults import DatabaseFault
from pendapa.config.environment import WrongEnvironment

COMMANDS = (
    "up",
    "web",
    "live",
    "worker",
    "migrate",
    "load",
    "verify",
    "check",
    "keys",
    "bench",
    "complaints",
    "recount",
    "survey",
    "witness",
    "audit",
    "log",
    "demo",
)


def command_line(names: tuple[str, ...] = COMMANDS) -> argparse.ArgumentParser:
    """The command line, read from the commands themselves: all of them, or those named."""
    parser = argparse.ArgumentParser(prog="pendapa", description="Public service on one case and one journal.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in names:
        module = _command(name)
        own = commands.add_parser(name, help=module.HELP, description=module.HELP)
        if hasattr(module, "add_arguments"):
            module.add_arguments(own)
        own.set_defaults(run=module.run)
    return parser


def _command(name: str) -> ModuleType:
    return import_module(f"pendapa.cli.commands.{name}")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status. Faults of the installation are told in plain words."""
    given = sys.argv[1:] if arguments is None else arguments
    # Each process of an installation starts here: what the other commands would load costs it half a second.
    named = tuple(given[:1]) if given and given[0] in COMMANDS else COMMANDS
    options = command_line(named).parse_args(given)
    try:
        return int(options.run(options))
    except WrongEnvironment as wrong:
        for fault in wrong.faults:
            print(f"pendapa: {fault}", file=sys.stderr)
    except DatabaseFault as fault:
        print(f"pendapa: {fault}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main())
