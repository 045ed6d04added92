"""Loading the country's places from CSV files."""

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _

from pendapa.regions import rules
from pendapa.regions.queries import forget_names

_STAGE = """
CREATE TEMPORARY TABLE loaded_region
    (code text PRIMARY KEY, name text, full_name text, level text, parent_id text, own text, above text)
ON COMMIT DROP
"""
_MERGE = """
INSERT INTO regions_region AS region (code, name, full_name, level, parent_id, words)
SELECT code, name, full_name, level, nullif(parent_id, ''),
       setweight(to_tsvector('simple', own), 'A') || setweight(to_tsvector('simple', above), 'B')
FROM loaded_region
ORDER BY code
ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, full_name = excluded.full_name, level = excluded.level, parent_id = excluded.parent_id,
    words = excluded.words
WHERE (region.name, region.full_name) IS DISTINCT FROM (excluded.name, excluded.full_name)
"""


class RegionFault(ValueError):
    """A file of places cannot be used: which file, which line, and why."""

    def __init__(self, file: Path, line: int, message: str) -> None:
        self.file, self.line, self.message = file, line, message
        super().__init__(f"{file}:{line}: {message}")


@transaction.atomic
def load_regions(folder: Path) -> int:
    """Add the places in `folder` and rename the known; answers how many rows were written (0 when all were known).

    Takes `*.csv` and `*.csv.gz` with the columns code and name (or kode and nama); other files, such as islands, are
    left alone. Places already stored count as parents, and none is removed: cases may name them.
    Raises RegionFault, and changes nothing, for a wrong code or a place without the one above it.
    """
    names: dict[str, str] = {}
    origins: dict[str, tuple[Path, int]] = {}
    for file in sorted([*folder.glob("*.csv"), *folder.glob("*.csv.gz")]):
        for line, code, name in _places_in(file):
            names[code] = name
            origins[code] = (file, line)
    if not names:
        raise RegionFault(folder, 0, _("no CSV file with the columns code and name (or kode and nama)"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, name FROM regions_region")
        known = dict(cursor.fetchall()) | names
        rows = [_row(code, known, origins[code]) for code in names]
        cursor.execute("DROP TABLE IF EXISTS loaded_region")
        cursor.execute(_STAGE)
        with cursor.copy("COPY loaded_region FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(_MERGE)
        forget_names()
        transaction.on_commit(forget_names)
        return int(cursor.rowcount)


def _places_in(file: Path) -> Iterator[tuple[int, str, str]]:
    with file.open("rb") as raw:
        text = io.TextIOWrapper(gzip.GzipFile(fileobj=raw) if file.suffix == ".gz" else raw, encoding="utf-8")
        reader = csv.reader(text)
        columns = [column.strip().lower() for column in next(reader, [])]
        code_at = next((columns.index(name) for name in ("code", "kode") if name in columns), None)
        name_at = next((columns.index(name) for name in ("name", "nama") if name in columns), None)
        if code_at is None or name_at is None or "coordinate" in columns:
            return
        for row in reader:
            if not row:
                continue
            if len(row) <= max(code_at, name_at) or not rules.is_region_code(row[code_at]):
                raise RegionFault(file, reader.line_num, _("the code must look like 35.78.01.1001, followed by a name"))
            name = rules.written_name(row[name_at])
            if not name:
                raise RegionFault(file, reader.line_num, _("the place %(code)s has no name") % {"code": row[code_at]})
            yield reader.line_num, row[code_at], name


def _row(code: str, names: dict[str, str], origin: tuple[Path, int]) -> tuple[str, ...]:
    above: list[str] = []
    parent = rules.parent_code(code)
    while parent:
        if parent not in names:
            raise RegionFault(
                *origin, _("the place %(code)s lies in %(above)s, which is not known") % {"code": code, "above": parent}
            )
        above.append(names[parent])
        parent = rules.parent_code(parent)
    full_name = ", ".join([names[code], *above])
    own = " ".join(rules.searched_words(names[code], limit=20))
    higher = " ".join(rules.searched_words(" ".join(above), limit=40))
    return code, names[code], full_name, rules.level_of(code).value, rules.parent_code(code), own, higher
