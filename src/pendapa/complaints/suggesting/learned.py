"""What was learned, as plain arrays: suggests units and topics without the library that learned it.

Two linear models ask the same features: ridge regression (of units and topics together) and a support vector machine
(of units). Both are kept as the weight that each past complaint has for each label (their dual form), beside the
features of the past complaints, feature by feature: a new text gathers the past complaints that share its features,
and these speak for their units. On top, two small logistic models, fitted on what ridge regression says of each
complaint when it has not seen it, turn points into probabilities. Their mean with the machine's opinion, and with half
the weight that of a naive Bayes model, is the suggestion.
"""

import io
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pendapa.complaints.suggesting.features import NO_WORD, features_of
from pendapa.complaints.suggesting.places import PlaceUnits
from pendapa.complaints.suggesting.suggestion import Suggestion
from pendapa.complaints.suggesting.vocabulary import Vector, Vocabulary
from pendapa.complaints.suggesting.words import words_of

FORMAT = 2
MOST_SHOWN = 5
SHORTEST_REASON = 3
SHARPNESS = 4.0
BAYES_SHARPNESS, BAYES_WEIGHT = 2.0, 0.5
Floats = NDArray[np.float32]


class WrongFormat(ValueError):
    """Weights that another version of the program wrote."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A logistic model on top: coefficients (labels × points) and intercepts."""

    coefficients: Floats
    intercepts: Floats

    def probabilities(self, points: Floats) -> Floats:
        return softmax(points[: self.coefficients.shape[1]] @ self.coefficients.T + self.intercepts)


@dataclass(frozen=True, slots=True)
class Learned:
    """One version. `starts` delimits, for each feature, its past complaints in `rows` with their weights in `shares`.

    `ridge` and `machine` are past complaints × labels, `bayes` features × units; `topic_units` says how often each
    topic went to each unit.
    """

    place_units: PlaceUnits
    units: list[str]
    topics: list[str]
    vocabulary: Vocabulary
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    shares: NDArray[np.float16]
    ridge: Floats
    machine: Floats
    machine_intercepts: Floats
    bayes: NDArray[np.float16]
    voices: tuple[Voice, ...]
    topic_units: Floats

    def suggest(self, text: str, district: str = "", village: str = "") -> Suggestion:
        """The likeliest units and topics, best first, with the words that spoke most for the best unit."""
        vector = self.vocabulary.vector(features_of(text, district, village))
        entries, rows, values = self._past_complaints_sharing(vector)
        alike = np.bincount(rows, weights=values, minlength=len(self.ridge)).astype(np.float32)
        points = alike @ self.ridge
        likely = self._unit_probabilities(vector, alike, points)
        best = int(np.argmax(likely))
        named = self._named(likely, district, village)
        by_entry = values * self.ridge[:, best][rows]
        return Suggestion(
            units=named[:MOST_SHOWN],
            topics=self._topics(points, likely)[:MOST_SHOWN],
            because=_reasons(text, vector, np.bincount(entries, weights=by_entry, minlength=len(vector.columns))),
        )

    def _past_complaints_sharing(
        self, vector: Vector
    ) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
        """One item for each feature of the text and past complaint that has it too: which of the features, which
        complaint, and the product of their weights."""
        starts = self.starts[vector.columns]
        lengths = self.starts[vector.columns + 1] - starts
        entries = np.repeat(np.arange(len(lengths)), lengths)
        within = np.arange(len(entries)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        places = np.repeat(starts, lengths) + within
        return entries, self.rows[places], self.shares[places].astype(np.float32) * vector.values[entries]

    def _unit_probabilities(self, vector: Vector, alike: Floats, points: Floats) -> Floats:
        opinions = [softmax(SHARPNESS * (alike @ self.machine + self.machine_intercepts))]
        opinions += [voice.probabilities(points) for voice in self.voices]
        evidence = vector.values @ self.bayes[vector.columns].astype(np.float32)
        opinions.append(softmax(BAYES_SHARPNESS * evidence))
        weights = [1.0] * (len(opinions) - 1) + [BAYES_WEIGHT]
        return np.asarray(np.average(opinions, axis=0, weights=weights), dtype=np.float32)

    def _named(self, likely: Floats, district: str, village: str) -> list[tuple[str, float]]:
        named: dict[str, float] = defaultdict(float)
        for label, score in zip(self.units, likely.tolist(), strict=True):
            unit = self.place_units.resolved(label, district, village)
            if unit:
                named[unit] += score
        return sorted(named.items(), key=lambda item: -item[1])

    def _topics(self, points: Floats, likely: Floats) -> list[tuple[str, float]]:
        """Topics by their own points and by how likely their units are."""
        if not self.topics:
            return []
        own = softmax(2 * SHARPNESS * points[len(self.units) :])
        scores = own * (0.1 + self.topic_units @ likely)
        scores /= scores.sum()
        order = np.argsort(-scores)[: MOST_SHOWN + 1]
        return [(self.topics[index], float(scores[index])) for index in order if not self.topics[index].startswith("@")]

    def to_bytes(self) -> bytes:
        """A compressed archive of arrays and one JSON text."""
        names = {
            "format": FORMAT,
            "levels": self.place_units.levels,
            "written": self.place_units.written,
            "units": self.units,
            "topics": self.topics,
        }
        arrays: dict[str, Any] = {
            "names": np.frombuffer(json.dumps(names, ensure_ascii=False).encode(), dtype=np.uint8),
            "digests": self.vocabulary.digests,
            "rarity": self.vocabulary.rarity,
            "starts": self.starts,
            "rows": self.rows,
            "shares": self.shares,
            "ridge": self.ridge,
            "machine": self.machine,
            "machine_intercepts": self.machine_intercepts,
            "bayes": self.bayes,
            "topic_units": self.topic_units,
        }
        for number, voice in enumerate(self.voices):
            arrays[f"voice_{number}"], arrays[f"intercepts_{number}"] = voice.coefficients, voice.intercepts
        archive = io.BytesIO()
        np.savez_compressed(archive, allow_pickle=False, **arrays)
        return archive.getvalue()


def learned_from_bytes(content: bytes) -> Learned:
    """Reads what `Learned.to_bytes` wrote; raises WrongFormat."""
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        names = json.loads(archive["names"].tobytes())
        if names["format"] != FORMAT:
            raise WrongFormat(names["format"])
        count = sum(name.startswith("voice_") for name in archive.files)
        return Learned(
            place_units=PlaceUnits(names["levels"], names["written"]),
            units=names["units"],
            topics=names["topics"],
            vocabulary=Vocabulary(archive["digests"], archive["rarity"]),
            starts=archive["starts"],
            rows=archive["rows"],
            shares=archive["shares"],
            ridge=archive["ridge"],
            machine=archive["machine"],
            machine_intercepts=archive["machine_intercepts"],
            bayes=archive["bayes"],
            voices=tuple(Voice(archive[f"voice_{n}"], archive[f"intercepts_{n}"]) for n in range(count)),
            topic_units=archive["topic_units"],
        )


def softmax(points: Floats) -> Floats:
    """Points as probabilities."""
    raised = np.exp(points - points.max())
    return np.asarray(raised / raised.sum(), dtype=np.float32)


def _reasons(text: str, vector: Vector, by_feature: NDArray[Any]) -> list[str]:
    """The words as written whose features spoke most for the unit."""
    words = words_of(text)
    spoken: dict[str, float] = defaultdict(float)
    for positions, points in zip(vector.positions, by_feature.tolist(), strict=True):
        for position in positions:
            if position != NO_WORD and len(words[position].plain) >= SHORTEST_REASON:
                spoken[words[position].written] += points / len(positions)
    best = sorted(spoken.items(), key=lambda item: -item[1])[:MOST_SHOWN]
    return [word for word, points in best if points > 0]
