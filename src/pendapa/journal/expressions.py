"""Values that the database computes along with a query."""

from typing import Any, ClassVar

from django.db import models


class PresentPosition(models.Func):
    """The moment of the query itself, as `Position.read` takes it: for a page that listens to what comes after."""

    template = (
        "(SELECT array_to_string(pg_snapshot_xmax(seen)::text::bigint + beyond"
        " || ARRAY(SELECT running::text::bigint + beyond FROM pg_snapshot_xip(seen) AS running), '-')"
        " FROM (SELECT pg_current_snapshot() AS seen, journal_offset() AS beyond) AS here)"
    )
    output_field: "ClassVar[models.Field[Any, Any]]" = models.TextField()
    arity = 0
