"""What was published stays as it was published: the database refuses any other change, for anyone."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION catalogue_keep_standard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status NOT IN ('published', 'superseded') THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE'
       AND (to_jsonb(NEW) - 'status' - 'superseded_at') = (to_jsonb(OLD) - 'status' - 'superseded_at')
       AND (NEW.status = 'superseded' OR NEW.status = OLD.status)
       AND (OLD.superseded_at IS NULL OR NEW.superseded_at = OLD.superseded_at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A published standard is never changed: publish the next version.'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER catalogue_keep_standard BEFORE UPDATE OR DELETE ON catalogue_servicestandard
    FOR EACH ROW EXECUTE FUNCTION catalogue_keep_standard();

CREATE FUNCTION catalogue_keep_pledge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A published pledge is never changed: publish the next version.'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER catalogue_keep_pledge BEFORE UPDATE OR DELETE ON catalogue_servicepledge
    FOR EACH ROW EXECUTE FUNCTION catalogue_keep_pledge();
"""
BACKWARD = """
DROP TRIGGER catalogue_keep_standard ON catalogue_servicestandard;
DROP FUNCTION catalogue_keep_standard();
DROP TRIGGER catalogue_keep_pledge ON catalogue_servicepledge;
DROP FUNCTION catalogue_keep_pledge();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
