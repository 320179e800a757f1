"""Linear classifiers over string features: trained by scikit-learn, kept and applied as arrays.

Several questions about the same thing share one feature list and one weight matrix, so that a
report's answers are one lookup and one sum. Nothing is pickled, and a shipped model does not depend
on the scikit-learn version that reads it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from govie.errors import ModelError

Floats = NDArray[np.float32]
Features = Sequence[str]
Labels = Sequence[str | None]  # None: this example does not answer the question


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
            model = LogisticRegression(C=strength, max_iter=400, tol=1e-3).fit(X[known], y)
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
        rows, lengths = self._rows(features)
        if len(rows):
            filled = lengths > 0
            starts = (np.cumsum(lengths) - lengths)[filled]
            scores[filled] += np.add.reduceat(self.weights[rows], starts, axis=0)
        answers, at = {}, 0
        for head, names in self.classes.items():
            part = scores[:, at : at + len(names)]
            at += len(names)
            exp = np.exp(part - part.max(axis=1, keepdims=True))
            answers[head] = (exp / exp.sum(axis=1, keepdims=True)).astype("f")
        return answers

    def _rows(self, features: Sequence[Features]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the rows of the known features, one example after the other, and their counts."""
        get = self.vocabulary.get
        known = [[row for name in set(names) if (row := get(name)) is not None] for names in features]
        for row in known:
            row.sort()  # sums in floating point depend on their order, and sets have none
        lengths = np.array([len(row) for row in known], np.int64)
        return np.array([r for row in known for r in row], np.int64), lengths

    def to_disk(self, folder: Path) -> None:
        """Write heads.json and weights.npz (float16)."""
        folder.mkdir(parents=True, exist_ok=True)
        plain = {"classes": self.classes, "features": list(self.vocabulary)}
        (folder / "heads.json").write_text(json.dumps(plain, ensure_ascii=False), "utf-8")
        np.savez(folder / "weights.npz", weights=self.weights.astype(np.float16), bias=self.bias)

    def from_disk(self, folder: Path) -> None:
        """Read what to_disk wrote; raise ModelError if it is not there or not whole."""
        try:
            plain = json.loads((folder / "heads.json").read_text("utf-8"))
            with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
                weights, bias = arrays["weights"].astype("f"), arrays["bias"]
            names: Iterable[str] = plain["features"]
            self.vocabulary = {name: row for row, name in enumerate(names)}
            self.classes = plain["classes"]
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(str(folder), f"classifier cannot be read ({error})", "reinstall govie") from error
        if weights.shape != (len(self.vocabulary), len(bias)):
            raise ModelError(str(folder), "classifier's weights and features differ", "reinstall govie")
        self.weights, self.bias = weights, bias
