"""Takes over complaints that another system handled."""

from pendapa.complaints.importing.actions import Report, import_complaints
from pendapa.complaints.importing.rows import Row, rows_in

__all__ = ["Report", "Row", "import_complaints", "rows_in"]
