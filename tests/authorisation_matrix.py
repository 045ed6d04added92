"""Print the authorisation matrix as it is now: `DATABASE_URL=… python -m tests.authorisation_matrix`.

With `--write` it becomes the agreed table `authorisation_matrix.csv`, where a reviewer reads every change as a line.
"""

import os
import sys

import django


def main() -> None:
    """Build the hall in a test database, walk it, and print or write the table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pendapa.config.settings")
    django.setup()
    from tests.authorisation import TABLE, write_table
    from tests.hall import walk_in_test_database

    matrix = walk_in_test_database()
    if "--write" in sys.argv:
        with TABLE.open("w", newline="", encoding="utf-8") as stream:
            write_table(matrix, stream)
    else:
        write_table(matrix, sys.stdout)


if __name__ == "__main__":
    main()
