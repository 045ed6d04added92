"""`pendapa migrate`"""

import argparse

from pendapa.cli.installation import database_at_hand, set_up_django

HELP = "Bring the database and the published files up to date."

# Any number; it only has to be the same in all our processes.
MIGRATION_LOCK = 0x70656E64


def run(_options: argparse.Namespace) -> int:
    """Safe to run at any time, and from several machines at once."""
    with database_at_hand():
        set_up_django()
        bring_up_to_date()
    return 0


def bring_up_to_date() -> None:
    """Apply missing migrations under a lock, put the journal in order after a restore, publish files and trust, and
    begin the log."""
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from pendapa.config.assets import publish_assets
    from pendapa.documents.actions import prepare_authority
    from pendapa.journal.actions import renumber_after_restore
    from pendapa.ledger.sequencing import begin_log

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            if has_missing_migrations():
                call_command("migrate", interactive=False, verbosity=0)
                call_command("createcachetable", verbosity=0)
            renumber_after_restore()
            publish_assets()
            prepare_authority(at=timezone.now())
            begin_log()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def has_missing_migrations() -> bool:
    """Whether the code knows migrations the database has not had."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
