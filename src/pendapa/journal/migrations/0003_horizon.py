"""The horizon below which no transaction of this database is still running."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION journal_horizon() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    seen pg_snapshot;
    beyond bigint;
    oldest bigint;
BEGIN
    PERFORM pg_stat_clear_snapshot();
    seen := pg_current_snapshot();
    -- Other databases of the server may run long transactions; they write nothing here. Where this role may not see
    -- all sessions of this database, the server-wide horizon is the safe answer. What runs for no user is the
    -- server's own vacuuming, which writes no entries either.
    IF EXISTS (
        SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND usesysid IS NOT NULL AND query = '<insufficient privilege>'
    ) THEN
        RETURN pg_snapshot_xmin(seen)::text::bigint + journal_offset();
    END IF;
    beyond := pg_snapshot_xmax(seen)::text::bigint;
    SELECT min(beyond - distance) INTO oldest FROM (
        SELECT (beyond - xid::text::bigint) & 4294967295 AS distance FROM (
            SELECT backend_xid AS xid FROM pg_stat_activity
            WHERE datname = current_database() AND usesysid IS NOT NULL
            UNION ALL SELECT transaction FROM pg_prepared_xacts WHERE database = current_database()
        ) AS running WHERE xid IS NOT NULL
    ) AS distances WHERE distance < 2147483648;
    RETURN least(beyond, oldest) + journal_offset();
END $$;
"""

BACKWARD = "DROP FUNCTION journal_horizon();"


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
