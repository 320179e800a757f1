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
from govie.training.corpus import read_corpus
from govie.training.run import TrainingConfig, blank_pipeline, save, train, unannotated_sentences


def main() -> None:
    """Train, save, and say how long each step took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--reports", type=Path, required=True)
    parser.add_argument("--segmenter", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=TrainingConfig.seed)
    parser.add_argument("--epochs", type=int, default=TrainingConfig.epochs)
    parser.add_argument("--pretrain-epochs", type=int, default=TrainingConfig.pretrain_epochs)
    options = parser.parse_args()

    started = time.perf_counter()

    def say(line: str) -> None:
        print(f"{time.perf_counter() - started:6.0f} s  {line}", flush=True)

    config = TrainingConfig(
        seed=options.seed, epochs=options.epochs, pretrain_epochs=options.pretrain_epochs
    )
    nlp = blank_pipeline(options.segmenter)
    documents = list(read_corpus(options.corpus / "train", options.reports, nlp.vocab))
    held_out = [path.stem for path in (options.corpus / "dev").glob("*.jsonl")]
    texts = unannotated_sentences(options.reports, without=held_out)
    say(f"{len(documents)} annotated documents, {len(texts):,} sentences for pretraining")
    train(nlp, documents, texts, config=config, say=say)
    save(nlp, options.out, version=govie.__version__, card={"training": vars_of(config)})
    say(f"saved {options.out}")


def vars_of(config: TrainingConfig) -> dict[str, float]:
    """Return the settings of a run for the model's meta data."""
    return {name: getattr(config, name) for name in config.__slots__}


if __name__ == "__main__":
    main()
