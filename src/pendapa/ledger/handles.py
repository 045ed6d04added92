"""Random names for the matters that the log tells of."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from pendapa.kernel.statements import run_prepared

Matter = tuple[str, str]
"""Subject type and subject id."""

_FIND = """SELECT subject_type, subject_id, handle FROM ledger_handle
    WHERE (subject_type, subject_id) IN (SELECT * FROM unnest(%s::text[], %s::text[]))"""
_MAKE = """INSERT INTO ledger_handle (subject_type, subject_id, handle)
    SELECT * FROM unnest(%s::text[], %s::text[], %s::uuid[])"""


def handles_for(matters: Iterable[Matter]) -> dict[Matter, UUID]:
    """The handle of each matter, made where it has none yet; two statements, however many there are.

    Only the sequencer makes handles, one at a time.
    """
    wanted = list(dict.fromkeys(matters))
    rows = run_prepared(_FIND, [[kind for kind, _ in wanted], [key for _, key in wanted]])
    found: dict[Matter, UUID] = {(kind, key): handle for kind, key, handle in rows}
    missing = {matter: uuid4() for matter in wanted if matter not in found}
    if missing:
        run_prepared(_MAKE, [[kind for kind, _ in missing], [key for _, key in missing], list(missing.values())])
    return found | missing
