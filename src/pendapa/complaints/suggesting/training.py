"""Learns unit and topic from complaints that were answered. Needs scikit-learn: no web process imports this."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from pendapa.complaints.suggesting.examples import Example
from pendapa.complaints.suggesting.features import Feature, features_of
from pendapa.complaints.suggesting.learned import Floats, Learned, Voice
from pendapa.complaints.suggesting.places import PlaceUnits, learn_place_units
from pendapa.complaints.suggesting.vocabulary import Vocabulary, learn_vocabulary

RIDGE = 0.5
MACHINE_COST = 0.5
BAYES_SMOOTHING = 0.3
POINTS_SCALE = 5.0
ALL_POINTS_COST, UNIT_POINTS_COST = 0.1, 0.5
MOST_EXAMPLES = 6000


class NothingToLearn(ValueError):
    """There is no complaint to learn from."""


def learn(examples: Sequence[Example]) -> Learned:
    """Fits everything on the examples, of which the last `MOST_EXAMPLES` are taken. Raises NothingToLearn."""
    if not examples:
        raise NothingToLearn
    # More threads wait busily for each other, and the web processes want the other processors.
    with threadpool_limits(limits=1):
        return _learn(examples[-MOST_EXAMPLES:])


def _learn(examples: Sequence[Example]) -> Learned:
    place_units = learn_place_units(examples)
    taught = [*examples, *_names_as_examples(examples, place_units)]
    unit_labels = np.array([place_units.generic(example.unit) for example in taught])
    topic_labels = np.array([example.topic or f"@{unit}" for example, unit in zip(taught, unit_labels, strict=True)])
    units, topics = np.unique(unit_labels), np.unique(topic_labels)
    is_unit, is_topic = _one_column_each(unit_labels, units), _one_column_each(topic_labels, topics)

    vocabulary = learn_vocabulary(_features(example) for example in taught)
    matrix = _matrix(vocabulary, taught)
    alike = (matrix @ matrix.T).toarray()
    ridge, unseen = _fit_ridge(alike, np.hstack([is_unit, is_topic]))
    machine, machine_intercepts = _fit_machine(matrix, alike, unit_labels, units)
    by_feature = matrix.tocsc()
    return Learned(
        place_units=place_units,
        units=units.tolist(),
        topics=topics.tolist(),
        vocabulary=vocabulary,
        starts=by_feature.indptr.astype(np.int64),
        rows=by_feature.indices.astype(np.int32),
        shares=by_feature.data.astype(np.float16),
        ridge=ridge,
        machine=machine,
        machine_intercepts=machine_intercepts,
        bayes=_fit_bayes(matrix, unit_labels),
        voices=_fit_voices(unseen[: len(examples)], unit_labels[: len(examples)], units),
        topic_units=(is_topic.T @ is_unit / is_topic.sum(axis=0)[:, None]).astype(np.float32),
    )


def _names_as_examples(examples: Sequence[Example], place_units: PlaceUnits) -> list[Example]:
    """The name of a topic speaks for its unit, and the name of a unit for itself, like one more complaint each."""
    by_topic: dict[str, Counter[str]] = {}
    for example in examples:
        if example.topic:
            by_topic.setdefault(example.topic, Counter())[example.unit] += 1
    topics = [Example(topic, units.most_common(1)[0][0], topic) for topic, units in by_topic.items()]
    known = dict.fromkeys(example.unit for example in examples)
    units = [Example(unit, unit) for unit in known if not place_units.generic(unit).startswith("@")]
    return topics + units


def _features(example: Example) -> Iterator[Feature]:
    return features_of(example.text, example.district, example.village)


def _matrix(vocabulary: Vocabulary, examples: Sequence[Example]) -> sparse.csr_matrix:
    vectors = [vocabulary.vector(_features(example)) for example in examples]
    starts = np.cumsum([0, *(len(vector.columns) for vector in vectors)])
    columns = np.concatenate([vector.columns for vector in vectors])
    values = np.concatenate([vector.values for vector in vectors])
    return sparse.csr_matrix((values, columns, starts), shape=(len(examples), len(vocabulary.digests)))


def _one_column_each(labels: NDArray[np.str_], known: NDArray[np.str_]) -> Floats:
    return np.asarray(labels[:, None] == known, dtype=np.float32)


def _fit_ridge(alike: Floats, wanted: Floats) -> tuple[Floats, Floats]:
    """The weight of each example for each label, and what would be said of each example had it not been seen."""
    inverse = np.linalg.inv(alike + RIDGE * np.eye(len(alike), dtype=alike.dtype))
    weights = inverse @ wanted
    unseen = wanted - weights / np.diag(inverse)[:, None]
    return np.asarray(weights, dtype=np.float32), np.asarray(unseen, dtype=np.float32)


def _fit_machine(
    matrix: sparse.csr_matrix, alike: Floats, labels: NDArray[np.str_], units: NDArray[np.str_]
) -> tuple[Floats, Floats]:
    """A linear support vector machine, one unit against the rest, as weights of the examples."""
    if len(units) < 2:
        return np.zeros((len(labels), len(units)), dtype=np.float32), np.zeros(len(units), dtype=np.float32)
    fitted = LinearSVC(C=MACHINE_COST).fit(matrix, labels)
    said = matrix @ fitted.coef_.T
    weights = np.linalg.solve(alike + 1e-4 * np.eye(len(alike)), said)
    intercepts = fitted.intercept_
    if len(units) == 2:
        weights, intercepts = np.hstack([-weights, weights]), np.array([-intercepts[0], intercepts[0]])
    return weights.astype(np.float32), intercepts.astype(np.float32)


def _fit_bayes(matrix: sparse.csr_matrix, labels: NDArray[np.str_]) -> NDArray[np.float16]:
    """Complement naive Bayes, features × units; what a feature says for all units alike is taken off."""
    weights = ComplementNB(alpha=BAYES_SMOOTHING).fit(matrix, labels).feature_log_prob_.T
    return np.asarray(weights - weights.mean(axis=1, keepdims=True), dtype=np.float16)


def _fit_voices(points: Floats, labels: NDArray[np.str_], units: NDArray[np.str_]) -> tuple[Voice, ...]:
    """Logistic models that turn points of unseen examples into probabilities: one on the points of units and topics,
    one on those of units alone. None where there is nothing to tell apart."""
    if len(np.unique(labels)) < 3:
        return ()
    columns_and_costs = ((points.shape[1], ALL_POINTS_COST), (len(units), UNIT_POINTS_COST))
    return tuple(_fit_voice(points[:, :columns], labels, units, cost) for columns, cost in columns_and_costs)


def _fit_voice(points: Floats, labels: NDArray[np.str_], units: NDArray[np.str_], cost: float) -> Voice:
    fitted = LogisticRegression(C=cost, max_iter=100, tol=1e-3).fit((points * POINTS_SCALE).astype(np.float64), labels)
    coefficients = np.zeros((len(units), points.shape[1]), dtype=np.float32)
    intercepts = np.full(len(units), -20.0, dtype=np.float32)
    known = np.searchsorted(units, fitted.classes_)
    coefficients[known] = fitted.coef_ * POINTS_SCALE
    intercepts[known] = fitted.intercept_
    return Voice(coefficients, intercepts)
