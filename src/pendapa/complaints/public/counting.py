"""Published reports counted by the database: groups, medians, and the small groups put together, in one query.

Times are whole days: the median of a few is that of one report, whose answer's moment is known."""

from typing import Final

from django.conf import settings
from django.db import connection
from django.db.models import F

from pendapa.complaints.public.filters import ReportFilters
from pendapa.complaints.public.queries import public_reports
from pendapa.complaints.public.statistics import FEWEST, By, Counted

COUNT: Final = """
WITH reports (unit, topic, received, answered, solved) AS ({reports}),
days AS (
  SELECT unit, topic, (received AT TIME ZONE zone)::date AS received, (answered AT TIME ZONE zone)::date AS answered,
    (solved AT TIME ZONE zone)::date AS solved
  FROM reports, (SELECT %s::text AS zone) AS body
),
timed AS (
  SELECT unit, coalesce(topic, '') AS topic,
    to_char(date_trunc('month', received), 'YYYY-MM-DD') AS month,
    CASE WHEN answered >= received THEN (answered - received)::float8 END AS answer_days,
    CASE WHEN solved >= received THEN (solved - received)::float8 END AS solution_days
  FROM days
),
grouped AS (
  SELECT
    CASE WHEN count(*) OVER (PARTITION BY unit) >= %s THEN unit ELSE '' END AS unit,
    CASE WHEN count(*) OVER (PARTITION BY topic) >= %s THEN topic ELSE '' END AS topic,
    CASE WHEN count(*) OVER (PARTITION BY month) >= %s THEN month ELSE '' END AS month,
    answer_days, solution_days
  FROM timed
)
SELECT grouping(unit, topic, month), coalesce(unit, topic, month, ''), count(*),
  count(answer_days), percentile_cont(0.5) WITHIN GROUP (ORDER BY answer_days),
  count(solution_days), percentile_cont(0.5) WITHIN GROUP (ORDER BY solution_days)
FROM grouped GROUP BY GROUPING SETS ((), (unit), (topic), (month))
"""
GROUPED_BY: Final = {0b111: By.ALL, 0b011: By.UNIT, 0b101: By.TOPIC, 0b110: By.MONTH}


def counted_reports(filters: ReportFilters) -> list[Counted]:
    """Every group of the reports that match, small ones under one empty key (one query)."""
    rows = public_reports(filters).select_related(None).order_by()
    times = rows.values_list(
        "case__unit__code", "topic__slug", "case__received_at", "first_answered_at", F("solved_at")
    )
    reports, given = times.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(reports=reports), [*given, settings.TIME_ZONE, FEWEST, FEWEST, FEWEST])
        return [Counted(GROUPED_BY[row[0]], *row[1:]) for row in cursor.fetchall()]
