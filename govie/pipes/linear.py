"""Linear classifiers over string features: trained by scikit-learn, kept and applied as arrays.

Several questions about the same thing share one feature list and one weight matrix, so that a
report's answers are one lookup and one sum. Nothing is pickled, and a shipped model does not depend
on the scikit-learn version that reads it.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from govie.errors import ModelError

Floats = NDArray[np.float32]
Features = Sequence[str]
Labels = Sequence[str | None]  # None: this example does not answer the question

FILE = "heads.npz"
SLICE = 2000  # examples whose weights are gathered at once: bounds the memory, not the result
_DAMAGE = (BadZipFile, EOFError, KeyError, RuntimeError, TypeError, zlib.error)  # of zip, npy and JSON


@dataclass(slots=True)
class LinearHeads:
    """Multinomial logistic regressions that share their features."""

    vocabulary: dict[str, int] = field(default_factory=dict)
    classes: dict[str, list[str]] = field(default_factory=dict)
    weights: Floats = field(default_factory=lambda: np.zeros((0, 0), "f"))
    bias: Floats = field(default_factory=lambda: np.zeros(0, "f"))

    def fit(
        self,
        features: Sequence[Features],
        labels: Mapping[str, Labels],
        *,
        min_count: int = 2,
        strength: float = 1.0,
    ) -> None:
        """Learn each of `labels` from `features`; `strength` is the inverse of the L2 penalty."""
        from scipy.sparse import csr_matrix
        from sklearn.linear_model import LogisticRegression

        counts = Counter(name for row in features for name in set(row))
        names = sorted(name for name, count in counts.items() if count >= min_count)
        self.vocabulary = {name: row for row, name in enumerate(names)}
        rows, lengths = self._rows(features)
        indptr = np.concatenate([[0], np.cumsum(lengths)])
        X = csr_matrix((np.ones(len(rows), "f"), rows, indptr), shape=(len(features), len(names)))
        X.sum_duplicates()
        X.data[:] = 1.0
        self.classes, columns, biases = {}, [], []
        for head, answers in labels.items():
            known = [k for k, answer in enumerate(answers) if answer is not None]
            y = np.array([answers[k] for k in known])
            self.classes[head] = sorted(set(y.tolist()))
            if len(self.classes[head]) < 2:
                columns.append(np.zeros((len(names), len(self.classes[head])), "f"))
                biases.append(np.zeros(len(self.classes[head]), "f"))
                continue
            model = LogisticRegression(C=strength, max_iter=1000, tol=1e-5).fit(X[known], y)
            coef, intercept = model.coef_, model.intercept_
            if len(self.classes[head]) == 2:  # scikit-learn keeps one row for two classes
                coef, intercept = np.vstack([-coef, coef]) / 2, np.append(-intercept, intercept) / 2
            columns.append(coef.T.astype("f"))
            biases.append(intercept.astype("f"))
        self.weights = np.hstack(columns).astype(np.float16).astype("f")  # as it will be saved
        self.bias = np.concatenate(biases)

    def predict(self, features: Sequence[Features]) -> dict[str, Floats]:
        """Return for each question the probabilities, shape (len(features), classes)."""
        scores = np.repeat(self.bias[None], len(features), axis=0)
        for at in range(0, len(features), SLICE):
            self._add_scores(scores[at : at + SLICE], features[at : at + SLICE])
        answers, at = {}, 0
        for head, names in self.classes.items():
            part = scores[:, at : at + len(names)]
            at += len(names)
            exp = np.exp(part - part.max(axis=1, keepdims=True))
            answers[head] = (exp / exp.sum(axis=1, keepdims=True)).astype("f")
        return answers

    def _add_scores(self, scores: Floats, features: Sequence[Features]) -> None:
        """Add to each row of `scores` the weights of its features."""
        rows, lengths = self._rows(features)
        if len(rows):
            filled = lengths > 0
            starts = (np.cumsum(lengths) - lengths)[filled]
            scores[filled] += np.add.reduceat(self.weights[rows], starts, axis=0)

    def _rows(self, features: Sequence[Features]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the rows of the known features, one example after the other, and their counts."""
        get = self.vocabulary.get
        # sorted: sums in floating point depend on their order, and sets have none
        known = [sorted({row for name in names if (row := get(name)) is not None}) for names in features]
        lengths = np.array([len(rows) for rows in known], np.int64)
        return np.array([row for rows in known for row in rows], np.int64), lengths

    def to_bytes(self) -> bytes:
        """Return the arrays and names as one npz (weights in float16)."""
        plain = json.dumps({"classes": self.classes, "features": list(self.vocabulary)}, ensure_ascii=False)
        names = np.frombuffer(plain.encode("utf-8"), np.uint8)
        file = BytesIO()
        np.savez_compressed(file, names=names, weights=self.weights.astype(np.float16), bias=self.bias)
        return file.getvalue()

    def from_bytes(self, data: bytes) -> None:
        """Read what to_bytes wrote; raise ValueError if it is not whole."""
        try:
            with np.load(BytesIO(data), allow_pickle=False) as arrays:
                weights, bias = arrays["weights"].astype("f"), arrays["bias"]
                plain = json.loads(arrays["names"].tobytes())
            vocabulary = {name: row for row, name in enumerate(plain["features"])}
            classes = plain["classes"]
        except _DAMAGE as error:
            raise ValueError(f"no classifier ({error})") from error
        if weights.shape != (len(vocabulary), len(bias)):
            raise ValueError("weights and features differ")
        self.vocabulary, self.classes, self.weights, self.bias = vocabulary, classes, weights, bias

    def to_disk(self, folder: Path) -> None:
        """Write `folder`/heads.npz."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).write_bytes(self.to_bytes())

    def from_disk(self, folder: Path) -> None:
        """Read what to_disk wrote; raise ModelError if it is not there or not whole."""
        try:
            self.from_bytes((folder / FILE).read_bytes())
        except (OSError, ValueError) as error:
            found = f"classifier cannot be read ({error})"
            raise ModelError(str(folder / FILE), found, "reinstall govie or train the model anew") from error
