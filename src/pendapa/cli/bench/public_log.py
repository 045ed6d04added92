"""How fast an outsider audits: bundles read, hashed, held against their tiles, parsed and counted, on one core.

What is fetched lies in memory already: the network is the outsider's own. Time is that of the processor.
"""

import statistics
import time
from typing import Final

from pendapa.cli.audit.auditing import take_leaves
from pendapa.cli.audit.reading import TreeReading, check_bundle
from pendapa.cli.bench.figures import Figure
from pendapa.evaluation.figures import Tally
from pendapa.kernel.canonical import canonical_json
from pendapa.ledger.merkle import leaf_hash
from pendapa.ledger.tiles import Tile, bundles_of, pack_entries

LEAVES_A_SECOND: Final = 50_000
CASES: Final = 10_000
ROUNDS: Final = 3


def measure_audit() -> Figure:
    """Leaves a second for verifying, parsing and counting a log of forty thousand; the median of three rounds."""
    leaves = [leaf for number in range(CASES) for leaf in _leaves_of_case(number)]
    bundles = [_published(tile, leaves) for tile in bundles_of(len(leaves))]
    rates = [len(leaves) / _seconds_of(bundles, len(leaves)) for _ in range(ROUNDS)]
    return Figure("log entries verified, parsed and counted", statistics.median(rates), "/s", target=LEAVES_A_SECOND)


def _seconds_of(bundles: list[tuple[Tile, bytes, bytes]], size: int) -> float:
    began = time.process_time()
    tree, tally = TreeReading({size}), Tally()
    for bundle, content, published in bundles:
        entries, hashes = check_bundle(bundle, content, published)
        tree.extend(hashes)
        take_leaves(tally, tally.size, entries)
    return time.process_time() - began


def _published(tile: Tile, leaves: list[bytes]) -> tuple[Tile, bytes, bytes]:
    start = tile.index * 256
    own = leaves[start : start + tile.width]
    return tile, pack_entries(own), b"".join(map(leaf_hash, own))


def _leaves_of_case(number: int) -> list[bytes]:
    about, unit, service = f"case:{number:032x}", f"dinas-{number % 40}", f"layanan-{number % 200}"
    days = [f"2026-{number % 9 + 1:02}-{number % 20 + 1 + more:02}" for more in (0, 3)]
    due = f"2026-{number % 9 + 1:02}-{number % 20 + 8:02}"
    told = [
        ("application.submitted", days[0], {"service": service, "unit": unit, "due": due}),
        ("clock.started", days[0], {"clock": "standard", "due": due}),
        ("clock.stopped", days[1], {"clock": "standard"}),
        ("case.decided", days[1], {"outcome": "granted"}),
    ]
    return [
        canonical_json(
            {"about": about, "at": at, "commitment": f"{number:064x}", "fields": fields, "v": 1, "verb": verb}
        )
        for verb, at, fields in told
    ]
