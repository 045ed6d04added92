"""Keeps what was learned, version by version, and finds the newest."""

import os
import threading
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import transaction

from pendapa.complaints.suggesting.examples import Example
from pendapa.complaints.suggesting.models import SuggestionModel
from pendapa.kernel.locks import hold_name

if TYPE_CHECKING:
    from pendapa.complaints.suggesting.learned import Learned

VERSIONS_KEPT = 5

_lock = threading.Lock()
_remembered: "dict[int, Learned]" = {}


def train(examples: Sequence[Example], figures: dict[str, Any], *, at: datetime) -> SuggestionModel:
    """Learn from all the examples and keep the result as the newest version. Raises NothingToLearn."""
    from pendapa.complaints.suggesting.training import learn

    return keep(learn(examples), len(examples), figures, at=at)


@transaction.atomic
def keep(learned: "Learned", rows: int, figures: dict[str, Any], *, at: datetime) -> SuggestionModel:
    """Store as the next version; of the older ones the last few stay."""
    hold_name("suggestions: the next version")
    version = (SuggestionModel.objects.values_list("version", flat=True).first() or 0) + 1
    weights = learned.to_bytes()
    kept = SuggestionModel.objects.create(
        version=version,
        trained_at=at,
        rows=rows,
        digest=sha256(weights).hexdigest(),
        figures=figures,
        weights=weights,
    )
    SuggestionModel.objects.filter(version__lte=version - VERSIONS_KEPT).delete()
    return kept


def newest_learned() -> "tuple[int, Learned] | None":
    """The newest version and what it learned, read once per process and version (one small query after that).

    None where nothing was trained, or where another version of the program wrote it.
    """
    version = SuggestionModel.objects.values_list("version", flat=True).first()
    if version is None:
        return None
    learned = _remembered.get(version)
    if learned is None:
        learned = _read(version)
        if learned is None:
            return None
        with _lock:
            _remembered.clear()
            _remembered[version] = learned
    return version, learned


def use_one_thread() -> None:
    """Call before numpy is loaded: in products as small as ours, more threads only wait busily for each other."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _read(version: int) -> "Learned | None":
    use_one_thread()
    from pendapa.complaints.suggesting.learned import WrongFormat, learned_from_bytes

    kept = SuggestionModel.objects.filter(version=version).first()
    if kept is None or sha256(bytes(kept.weights)).hexdigest() != kept.digest:
        return None
    try:
        return learned_from_bytes(bytes(kept.weights))
    except (WrongFormat, KeyError, ValueError):
        return None
