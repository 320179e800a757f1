"""Fine-tuning: a finished pipeline learns from a user's own sentences, and from nothing else.

The network takes a few epochs of small steps. The classifiers are fitted to the new sentences with
the old weights as their prior: the loss is that of a logistic regression whose L2 penalty pulls not
to zero but to what the classifier knew, so that what the sentences do not speak of stays as it was.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from spacy.language import Language
from thinc.api import Adam, fix_random_seed

from govie.pipes.indicators import IndicatorPointer
from govie.pipes.linear import Features, Labels, LinearHeads
from govie.training.checkpoints import KEEP_NOTHING, Checkpoints
from govie.training.config import TrainingConfig
from govie.training.corpus import GoldDocument
from govie.training.run import (
    CLASSIFIERS,
    POINTER,
    Advance,
    Classifier,
    Say,
    fit_classifiers,
    fit_pointer,
    gold_examples,
    quiet,
)

Doubles = NDArray[np.float64]


def finetune(
    nlp: Language,
    documents: Sequence[GoldDocument],
    *,
    config: TrainingConfig,
    say: Say = print,
    advance: Advance = quiet,
    checkpoints: Checkpoints = KEEP_NOTHING,
) -> None:
    """Train a finished `nlp` on in place, by `config.tuning` and its seed.

    Stages that `checkpoints` holds are taken from there.
    """
    random.seed(config.seed)
    fix_random_seed(config.seed)
    examples = gold_examples(nlp, documents)
    pointer = cast(IndicatorPointer, nlp.get_pipe(POINTER))
    optimizer = Adam(config.tuning.rate, L2=0.0, grad_clip=1.0, use_averages=False)
    fit_pointer(pointer, examples, optimizer, config.tuning, say, advance, checkpoints)
    for name in CLASSIFIERS:
        component = cast(Classifier, nlp.get_pipe(name))
        old = component.heads
        component.heads = PriorHeads(
            old.vocabulary, old.classes, old.weights, old.bias, trust=config.tuning.strength
        )
    fit_classifiers(nlp, examples, say, checkpoints)


@dataclass(slots=True)
class PriorHeads(LinearHeads):
    """Classifiers whose `fit` starts from the weights that they have, and keeps near to them.

    Classes stay as they are: a label that is none of them teaches nothing.
    """

    trust: float = 1.0  # in new examples: the inverse of the penalty

    def fit(
        self,
        features: Sequence[Features],
        labels: Mapping[str, Labels],
        *,
        min_count: int = 2,
        strength: float = 1.0,
    ) -> None:
        """Learn from more examples; `strength`, with which the old weights were learnt, scales `trust`."""
        self._add_features(features, min_count)
        rows, lengths = self._rows(features)
        indptr = np.concatenate([[0], np.cumsum(lengths)])
        X = csr_matrix((np.ones(len(rows)), rows, indptr), shape=(len(features), len(self.vocabulary)))
        at = 0
        for head, classes in self.classes.items():
            columns = slice(at, at + len(classes))
            at += len(classes)
            number = {name: k for k, name in enumerate(classes)}
            answers = [number.get(answer or "") for answer in labels.get(head, ())]
            known = [k for k, answer in enumerate(answers) if answer is not None]
            if len(classes) > 1 and known:
                gold = np.array([answers[k] for k in known])
                self._move(X[known], gold, columns, self.trust * strength)
        self.weights = self.weights.astype(np.float16).astype("f")  # as it will be saved

    def _add_features(self, features: Sequence[Features], min_count: int) -> None:
        counts = Counter(name for row in features for name in set(row))
        new = sorted(
            name for name, count in counts.items() if count >= min_count and name not in self.vocabulary
        )
        self.vocabulary = {**self.vocabulary, **{name: k for k, name in enumerate(new, len(self.vocabulary))}}
        self.weights = np.vstack([self.weights, np.zeros((len(new), self.weights.shape[1]), "f")])

    def _move(self, X: csr_matrix, gold: NDArray[np.int64], columns: slice, trust: float) -> None:
        """Move the weights of one question to their likeliest place, given prior and examples."""
        seen = np.unique(X.indices)  # the others have no gradient, so they stay
        prior = np.vstack([self.weights[seen, columns], self.bias[None, columns]]).astype(np.float64)
        X = X[:, seen]
        start, given = np.zeros(prior.size), (X, gold, prior, trust)
        found = minimize(_loss, start, args=given, jac=True, method="L-BFGS-B")
        moved = prior + found.x.reshape(prior.shape)
        self.weights[seen, columns] = moved[:-1]
        self.bias = self.bias.copy()
        self.bias[columns] = moved[-1]


def _loss(
    step: Doubles, X: csr_matrix, gold: NDArray[np.int64], prior: Doubles, trust: float
) -> tuple[float, Doubles]:
    """Return loss and gradient of a step away from the prior, whose last row is the bias.

    The loss is `trust` times the cross entropy plus half the squared length of the step. The bias is
    held as the weights are: fifty sentences say little of how frequent a class is elsewhere.
    """
    step = step.reshape(prior.shape)
    scores = X @ (prior[:-1] + step[:-1]) + prior[-1] + step[-1]
    scores -= scores.max(axis=1, keepdims=True)
    log_p = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    here = np.arange(len(gold))
    loss = -trust * log_p[here, gold].sum() + 0.5 * (step**2).sum()
    slope = np.exp(log_p)
    slope[here, gold] -= 1.0
    gradient = step + trust * np.vstack([X.T @ slope, slope.sum(axis=0, keepdims=True)])
    return float(loss), gradient.ravel()
