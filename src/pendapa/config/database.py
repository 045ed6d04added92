"""A database address as Django's settings."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

WITHOUT_ADDRESS = "postgresql:///pendapa"
DJANGO_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
POOL_WAIT_SECONDS = 10
PREPARED_AFTER = 2
"""Times a fixed statement is run on one connection before it is prepared there (see `kernel.statements`)."""


def database_settings(url: str, *, pool_size: int) -> dict[str, Any]:
    """`DATABASES["default"]` for an address; `pool_size` connections at most for each process."""
    parts = conninfo_to_dict(url or WITHOUT_ADDRESS)
    named = {setting: str(parts.pop(name, "")) for name, setting in DJANGO_NAMES.items()}
    pool = {"min_size": 1, "max_size": pool_size + 1, "timeout": POOL_WAIT_SECONDS}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **named,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**parts, "pool": pool, "prepare_threshold": PREPARED_AFTER},
    }
