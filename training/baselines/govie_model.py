"""govie with a trained model: `python govie_model.py [FOLDER]`, by default the model that ships."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator, Sequence

from agreement import plain
from worker import Place, Prediction, serve

import govie
from govie.types import Observation


def prediction(o: Observation) -> Prediction:
    """Return an observation in the terms of the comparison."""
    amount, unit = plain(o.quantity.values, o.quantity.unit)
    return {
        "start": o.quantity.start,
        "end": o.quantity.end,
        "amount": amount,
        "unit": unit,
        "indicator": [o.indicator.start, o.indicator.end] if o.indicator else [],
        "id": (o.indicator.id or "") if o.indicator else "",
        "measure": str(o.measure),
        "direction": str(o.direction or ""),
        "bound": [] if o.bound == "exact" else [str(o.bound)],
        "status": str(o.status),
        "period": str(o.period),
    }


def main() -> None:
    """Answer reports; govie reads a report as a whole and splits it itself."""
    model = sys.argv[1] if len(sys.argv) > 1 else None
    warnings.simplefilter("ignore", govie.GovieWarning)

    def reader(text: str, sentences: Sequence[Place]) -> Iterator[Prediction]:
        return map(prediction, govie.parse(text, model=model).observations)

    serve(reader)


if __name__ == "__main__":
    main()
