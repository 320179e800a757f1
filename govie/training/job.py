"""A whole training run, from folders of annotations to a folder with a model."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

import spacy
from spacy.language import Language

import govie
from govie.api import load
from govie.errors import AnnotationError, GovieWarning, InputError
from govie.io.readers import read_text
from govie.pipes.state import drafts, text_of
from govie.scoring import DocumentScores, score_document
from govie.training.checkpoints import Checkpoints, fingerprint, folder_digest
from govie.training.config import TrainingConfig, as_dict
from govie.training.corpus import GoldDocument, read_corpus
from govie.training.finetune import finetune
from govie.training.run import (
    Advance,
    Say,
    blank_pipeline,
    load_segmenter,
    quiet,
    save,
    train,
    unannotated_sentences,
)


@cache
def program_digest() -> str:
    """Return the SHA-256 of this govie, code and lexicon: another one may read the same data otherwise."""
    return folder_digest(Path(govie.__file__).parent, (".py", ".toml", ".tsv"))


@dataclass(frozen=True, slots=True)
class Corpus:
    """Folders of annotations, DOC.jsonl, and of the reports that they are about, DOC.txt."""

    annotations: Path
    reports: Path

    @property
    def documents(self) -> list[str]:
        """The names of the annotated documents, in order."""
        return sorted(path.stem for path in self.annotations.glob("*.jsonl"))


def find_corpus(folder: Path, reports: Path | None) -> Corpus:
    """Return the corpus in `folder`, whose texts stand beside its annotations or in `reports`.

    Raise AnnotationError if there are no annotations, InputError if a text is in neither place.
    """
    found = Corpus(folder, folder)
    if not found.documents:
        raise AnnotationError(str(folder), 1, "no *.jsonl in this folder", "name the folder of annotations")
    if reports is not None and not all((folder / f"{name}.txt").is_file() for name in found.documents):
        found = Corpus(folder, reports_folder(reports))
    for name in found.documents:
        if not (found.reports / f"{name}.txt").is_file():
            advice = "put it beside the annotations, or name the folder of the reports with --reports"
            raise InputError(str(found.reports / f"{name}.txt"), "there is no such file", advice)
    return found


def reports_folder(reports: Path) -> Path:
    """Return the folder with the texts themselves: `reports`, or its subfolder clean/."""
    return reports / "clean" if (reports / "clean").is_dir() else reports


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to train on, and where the model goes."""

    corpora: tuple[Path, ...]
    out: Path
    reports: Path | None = None
    base: Path | None = None  # a model to train on, in place of starting anew
    segmenter: Path | None = None
    dev: Path | None = None  # held out
    config: TrainingConfig = field(default_factory=TrainingConfig)
    force: bool = False  # replace a model that is there

    @property
    def partial(self) -> Path:
        """Where stages are kept until the model is finished."""
        return self.out.with_name(f"{self.out.name}.partial")

    def run(self, *, say: Say = print, advance: Advance = quiet) -> Path:
        """Train the model and return its folder; what an interrupted run finished is not done again.

        Raise InputError if the folder is there already, or a document is both trained on and held out.
        """
        self._check_out()
        corpora = [find_corpus(folder, self.reports) for folder in self.corpora]
        held_out = find_corpus(self.dev, self.reports).documents if self.dev else []
        _check_apart(corpora, held_out, self.dev)
        nlp = self._pipeline()
        documents = [list(read_corpus(c.annotations, c.reports, nlp.vocab)) for c in corpora]
        everything = [document for group in documents for document in group]
        texts = [] if self.base else self._unannotated(corpora, held_out)
        data = _counts(corpora, documents, texts, held_out)
        for name, value in data.items():
            say(f"{name}: {value}")
        kept = self.partial / fingerprint(self._inputs(everything, texts))
        if kept.is_dir():
            say(f"going on with what is kept in {kept}")
        learn = partial(finetune, nlp, everything) if self.base else partial(train, nlp, everything, texts)
        learn(config=self.config, say=say, advance=advance, checkpoints=Checkpoints(kept))
        card: dict[str, object] = {"training": self._settings(), "data": data}
        if self.base:
            card["base"] = folder_digest(self.base)
        kept.mkdir(parents=True, exist_ok=True)
        save(nlp, kept / "model", version=govie.__version__, card=card)
        self._move(kept)
        say(f"saved {self.out}")
        return self.out

    def _check_out(self) -> None:
        if not self.out.exists():
            return
        if not (self.out / "meta.json").is_file():
            raise InputError(str(self.out), "is there already, and is no model", "name another folder")
        if not self.force:
            raise InputError(str(self.out), "is there already", "name another, or replace it with --force")

    def _pipeline(self) -> Language:
        if self.base is None:
            if self.segmenter is None:
                said = "no segmenter is given: the tokens of the pipeline's Docs will be single characters"
                warnings.warn(said, GovieWarning, stacklevel=3)
            return blank_pipeline(self.segmenter, network=self.config.network)
        load(self.base)  # says what is wrong with it
        nlp = spacy.load(self.base)  # one of our own: that of `load` is shared
        if self.segmenter is not None:
            load_segmenter(nlp, self.segmenter)
        return nlp

    def _unannotated(self, corpora: Sequence[Corpus], held_out: Sequence[str]) -> list[str]:
        """Return the sentences for pretraining: of all reports that are given, else of the corpora's own."""
        if self.reports is not None:
            return unannotated_sentences(reports_folder(self.reports), without=held_out)
        return [s for corpus in corpora for s in unannotated_sentences(corpus.reports, without=held_out)]

    def _settings(self) -> dict[str, object]:
        """Return the settings that have a say in this run, those of a table under TABLE.NAME."""
        plain = as_dict(self.config)
        network, tuning = plain.pop("network"), plain.pop("tuning")
        if self.base:
            return {"seed": plain["seed"], **{f"tuning.{name}": value for name, value in tuning.items()}}
        return plain | {f"network.{name}": value for name, value in network.items()}

    def _inputs(self, documents: Sequence[GoldDocument], texts: Sequence[str]) -> Iterator[object]:
        """Yield all that the weights depend on."""
        yield as_dict(self.config)
        yield program_digest()
        yield folder_digest(self.base) if self.base else ""
        for document in documents:
            yield [document.name, text_of(document.doc), drafts(document.doc), sorted(document.annotated)]
        yield list(texts)

    def _move(self, kept: Path) -> None:
        """Put the finished model in its place, whole, and clear away what led to it."""
        old = kept / "replaced"
        if self.out.exists():
            os.replace(self.out, old)
        os.replace(kept / "model", self.out)
        shutil.rmtree(kept)
        if not any(self.partial.iterdir()):
            self.partial.rmdir()


def score(model: Path, dev: Path, reports: Path | None) -> Iterator[DocumentScores]:
    """Yield the scores of a model on each document of the folder `dev`."""
    corpus = find_corpus(dev, reports)
    for name in corpus.documents:
        report = govie.parse(read_text(corpus.reports / f"{name}.txt"), model=model)
        yield score_document(corpus.annotations / f"{name}.jsonl", report)


def _check_apart(corpora: Sequence[Corpus], held_out: Sequence[str], dev: Path | None) -> None:
    for corpus in corpora:
        if both := sorted(set(corpus.documents) & set(held_out)):
            found = f"holds {', '.join(both)}, held out in {dev}"
            raise InputError(str(corpus.annotations), found, "leave out one of the two")


def _counts(
    corpora: Sequence[Corpus],
    documents: Sequence[Sequence[GoldDocument]],
    texts: Sequence[str],
    held_out: Sequence[str],
) -> dict[str, str]:
    """Return what a run learns from, for the model's meta data."""
    data = {}
    for corpus, group in zip(corpora, documents, strict=True):
        sentences = sum(len(document.annotated) for document in group)
        records = sum(len(document.gold) for document in group)
        name = f"annotated sentences of {corpus.annotations.resolve().parent.name}/{corpus.annotations.name}"
        data[name] = f"{sentences:,} with {records:,} records in {len(group)} documents"
    if texts:
        data["sentences for pretraining"] = f"{len(texts):,}, {sum(map(len, texts)):,} characters"
    if held_out:
        data["held out for development"] = ", ".join(held_out)
    return data
