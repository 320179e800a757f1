"""govie and the baselines in one table, on the same annotated sentences and with the same clock.

    python training/baselines/run.py --corpus ../shared/corpus/dev --reports ../shared/reports

Each system is a process of its own on one thread. It reads whole reports; what it predicts in the
annotated sentences is scored, and its processor time on the reports gives the throughput.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agreement import SLICES, gold_prediction, of_kind, pair, tally
from catalog import GOVIE, HERE, NER, SYSTEMS, System
from environments import NotInstalledError, default_cache, digest, python_with
from spacy_ner import SETTINGS
from tables import Result, as_json, markdown
from worker import Prediction

from govie.errors import GovieError
from govie.io.annotations import AnnotatedSentence, read_annotations
from govie.io.readers import read_text

_SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;]?")
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Document:
    """A report, and its annotated sentences with the places where they begin."""

    text: str
    sentences: tuple[tuple[int, AnnotatedSentence], ...]


class WorkerError(Exception):
    """A worker ended before it had answered."""


def read_documents(corpus: Path, reports: Path) -> list[Document]:
    """Return the documents of CORPUS/*.jsonl with REPORTS/clean/*.txt; raise GovieError if one lacks."""
    paths = sorted(corpus.glob("*.jsonl"))
    if not paths:
        raise GovieError(f"{corpus}: no *.jsonl in this folder; name the folder of annotations")
    return [_document(path, read_text(reports / "clean" / f"{path.stem}.txt")) for path in paths]


def _document(path: Path, text: str) -> Document:
    paragraphs = text.split("\n")
    starts = [0]
    for paragraph in paragraphs:
        starts.append(starts[-1] + len(paragraph) + 1)
    found = []
    for sentence in read_annotations(path):
        at = sentence.locate(paragraphs)
        if at is None:
            raise GovieError(f"{path}: sentence {sentence.sid} is not in its report; use the one annotated")
        found.append((starts[sentence.paragraph] + at, sentence))
    return Document(text, tuple(found))


def ask(command: Sequence[str], documents: Sequence[Document]) -> list[dict[str, Any]]:
    """Return a worker's answer to each document; raise WorkerError if it fails."""
    lines = (
        json.dumps(
            {"text": document.text, "sentences": [m.span() for m in _SENTENCE.finditer(document.text)]}
        )
        for document in documents
    )
    environment = os.environ | _ONE_THREAD | {"PYTHONPATH": _search_path(), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        command, input="\n".join(lines) + "\n", capture_output=True, text=True, env=environment, check=False
    )
    said = done.stderr.strip().splitlines() or ["it said nothing"]
    if done.returncode:
        raise WorkerError(said[-1])
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if len(answers) != len(documents):
        raise WorkerError(f"it answered {len(answers)} of {len(documents)} reports; {said[-1]}")
    return answers


def _search_path() -> str:
    """Return PYTHONPATH with the checkout in front, so that workers without pins find its govie."""
    return os.pathsep.join(filter(None, (str(HERE.parents[1]), os.environ.get("PYTHONPATH"))))


def score(system: System, documents: Sequence[Document], answers: Sequence[dict[str, Any]]) -> Result:
    """Return how the predictions of a system agree with the annotations, and how long they took."""
    pairs = [
        found
        for document, answer in zip(documents, answers, strict=True)
        for start, sentence in document.sentences
        for found in pair(
            inside(answer["predictions"], start, len(sentence.text)),
            [gold_prediction(record) for record in sentence.records],
        )
    ]
    return Result(
        system,
        tally(pairs),
        {kind: tally(of_kind(pairs, kind)) for kind in SLICES if kind in system.slices},
        characters=sum(len(document.text) for document in documents),
        seconds=sum(answer["seconds"] for answer in answers),
    )


def inside(predictions: Iterable[Prediction], start: int, length: int) -> list[Prediction]:
    """Return the predictions that begin in a sentence, with offsets from its start."""
    moved: list[Prediction] = []
    for found in predictions:
        if start <= found["start"] < start + length:
            shifted = found | {"start": found["start"] - start, "end": found["end"] - start}
            if place := found.get("indicator"):
                shifted["indicator"] = [at - start for at in place]
            moved.append(Prediction(**shifted))
    return moved


def run(system: System, documents: Sequence[Document], options: argparse.Namespace) -> Result:
    """Return the result of one system; one that cannot run has a problem instead of figures."""
    print(f"{system.name} ...", file=sys.stderr, flush=True)
    try:
        command = _command(system, options)
        return score(system, documents, ask(command, documents))
    except NotInstalledError as error:
        return Result(system, problem="not installed", advice=f"Install it by: {error}")
    except WorkerError as error:
        return Result(system, problem="failed", advice=str(error))


def _command(system: System, options: argparse.Namespace) -> list[str]:
    python = python_with(system.requirements, options.cache) if system.requirements else sys.executable
    command = [str(python), str(system.path)]
    if system is GOVIE and options.model:
        command.append(str(options.model))
    if system is NER:
        command.append(str(_trained_ner(options.train, options.cache)))
    return command


def _trained_ner(folders: Sequence[Path], cache: Path) -> Path:
    """Return the trained `ner` of these annotations, trained now if the cache lacks it."""
    texts = [path.read_text("utf-8") for folder in folders for path in sorted(folder.glob("*.jsonl"))]
    out = cache / f"ner-{digest([SETTINGS, *texts])}"
    if not (out / "meta.json").is_file():
        corpora = [part for folder in folders for part in ("--corpus", str(folder))]
        command = [sys.executable, str(NER.path), "train", *corpora, "--out", str(out)]
        environment = os.environ | _ONE_THREAD | {"PYTHONPATH": _search_path()}
        if subprocess.run(command, stdout=sys.stderr, env=environment, check=False).returncode:
            raise WorkerError(f"training failed; see above, or try: {' '.join(command)}")
    return out


def main() -> int:
    """Print the table; 0 unless the corpus or the reports cannot be read."""
    options = _options()
    try:
        documents = read_documents(options.corpus, options.reports)
    except GovieError as error:
        print(f"run.py: {error}", file=sys.stderr)
        return 2
    options.cache.mkdir(parents=True, exist_ok=True)
    results = [run(system, documents, options) for system in SYSTEMS if system.name in options.only]
    print(markdown(results))
    if options.json:
        options.json.write_text(json.dumps(as_json(results), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


def _options() -> argparse.Namespace:
    names = [system.name for system in SYSTEMS]
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, required=True, help="folder of annotated sentences")
    parser.add_argument("--reports", type=Path, required=True, help="folder with clean/DOC.txt")
    parser.add_argument("--model", type=Path, help="govie's model; by default the one that ships")
    parser.add_argument(
        "--train",
        type=Path,
        action="append",
        help="annotations for spaCy's ner; by default CORPUS/../train and training/corpus",
    )
    parser.add_argument("--only", nargs="+", choices=names, default=names, help="systems to run")
    parser.add_argument(
        "--cache", type=Path, default=default_cache(), help="environments and the trained ner"
    )
    parser.add_argument("--json", type=Path, help="also write every figure there")
    options = parser.parse_args()
    options.train = options.train or [options.corpus.parent / "train", HERE.parent / "corpus"]
    return options


if __name__ == "__main__":
    sys.exit(main())
