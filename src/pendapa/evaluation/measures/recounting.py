"""Counting anew: after a release that counts otherwise, or where a table of the measures was damaged."""

from django.db import connection, transaction

from pendapa.evaluation.measures.models import (
    CasesAtWork,
    MeasuredCase,
    MeasuredFinding,
    MonthlyCount,
    Progress,
)
from pendapa.evaluation.measures.taking import MEASURE_KEEPER
from pendapa.ledger.models import FollowerCursor

COUNTED = (CasesAtWork, MeasuredCase, MeasuredFinding, MonthlyCount)


@transaction.atomic
def forget_counts() -> int:
    """Empty the tables of the measures, so that the worker counts the public log from its first leaf; returns how many
    leaves were counted. The log itself is not touched. Until all is counted, pages tell what is counted so far."""
    FollowerCursor.objects.select_for_update(no_key=True).filter(name=MEASURE_KEEPER.name).update(
        next_index=0, failures=0, last_error="", retry_at=None
    )
    progress, _created = Progress.objects.select_for_update(no_key=True).get_or_create(id=1)
    counted = progress.size
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in COUNTED)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables}")
    progress.size = 0
    progress.save(update_fields=["size"])
    return counted
