"""The deadlines that the regulation sets, as rows that an administrator may follow up with newer ones."""

from typing import Any

from django.db import migrations

from pendapa.complaints.rules import FIRST_DAY, FIRST_DEADLINES


def enter_deadlines(apps: Any, _editor: Any) -> None:
    rule = apps.get_model("complaints", "DeadlineRule")
    for (step, kind), deadline in FIRST_DEADLINES.items():
        rule.objects.create(
            step=str(step),
            kind=str(kind),
            working_days=deadline.working_days,
            source=deadline.source,
            is_confirmed=deadline.is_confirmed,
            valid_from=FIRST_DAY,
        )


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial")]
    operations = [migrations.RunPython(enter_deadlines, migrations.RunPython.noop, elidable=False)]
