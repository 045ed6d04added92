"""Append-only in the database itself: no UPDATE, DELETE or TRUNCATE, for anyone, but by the erasing function."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION journal_offset() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT "offset" FROM journal_numbering WHERE id = 1), 0)
$$;

CREATE FUNCTION journal_number_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.transaction_id := pg_current_xact_id()::text::bigint + journal_offset();
    RETURN NEW;
END $$;

CREATE FUNCTION journal_renumber_after_restore() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    here bigint := (SELECT system_identifier FROM pg_control_system());
    needed bigint;
BEGIN
    LOCK TABLE journal_numbering IN EXCLUSIVE MODE;
    IF EXISTS (SELECT 1 FROM journal_numbering WHERE id = 1 AND server = here) THEN
        RETURN false;
    END IF;
    SELECT greatest(max(highest) + 1 - pg_snapshot_xmin(pg_current_snapshot())::text::bigint, 0) INTO needed FROM (
        SELECT max(transaction_id) AS highest FROM journal_entry
        UNION ALL SELECT max(high) FROM journal_subscribercursor
    ) AS reached;
    INSERT INTO journal_numbering (id, server, "offset") VALUES (1, here, coalesce(needed, 0))
        ON CONFLICT (id) DO UPDATE SET server = excluded.server, "offset" = excluded."offset";
    RETURN true;
END $$;

CREATE FUNCTION journal_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('pendapa.erasing', true) = OLD.id::text
       AND OLD.erased_at IS NULL
       AND NEW.payload IS NULL AND NEW.salt IS NULL AND NEW.erased_at IS NOT NULL
       AND NEW.actor_name IN ('', OLD.actor_name)
       AND (to_jsonb(NEW) - 'payload' - 'salt' - 'erased_at' - 'actor_name')
         = (to_jsonb(OLD) - 'payload' - 'salt' - 'erased_at' - 'actor_name')
       AND EXISTS (SELECT 1 FROM journal_erasure WHERE entry_id = OLD.id)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The journal is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION journal_refuse_any_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The journal is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER journal_entry_numbered BEFORE INSERT ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_number_entry();
CREATE TRIGGER journal_entry_append_only BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_refuse_change();
CREATE TRIGGER journal_entry_no_truncate BEFORE TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse_any_change();
CREATE TRIGGER journal_erasure_append_only BEFORE UPDATE OR DELETE ON journal_erasure
    FOR EACH ROW EXECUTE FUNCTION journal_refuse_any_change();
CREATE TRIGGER journal_erasure_no_truncate BEFORE TRUNCATE ON journal_erasure
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse_any_change();
-- Also for who calls itself a replica (session_replication_role).
ALTER TABLE journal_entry ENABLE ALWAYS TRIGGER journal_entry_append_only;
ALTER TABLE journal_entry ENABLE ALWAYS TRIGGER journal_entry_no_truncate;
ALTER TABLE journal_erasure ENABLE ALWAYS TRIGGER journal_erasure_append_only;
ALTER TABLE journal_erasure ENABLE ALWAYS TRIGGER journal_erasure_no_truncate;

CREATE FUNCTION journal_erase(entry bigint, eraser text, because text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO journal_erasure (entry_id, actor_id, reason) VALUES (entry, eraser, because);
    PERFORM set_config('pendapa.erasing', entry::text, true);
    UPDATE journal_entry SET payload = NULL, salt = NULL, erased_at = clock_timestamp(), actor_name = ''
        WHERE id = entry;
    PERFORM set_config('pendapa.erasing', '', true);
END $$;

SELECT journal_renumber_after_restore();
"""

BACKWARD = """
DROP TRIGGER journal_entry_numbered ON journal_entry;
DROP TRIGGER journal_entry_append_only ON journal_entry;
DROP TRIGGER journal_entry_no_truncate ON journal_entry;
DROP TRIGGER journal_erasure_append_only ON journal_erasure;
DROP TRIGGER journal_erasure_no_truncate ON journal_erasure;
DROP FUNCTION journal_erase(bigint, text, text);
DROP FUNCTION journal_refuse_change();
DROP FUNCTION journal_refuse_any_change();
DROP FUNCTION journal_renumber_after_restore();
DROP FUNCTION journal_number_entry();
DROP FUNCTION journal_offset();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
