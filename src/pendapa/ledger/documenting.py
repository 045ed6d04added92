"""The table of docs/public-log.md: what the log tells, verb by verb, and why that names nobody."""

from typing import Final

from pendapa.journal.verbs import VerbDeclaration
from pendapa.ledger.declarations import logged_verbs
from pendapa.ledger.schemas import public_fields_of

BEGIN: Final = "<!-- from the verbs: python tools/public_log.py -->"
END: Final = "<!-- to here -->"


def table_of_verbs() -> str:
    """The table in Markdown, of the verbs of the program itself (not of its tests)."""
    rows = [_row(declared) for declared in logged_verbs() if ".tests." not in declared.cls.__module__]
    return "\n".join(["| verb | fields in clear | why it identifies nobody |", "| --- | --- | --- |", *rows])


def with_table(page: str) -> str:
    """The page with the present table between its two marks; raises ValueError when they are not there."""
    before, begin, rest = page.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"The page has no place for the table: {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{table_of_verbs()}\n{END}{after}"


def _row(declared: VerbDeclaration) -> str:
    fields = ", ".join(f"`{name}`" for name in public_fields_of(declared)) or "none"
    return f"| `{declared.name}` | {fields} | {_told(declared)} |"


def _told(declared: VerbDeclaration) -> str:
    return declared.log_safety.replace("|", "\\|")
