"""Getting ready to work on this installation: its database at hand, Django set up."""

import contextlib
import os
import time
from collections.abc import Iterator

import psycopg

from pendapa.cli.embedded_postgres import EmbeddedDatabase, embedded_database
from pendapa.cli.postgres.faults import DatabaseFault
from pendapa.config.environment import environment

WAIT_SECONDS = 30.0


@contextlib.contextmanager
def database_at_hand() -> Iterator[EmbeddedDatabase | None]:
    """DATABASE_URL's server if one is named, else our share in the embedded one, for a block. DatabaseFault."""
    given = environment().database_url
    if given:
        _wait_for(given)
        yield None
        return
    with embedded_database(environment().home) as database:
        os.environ["DATABASE_URL"] = database.url
        environment.cache_clear()
        yield database


def _wait_for(url: str) -> None:
    """A server that starts at the same time as we do is given half a minute."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            psycopg.connect(url, connect_timeout=5).close()
            return
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                # The text may repeat the password's user, never the password.
                raise DatabaseFault(f"The database that DATABASE_URL names does not answer: {error}") from error
        time.sleep(0.5)


def set_up_django() -> None:
    """Load the settings and all packages; raises WrongEnvironment."""
    environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pendapa.config.settings")
    import django

    django.setup()
