"""Deadlines as rows that overseers may follow up with newer ones."""

from typing import Any

from django.db import migrations, models

from pendapa.oversight.rules import FIRST_DAY, FIRST_DEADLINES, DeadlineStep


def enter_deadlines(apps: Any, _editor: Any) -> None:
    rule = apps.get_model("oversight", "DeadlineRule")
    for step, deadline in FIRST_DEADLINES.items():
        rule.objects.create(
            step=str(step),
            days=deadline.days,
            source=deadline.source,
            is_confirmed=deadline.is_confirmed,
            valid_from=FIRST_DAY,
        )


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="DeadlineRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(choices=DeadlineStep.choices, max_length=16, verbose_name="step"),
                ),
                ("days", models.PositiveSmallIntegerField(verbose_name="days")),
                ("source", models.CharField(max_length=200, verbose_name="source")),
                ("is_confirmed", models.BooleanField(default=True)),
                ("valid_from", models.DateField(verbose_name="counts from")),
            ],
            options={
                "ordering": ["step", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(fields=("step", "valid_from"), name="oversight_one_rule_a_day"),
                    models.CheckConstraint(condition=models.Q(("days__gte", 1)), name="oversight_rule_days"),
                ],
            },
        ),
        migrations.RunPython(enter_deadlines, migrations.RunPython.noop, elidable=False),
    ]
