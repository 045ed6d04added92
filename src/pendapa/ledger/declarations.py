"""The verbs that the log tells of, from every package of the program."""

from functools import cache
from importlib import import_module
from pathlib import Path

import pendapa
from pendapa.journal.verbs import VerbDeclaration, declared_verbs


def logged_verbs() -> list[VerbDeclaration]:
    """Every verb that declares why it harms nobody (`log_safety`), by name; whoever asks has loaded them all."""
    _load_all_verbs()
    return [declared for declared in declared_verbs() if declared.is_logged]


@cache
def _load_all_verbs() -> None:
    """A worker does not load every package by itself, and must not pass over what it does not know."""
    root = Path(pendapa.__file__).parent
    for path in sorted(root.rglob("verbs.py")):
        import_module(".".join((pendapa.__name__, *path.relative_to(root).with_suffix("").parts)))
