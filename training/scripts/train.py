"""Train the pipeline that ships: annotated sentences and reports in, a model folder out.

usage: python training/scripts/train.py --corpus ../shared/corpus --reports ../shared/reports/clean \
           --segmenter training/build/segmenter --out models/govie_zh

CORPUS holds train/ and dev/; reports whose documents are in dev/ are not read.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import govie
from govie.training.corpus import GoldDocument, read_corpus
from govie.training.run import TrainingConfig, blank_pipeline, save, train, unannotated_sentences


def main() -> None:
    """Train, save, and say how long each step took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--reports", type=Path, required=True)
    parser.add_argument("--own", type=Path, help="folder of invented reports with their annotations")
    parser.add_argument("--segmenter", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=TrainingConfig.seed)
    parser.add_argument("--epochs", type=int, default=TrainingConfig.epochs)
    parser.add_argument("--pretrain-epochs", type=int, default=TrainingConfig.pretrain_epochs)
    options = parser.parse_args()

    started = time.perf_counter()

    def say(line: str) -> None:
        print(f"{time.perf_counter() - started:6.0f} s  {line}", flush=True)

    config = TrainingConfig(seed=options.seed, epochs=options.epochs, pretrain_epochs=options.pretrain_epochs)
    nlp = blank_pipeline(options.segmenter)
    real = list(read_corpus(options.corpus / "train", options.reports, nlp.vocab))
    own = list(read_corpus(options.own, options.own, nlp.vocab)) if options.own else []
    held_out = [path.stem for path in (options.corpus / "dev").glob("*.jsonl")]
    texts = unannotated_sentences(options.reports, without=held_out)
    data = {
        "annotated sentences of real reports": counts(real),
        "annotated sentences of invented reports": counts(own),
        "sentences for pretraining": f"{len(texts):,}, {sum(map(len, texts)):,} characters",
        "held out for development": ", ".join(sorted(held_out)),
    }
    for name, value in data.items():
        say(f"{name}: {value}")
    train(nlp, [*real, *own], texts, config=config, say=say)
    save(nlp, options.out, version=govie.__version__, card={"training": vars_of(config), "data": data})
    say(f"saved {options.out}")


def counts(documents: list[GoldDocument]) -> str:
    """Return how much of a corpus there is."""
    sentences = sum(len(document.annotated) for document in documents)
    records = sum(len(document.gold) for document in documents)
    return f"{sentences:,} with {records:,} records in {len(documents)} documents"


def vars_of(config: TrainingConfig) -> dict[str, float]:
    """Return the settings of a run for the model's meta data."""
    return {name: getattr(config, name) for name in config.__dataclass_fields__}


if __name__ == "__main__":
    main()
