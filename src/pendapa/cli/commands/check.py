"""`pendapa check`"""

import argparse
import base64
import os
import tempfile
from collections.abc import Callable

from pendapa.cli.installation import database_at_hand, set_up_django
from pendapa.config.environment import environment

HELP = "See whether this installation is fit to serve; says in plain words what is not."

Finding = str | None


def run(_options: argparse.Namespace) -> int:
    """One line per examination; exit status 1 if any failed."""
    with database_at_hand():
        set_up_django()
        results = [(title, examine()) for title, examine in EXAMINATIONS]
    for title, fault in results:
        print(f"{'no ' if fault else 'yes'}  {title}{f': {fault}' if fault else ''}")
    return 1 if any(fault for _, fault in results) else 0


def _database() -> Finding:
    from django.db import connection

    version = connection.pg_version  # type: ignore[attr-defined]
    return None if version >= 150000 else "it is older than PostgreSQL 15"


def _migrations() -> Finding:
    from pendapa.cli.commands.migrate import has_missing_migrations

    return "run `pendapa migrate`" if has_missing_migrations() else None


def _files() -> Finding:
    home = environment().home
    try:
        with tempfile.NamedTemporaryFile(dir=home):
            return None
    except OSError as error:
        return f"{home}: {error.strerror}"


def _secrets() -> Finding:
    path = environment().home / "secrets.json"
    return f"others may read {path}: chmod 600" if path.exists() and path.stat().st_mode & 0o077 else None


def _keys() -> Finding:
    from pendapa.kernel.encryption import decrypt, encrypt

    sample = os.urandom(8)
    same = decrypt(encrypt(sample, context="check"), context="check") == sample
    return None if same else f"what was encrypted does not open ({base64.b64encode(sample).decode()})"


def _languages() -> Finding:
    from django.apps import apps

    sources = [path for config in apps.get_app_configs() for path in _translation_sources(config.path)]
    stale = [path for path in sources if not os.path.exists(f"{path[:-3]}.mo")]
    return "run `python tools/messages.py compile`" if stale else None


def _translation_sources(folder: str) -> list[str]:
    path = os.path.join(folder, "locale", "id", "LC_MESSAGES", "django.po")
    return [path] if "pendapa" in path and os.path.exists(path) else []


def _deployment() -> Finding:
    from django.core.checks import WARNING, run_checks

    found = [message for message in run_checks(include_deployment_checks=True) if message.level >= WARNING]
    served_plainly = {"security.W004", "security.W012", "security.W016"}
    if not environment().is_secure:
        found = [message for message in found if message.id not in served_plainly]
    return "; ".join(f"{message.msg} ({message.id})" for message in found if not message.is_silenced()) or None


def _https() -> Finding:
    settings = environment()
    is_local = settings.host.startswith("127.") or settings.host in {"localhost", "::1"}
    return None if settings.is_secure or is_local else "set PENDAPA_PUBLIC_URL to an https address"


def _log() -> Finding:
    from django.conf import settings

    from pendapa.ledger.queries import log_name, newest_checkpoint
    from pendapa.ledger.sequencing import fault_of_tree
    from pendapa.ledger.signing import wished_name

    name, newest = log_name(), newest_checkpoint()
    if settings.PENDAPA_LOG_NAME not in ("", name):
        wished = settings.PENDAPA_LOG_NAME
        return f"PENDAPA_LOG_NAME says {wished}, the log is {name}: take it back, or `pendapa log --begin {wished}`"
    if environment().is_secure and name.startswith(("127.", "localhost", "[::1]")):
        return f"it was begun as {name}, before there was a public address: `pendapa log --begin {wished_name()}`"
    return fault_of_tree(name, newest.size if newest else 0, bytes(newest.root) if newest else b"") or None


EXAMINATIONS: list[tuple[str, Callable[[], Finding]]] = [
    ("The database answers and is new enough", _database),
    ("The database is up to date", _migrations),
    ("Files can be written", _files),
    ("The secrets are readable by their owner only", _secrets),
    ("Encryption keys work", _keys),
    ("The public log extends what was signed before", _log),
    ("Translations are compiled", _languages),
    ("People come by https, or only from this machine", _https),
    ("Django has no objection to the settings", _deployment),
]
