"""How good the suggestions are: one part in five is kept from learning, chosen by the text itself.

A complaint is of the test part when the first eight hexadecimal signs of its text's SHA-256, as a number, divide by
five: the same split on every machine, whatever the order of the rows.
"""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from pendapa.complaints.suggesting.examples import Example
from pendapa.complaints.suggesting.learned import Learned
from pendapa.complaints.suggesting.training import learn

PARTS = 5
FEWEST = 1


def is_test(text: str) -> bool:
    """Whether a text belongs to the part that is kept from learning."""
    return int(sha256(text.encode()).hexdigest()[:8], 16) % PARTS == 0


def measure(examples: Sequence[Example]) -> dict[str, Any]:
    """Learns from four parts and asks about the fifth; `{"test_rows": 0}` alone when one side is empty.

    Topics are counted over the test rows that have one.
    """
    taught = [example for example in examples if not is_test(example.text)]
    asked = [example for example in examples if is_test(example.text)]
    if len(taught) < FEWEST or not asked:
        return {"train_rows": len(taught), "test_rows": 0}
    return {"train_rows": len(taught), "test_rows": len(asked), **figures_of(learn(taught), asked)}


def figures_of(learned: Learned, asked: Sequence[Example]) -> dict[str, Any]:
    """Shares of 0–1 of the examples whose unit and topic were suggested first, or among the first three."""
    suggestions = [learned.suggest(example.text, example.district, example.village) for example in asked]
    units = [[name for name, _ in suggestion.units] for suggestion in suggestions]
    topics = [
        ([name for name, _ in suggestion.topics], example.topic)
        for suggestion, example in zip(suggestions, asked, strict=True)
        if example.topic
    ]
    answered = [example.unit for example in asked]
    return {
        "unit_top1": _share_within(units, answered, 1),
        "unit_top3": _share_within(units, answered, 3),
        "unit_macro_f1": _macro_f1([names[0] if names else "" for names in units], answered),
        "topic_top1": _share_within([names for names, _ in topics], [topic for _, topic in topics], 1),
        "topic_top3": _share_within([names for names, _ in topics], [topic for _, topic in topics], 3),
        "topic_macro_f1": _macro_f1([names[0] if names else "" for names, _ in topics], [topic for _, topic in topics]),
    }


def _share_within(suggested: Sequence[Sequence[str]], right: Sequence[str], first: int) -> float | None:
    if not right:
        return None
    hits = sum(answer in names[:first] for names, answer in zip(suggested, right, strict=True))
    return round(hits / len(right), 4)


def _macro_f1(suggested: Sequence[str], right: Sequence[str]) -> float | None:
    """The mean over the labels that occur on either side of the harmonic mean of precision and recall."""
    hits = Counter(one for one, other in zip(suggested, right, strict=True) if one == other)
    said, wanted = Counter(suggested), Counter(right)
    labels = said.keys() | wanted.keys()
    if not labels:
        return None
    return round(sum(2 * hits[label] / (said[label] + wanted[label]) for label in labels) / len(labels), 4)
