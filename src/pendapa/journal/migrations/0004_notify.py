"""Whoever listens is told of an entry by the database itself, in the transaction that writes it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION journal_tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('pendapa_journal', NEW.subject_type || ' ' || NEW.subject_id || ' ' || NEW.id);
    RETURN NULL;
END $$;

CREATE TRIGGER journal_entry_told AFTER INSERT ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_tell();
"""

BACKWARD = """
DROP TRIGGER journal_entry_told ON journal_entry;
DROP FUNCTION journal_tell();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_horizon")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
