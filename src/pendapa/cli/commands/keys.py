"""`pendapa keys rotate`"""

import argparse
import base64
import os
import secrets
import sys

from pendapa.cli.installation import database_at_hand, set_up_django
from pendapa.config.environment import environment
from pendapa.config.secret_store import change_secret

HELP = "Work with the encryption keys."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with them."""
    actions = parser.add_subparsers(dest="action", required=True)
    rotate = actions.add_parser("rotate", help="Make a new key and encrypt everything with it.")
    rotate.add_argument("--only-encrypt", action="store_true", help="make no new key; use the newest of the ring")


def run(options: argparse.Namespace) -> int:
    """A new newest key (unless PENDAPA_KEY_RING is set by hand), then every stored value under it."""
    if os.environ.get("PENDAPA_KEY_RING") and not options.only_encrypt:
        print(
            "pendapa: PENDAPA_KEY_RING is set in the environment. Put a new id:key pair before the others there, "
            "restart, and run `pendapa keys rotate --only-encrypt`.",
            file=sys.stderr,
        )
        return 1
    if not options.only_encrypt:
        change_secret(environment().home, "key_ring", _with_new_key)
        environment.cache_clear()
    with database_at_hand():
        set_up_django()
        from pendapa.cli.keys import rotate_keys

        print(f"{rotate_keys()} values encrypted with the newest key. Restart the other processes.")
    return 0


def _with_new_key(ring: list[str]) -> list[str]:
    taken = {entry.partition(":")[0] for entry in ring}
    number = next(number for number in range(1, len(ring) + 2) if f"k{number}" not in taken)
    return [f"k{number}:{base64.b64encode(secrets.token_bytes(32)).decode()}", *ring]
