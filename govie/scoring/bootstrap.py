"""How far figures depend on which sentences, or documents, happen to be in the sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govie.scoring.figures import CELLS, MEASURES, Scores

if TYPE_CHECKING:  # numpy is imported in functions, so that the command line starts without it
    import numpy as np
    from numpy.typing import NDArray

Interval = tuple[float, float]

NAMES = (*MEASURES, *CELLS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resampling:
    """How units are drawn again: how often, for which share of the draws, from which seed."""

    draws: int = 1000
    level: float = 0.95
    seed: int = 0


def f1_intervals(
    units: Sequence[Scores], *, draws: int = 1000, level: float = 0.95, seed: int = 0
) -> dict[str, Interval | None]:
    """Return the ends of each F1 when the units are drawn again with replacement.

    Units are the scores of sentences, or of documents where figures are to hold for other documents:
    sentences of one document err together. The percentile bootstrap (Efron and Tibshirani 1993,
    chapter 13). None for a name that some draw leaves without a case.
    """
    if not units:
        return dict.fromkeys(NAMES)
    drawn = by_name(drawn_f1(counts_of(units), Resampling(draws=draws, level=level, seed=seed)))
    return {name: None if figures is None else interval(figures, level) for name, figures in drawn.items()}


def counts_of(units: Sequence[Scores]) -> NDArray[np.int64]:
    """Return right, and predicted plus gold, as an array of units by NAMES by two."""
    import numpy as np

    return np.array(
        [[(t.right, t.predicted + t.gold) for t in map(each.__getitem__, NAMES)] for each in units],
        dtype=np.int64,
    )


def drawn_f1(counts: NDArray[np.int64], how: Resampling) -> NDArray[np.float64]:
    """Return F1 of each draw, an array of draws by names, NaN where a draw has no case.

    The same seed draws the same units, so that two systems on the same units are drawn together.
    """
    import numpy as np

    size = len(counts)
    weights = np.random.default_rng(how.seed).multinomial(size, np.full(size, 1 / size), size=how.draws)
    right, both = np.moveaxis(np.tensordot(weights, counts, axes=1), 2, 0)
    with np.errstate(invalid="ignore"):
        figures: NDArray[np.float64] = 2 * right / both
    return figures


def by_name(drawn: NDArray[np.float64]) -> dict[str, NDArray[np.float64] | None]:
    """Return the draws of each of NAMES, None for a name that some draw leaves without a case."""
    import numpy as np

    return {
        name: None if np.isnan(figures).any() else figures
        for name, figures in zip(NAMES, drawn.T, strict=True)
    }


def interval(figures: NDArray[np.float64], level: float) -> Interval:
    """Return the ends between which the middle share `level` of the figures lies."""
    import numpy as np

    low, high = np.quantile(figures, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
