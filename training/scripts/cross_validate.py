"""Cross-validation by document: every document is scored by a model that was not trained on it.

usage: python training/scripts/cross_validate.py --corpus ../shared/corpus/train --corpus training/corpus \
           --reports ../shared/reports/clean --segmenter training/build/segmenter --folds 5 \
           --out training/build/folds

The encoder of each fold is pretrained on all reports but those left out. `--encoder MODEL` takes that of a
finished model for all folds, which saves most of the time; if that model has read the documents that are
left out here, the figures flatter. An interrupted run goes on where it stopped.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from govie.cli.common import open_output, table_console
from govie.cli.scores import json_text, score_tables, scores_json
from govie.cli.tables import print_tables
from govie.scoring import DocumentScores, Evaluation, Resampling
from govie.training.config import TrainingConfig, read_config
from govie.training.experiments import Trial, folds
from govie.training.job import find_corpus


def cross_validate(trial: Trial, parts: list[tuple[str, ...]]) -> Evaluation:
    """Return the scores of all documents, each by the model of the other parts."""
    scores: list[DocumentScores] = []
    for number, left_out in enumerate(parts, 1):
        print(f"fold {number}/{len(parts)}: without {', '.join(left_out)}", flush=True)
        model = trial.model([name for name in trial.documents if name not in left_out], scored=left_out)
        scores.extend(trial.scores(model, left_out))
    return Evaluation(tuple(sorted(scores, key=_name)))


def _name(scores: DocumentScores) -> str:
    return scores.document


def main(arguments: list[str] | None = None) -> None:
    """Train, score, print the tables, and write them to OUT/scores.json."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, action="append", required=True, help="annotated documents")
    parser.add_argument("--always", type=Path, action="append", default=[], help="a corpus never left out")
    parser.add_argument("--reports", type=Path, help="their texts, if not beside them, and for pretraining")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0, help="of the folds")
    parser.add_argument("--segmenter", type=Path)
    parser.add_argument("--encoder", type=Path, help="a model whose encoder is taken")
    parser.add_argument("--config", type=Path, help="TOML of training settings")
    parser.add_argument("--out", type=Path, required=True, help="folder of models and scores")
    options = parser.parse_args(arguments)
    trial = Trial(
        corpora=tuple(find_corpus(folder, options.reports) for folder in options.corpus),
        always=tuple(find_corpus(folder, options.reports) for folder in options.always),
        unannotated=options.reports,
        encoder=options.encoder,
        segmenter=options.segmenter,
        config=read_config(options.config) if options.config else TrainingConfig(),
        folder=options.out,
    )
    parts = folds(trial.documents, options.folds, seed=options.seed)
    if len(parts) < 2:
        parser.error("--folds: at least two, of at least two documents")
    evaluation = cross_validate(trial, parts)
    how = Resampling()
    with open_output(None) as target:
        print_tables(table_console(target), score_tables(evaluation, how))
    content = {"folds": parts, **scores_json(evaluation, how)}
    (options.out / "scores.json").write_text(json_text(content), "utf-8")


if __name__ == "__main__":
    main()
