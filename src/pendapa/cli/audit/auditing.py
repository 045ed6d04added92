"""The audit itself: which steps, in which order, and what came of them."""

import base64
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pydantic_core import from_json, to_json

from pendapa.cli.audit.comparing import (
    Difference,
    Published,
    Unreadable,
    compare_figures,
    compare_moments,
    compare_surveys,
)
from pendapa.cli.audit.cosigning import Cosigning, Demand, cosigning_of
from pendapa.cli.audit.reading import TreeReading, Untrustworthy, check_growth, check_upper_tiles, read_bundles
from pendapa.cli.audit.visits import Visit, keep_evidence, last_visit, remember_visit
from pendapa.evaluation.figures import Tally
from pendapa.evaluation.survey_figures import SurveyTally
from pendapa.kernel.canonical import canonical_json
from pendapa.ledger.fetching import Fetcher, Unreachable
from pendapa.ledger.notes import (
    LARGEST_NOTE,
    Checkpoint,
    NoteFault,
    Verifier,
    open_checkpoint,
    read_note,
)

FIGURES_ADDRESS: Final = "/kinerja/angka.json"
LARGEST_FIGURES: Final = 32 * 1024 * 1024
"""Tens of times what a body of many services publishes over ten years; read whole, so it must fit the memory."""
TRIES: Final = 3
CACHED_SECONDS: Final = 3.0
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person asks for: which installation, by which keys, remembered where, with or without the figures."""

    url: str
    folder: Path
    key: Verifier | None = None
    demand: Demand = Demand()
    with_figures: bool = True


@dataclass(slots=True)
class Findings:
    """What an audit found."""

    url: str
    log: Verifier
    is_first_visit: bool
    checkpoint: Checkpoint
    last_size: int | None
    cosigning: Cosigning
    published: Published | None = None
    compared: int = 0
    differences: list[Difference] = field(default_factory=list)
    seconds: float = 0.0


def audit(asked: Asked, say: Say = lambda _text: None) -> Findings:
    """Visit an installation, verify its log from the first entry on, recompute its figures and compare them.

    Raises Untrustworthy when the log is not to be trusted, Unreachable and Unreadable when it could not be read, and
    DamagedVisit. The visit is remembered once the tree is verified, whatever the figures are.
    """
    began, fetcher, last = time.monotonic(), Fetcher(asked.url), last_visit(asked.folder, asked.url)
    log = _key_of_the_log(fetcher, asked, last)
    # The figures first: the log has at least the size that they were counted from.
    published, missing = _published(fetcher) if asked.with_figures else (None, None)
    note, checkpoint = _newest_checkpoint(fetcher, log, published.size if published else 0)
    seen = Seen(log, checkpoint, last.checkpoint if last else None, published)
    try:
        findings = _judged(asked, fetcher, seen, note, say)
    except Untrustworthy as fault:
        kept = keep_evidence(asked.folder, asked.url, note.decode())
        raise Untrustworthy(f"{fault} (what it signed is kept in {kept})") from fault
    remember_visit(asked.folder, asked.url, Visit(log, note.decode()))
    if missing is not None:
        raise missing
    findings.seconds = time.monotonic() - began
    return findings


@dataclass(frozen=True, slots=True)
class Seen:
    """What an installation shows of itself, and what was seen of it before."""

    log: Verifier
    checkpoint: Checkpoint
    last: Checkpoint | None
    published: Published | None


def _judged(asked: Asked, fetcher: Fetcher, seen: Seen, note: bytes, say: Say) -> Findings:
    check_growth(seen.checkpoint, seen.last)
    last_size = seen.last.size if seen.last else None
    cosigning = cosigning_of(note, asked.demand, time.time())
    findings = Findings(asked.url, seen.log, seen.last is None, seen.checkpoint, last_size, cosigning, seen.published)
    say(f"{seen.checkpoint.size} entries under a valid signature of {seen.log.name}; reading them all.")
    tally, surveys, days = _read_everything(fetcher, seen, say)
    if seen.published is not None:
        recomputed = tally.figures(seen.published.as_of)
        findings.compared = len(recomputed) + len(surveys.figures())
        findings.differences = compare_moments(seen.published, seen.checkpoint.size, days)
        findings.differences += compare_figures(seen.published, recomputed)
        findings.differences += compare_surveys(seen.published, surveys)
    return findings


def take_leaves(tally: Tally, first: int, entries: Iterable[bytes], surveys: SurveyTally | None = None) -> None:
    """Count entries of the log, the first of which has this index; raises Untrustworthy for what is no leaf."""
    for index, entry in enumerate(entries, first):
        leaf = parse_leaf(index, entry)
        tally.take(index, leaf)
        if surveys is not None:
            surveys.take(leaf)


def parse_leaf(index: int, entry: bytes) -> dict[str, Any]:
    """A leaf as it is read; raises Untrustworthy when it could be read in two ways, or in none."""
    try:
        leaf = from_json(entry, allow_inf_nan=False)
        if isinstance(leaf, dict) and (_is_written_so(leaf, entry) or canonical_json(leaf) == entry):
            return leaf
    except (ValueError, RecursionError):
        pass
    raise Untrustworthy(f"entry {index} is no leaf: not canonical JSON (RFC 8785)")


def _is_written_so(leaf: dict[str, Any], entry: bytes) -> bool:
    """Whether this is the leaf's canonical form, told at a third of the cost; False where it cannot tell (numbers)."""
    return to_json(leaf) == entry and _is_in_order(leaf)


def _is_in_order(value: Any) -> bool:
    if type(value) is dict:
        names = list(value)
        return names == sorted(names) and all(_is_in_order(part) for part in value.values() if type(part) is not str)
    return all(map(_is_in_order, value)) if type(value) is list else type(value) is not float


def _key_of_the_log(fetcher: Fetcher, asked: Asked, last: Visit | None) -> Verifier:
    if last is not None and asked.key is not None and asked.key != last.log:
        raise Untrustworthy(f"the key given is not the one of the visits before ({last.log.vkey})")
    if last is not None:
        return last.log
    if asked.key is not None:
        return asked.key
    try:
        return Verifier.of(fetcher.get("/log/key", LARGEST_NOTE).decode())
    except (NoteFault, UnicodeDecodeError) as fault:
        raise Unreachable(f"{asked.url}/log/key is no key: {fault}") from fault


def _newest_checkpoint(fetcher: Fetcher, log: Verifier, least: int) -> tuple[bytes, Checkpoint]:
    """The checkpoint; where a cache on the way still shows an older one than the figures, a little later."""
    for attempt in range(TRIES):
        note = fetcher.get("/log/checkpoint", LARGEST_NOTE)
        checkpoint = _opened(note, log)
        if checkpoint.size >= least or attempt == TRIES - 1:
            break
        time.sleep(CACHED_SECONDS)
    return note, checkpoint


def _opened(note: bytes, log: Verifier) -> Checkpoint:
    try:
        read_note(note)
    except NoteFault as fault:
        raise Unreachable(f"what stands at /log/checkpoint is no checkpoint: {fault}") from fault
    try:
        return open_checkpoint(note, log)
    except NoteFault as fault:
        raise Untrustworthy(f"the checkpoint is not signed as it should be: {fault}") from fault


def _published(fetcher: Fetcher) -> tuple[Published | None, Unreachable | Unreadable | None]:
    """The figures, or why there are none: told when the log has been judged, which does not wait for them."""
    try:
        told = fetcher.get(FIGURES_ADDRESS, LARGEST_FIGURES)
        return Published.of(json.loads(told, parse_constant=_refuse, object_pairs_hook=_each_name_once)), None
    except (Unreachable, Unreadable) as fault:
        return None, fault
    except (ValueError, RecursionError) as error:
        return None, Unreadable(f"{FIGURES_ADDRESS} is no JSON: {error}")


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two readers of one file must not come to two figures."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def _read_everything(fetcher: Fetcher, seen: Seen, say: Say) -> tuple[Tally, SurveyTally, dict[int, str]]:
    """What the figures are counted from, and the days of the entries that tell how old the figures are."""
    checkpoint, last, published = seen.checkpoint, seen.last, seen.published
    counted = min(published.size, checkpoint.size) if published else 0
    tree = TreeReading({checkpoint.size, counted} | ({last.size} if last else set()))
    tally, surveys, read = Tally(), SurveyTally(), 0
    days = dict.fromkeys({counted - 1, counted, checkpoint.size - 1}, "")
    for entries, hashes in read_bundles(fetcher, checkpoint.size):
        tree.extend(hashes)
        if read < counted:
            take_leaves(tally, read, entries[: counted - read], surveys)
        for index in days.keys() & range(read, read + len(entries)) if published else ():
            days[index] = str(parse_leaf(index, entries[index - read]).get("at", ""))
        read += len(entries)
        if read % 102_400 == 0:
            say(f"{read} of {checkpoint.size} read.")
    _check_roots(tree, checkpoint, last)
    check_upper_tiles(fetcher, tree.tile_roots)
    if published:
        _check_source(published, checkpoint, tree)
    return tally, surveys, days


def _check_roots(tree: TreeReading, checkpoint: Checkpoint, last: Checkpoint | None) -> None:
    if tree.roots[checkpoint.size] != checkpoint.root:
        raise Untrustworthy("the entries do not hash to the root that is signed: at least one was changed")
    if last is not None and tree.roots[last.size] != last.root:
        raise Untrustworthy(f"the log has forked: its first {last.size} entries are not those of the last visit")


def _check_source(published: Published, checkpoint: Checkpoint, tree: TreeReading) -> None:
    if published.origin != checkpoint.origin:
        told = published.origin[:200]
        raise Untrustworthy(f"the figures are counted from the log {told}, not from {checkpoint.origin}")
    if published.size > checkpoint.size:
        raise Untrustworthy(
            f"the figures are counted from {published.size} entries, the log shows only {checkpoint.size}"
        )
    root = tree.roots[published.size]
    if published.root not in (root.hex(), base64.b64encode(root).decode()):
        raise Untrustworthy(f"the figures are counted from another tree of {published.size} entries")
