"""A learning curve: models trained on 12, 25, 50 and 100 % of the documents, scored on the same others.

usage: python training/scripts/learning_curve.py --corpus ../shared/corpus/train --dev ../shared/corpus/dev \
           --reports ../shared/reports/clean --segmenter training/build/segmenter --out training/build/curve

The documents of a share are drawn with a seed, the smaller shares from the larger. All models start from
one encoder, pretrained on all reports but those that are scored. An interrupted run goes on where it stopped.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from govie.cli.common import open_output, table_console
from govie.cli.scores import SHOWN, json_text, scores_json
from govie.cli.tables import FigureTable, Line, ends, figure, print_tables
from govie.io.annotations import read_annotations
from govie.scoring import Evaluation, Resampling, f1_intervals
from govie.training.config import TrainingConfig, read_config
from govie.training.experiments import SHARES, Trial, growing, score_on
from govie.training.job import Corpus, find_corpus


@dataclass(frozen=True, slots=True)
class Point:
    """What a model reaches that was trained on some of the documents."""

    share: float
    documents: tuple[str, ...]
    records: int
    evaluation: Evaluation


def learning_curve(trial: Trial, dev: Corpus, shares: Sequence[float], *, seed: int = 0) -> Iterator[Point]:
    """Yield a point a share, in their order, each scored on all documents of `dev`."""
    for share, names in zip(shares, growing(trial.documents, shares, seed=seed), strict=True):
        print(f"{share:.0%}: {len(names)} documents", flush=True)
        scores = score_on(trial.model(names, scored=dev.documents), dev, dev.documents)
        yield Point(share, names, _records(trial, names), Evaluation(tuple(scores)))


def _records(trial: Trial, names: Sequence[str]) -> int:
    paths = (corpus.annotations / f"{name}.jsonl" for corpus in trial.corpora for name in names)
    return sum(len(s.records) for path in paths if path.is_file() for s in read_annotations(path))


def curve_table(points: Sequence[Point]) -> FigureTable:
    """Return the curve as a table."""
    headings = ("share", "documents", "records", *(f"{name} F1" for name in SHOWN), "record 95 %")
    return FigureTable("Learning curve", headings, tuple(map(_line, points)))


def _line(point: Point) -> Line:
    total = point.evaluation.total
    size = (f"{point.share:.0%}", str(len(point.documents)), str(point.records))
    shown = (figure(total.scores[name].f1) for name in SHOWN)
    return (*size, *shown, ends(f1_intervals(total.sentences)["record"]))


def main(arguments: list[str] | None = None) -> None:
    """Train, score, print the curve, and write it to OUT/curve.json."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--corpus", type=Path, action="append", required=True, help="documents that are drawn"
    )
    parser.add_argument("--always", type=Path, action="append", default=[], help="a corpus in every share")
    parser.add_argument("--dev", type=Path, required=True, help="documents that are scored")
    parser.add_argument("--reports", type=Path, help="their texts, if not beside them, and for pretraining")
    parser.add_argument("--shares", type=float, nargs="+", default=SHARES)
    parser.add_argument("--seed", type=int, default=0, help="of the shares")
    parser.add_argument("--segmenter", type=Path)
    parser.add_argument("--encoder", type=Path, help="a model whose encoder is taken")
    parser.add_argument("--config", type=Path, help="TOML of training settings")
    parser.add_argument("--out", type=Path, required=True, help="folder of models and scores")
    options = parser.parse_args(arguments)
    dev = find_corpus(options.dev, options.reports)
    trial = Trial(
        corpora=tuple(find_corpus(folder, options.reports) for folder in options.corpus),
        always=tuple(find_corpus(folder, options.reports) for folder in options.always),
        unannotated=options.reports,
        encoder=options.encoder,
        segmenter=options.segmenter,
        config=read_config(options.config) if options.config else TrainingConfig(),
        folder=options.out,
    )
    if both := sorted({*trial.documents} & {*dev.documents}):
        parser.error(f"--dev: {', '.join(both)} would be trained on")
    points = list(learning_curve(trial, dev, options.shares, seed=options.seed))
    with open_output(None) as target:
        print_tables(table_console(target), [curve_table(points)])
    content = {f"{point.share:g}": _point_json(point) for point in points}
    (options.out / "curve.json").write_text(json_text(content), "utf-8")


def _point_json(point: Point) -> dict[str, object]:
    size = {"documents": point.documents, "records": point.records}
    return {**size, "scores": scores_json(point.evaluation, Resampling())}


if __name__ == "__main__":
    main()
