"""Models trained on some of the documents and scored on others: cross-validation, learning curves.

The encoder of a model is pretrained on all reports but those that the model is scored on: that needs no
annotation, and is two thirds of a run's time. Models that are scored on the same documents share one.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from spacy.language import Language
from thinc.api import fix_random_seed

import govie
from govie.api import load
from govie.io.readers import read_text
from govie.pipes.indicators import IndicatorPointer
from govie.scoring import DocumentScores, score_document
from govie.training.checkpoints import Checkpoints, fingerprint, folder_digest
from govie.training.config import TrainingConfig, as_dict
from govie.training.corpus import GoldDocument, read_corpus
from govie.training.job import Corpus, program_digest
from govie.training.pretrain import STAGE, pretrain
from govie.training.run import POINTER, Say, blank_pipeline, save, train, unannotated_sentences

SHARES = (0.12, 0.25, 0.5, 1.0)
"""Of the documents, those that the models of a learning curve are trained on."""


def folds(names: Sequence[str], count: int, *, seed: int = 0) -> list[tuple[str, ...]]:
    """Return the names shared out at random into `count` parts, whose sizes differ by one at most."""
    shuffled = _shuffled(names, seed)
    return [tuple(sorted(shuffled[start::count])) for start in range(min(count, len(shuffled)))]


def growing(names: Sequence[str], shares: Sequence[float], *, seed: int = 0) -> list[tuple[str, ...]]:
    """Return a random part of the names for each share, one at least; larger parts hold the smaller."""
    shuffled = _shuffled(names, seed)
    return [tuple(sorted(shuffled[: max(1, round(share * len(names)))])) for share in shares]


def _shuffled(names: Sequence[str], seed: int) -> list[str]:
    shuffled = sorted(names)
    random.Random(seed).shuffle(shuffled)
    return shuffled


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What models are trained on beside the documents that are chosen, and where they are kept."""

    corpora: tuple[Corpus, ...]  # from which documents are chosen
    folder: Path
    always: tuple[Corpus, ...] = ()  # on all of which every model is trained
    unannotated: Path | None = None  # folder of reports for pretraining
    encoder: Path | None = None  # a model whose encoder is taken instead
    segmenter: Path | None = None
    config: TrainingConfig = field(default_factory=TrainingConfig)

    @property
    def documents(self) -> list[str]:
        """The names of the documents that can be chosen."""
        return [name for corpus in self.corpora for name in corpus.documents]

    def model(self, names: Collection[str], *, scored: Collection[str] = (), say: Say = print) -> Path:
        """Return the folder of a model trained on the documents `names`; one that is there is kept.

        `scored` are the documents that it is to be scored on, which pretraining does not read.
        """
        encoder = self._encoder(sorted(scored), say)
        key = fingerprint([*self._inputs(), sorted(names), encoder.parent.name])
        model, partial = self.folder / f"model-{key}", self.folder / f"model-{key}.partial"
        if model.is_dir():
            say(f"{model} is there already")
            return model
        nlp = self._blank()
        Checkpoints(partial).keep(STAGE, encoder.read_bytes)
        documents = [*self._read(self.corpora, nlp, names), *self._read(self.always, nlp)]
        train(nlp, documents, (), config=self.config, say=say, checkpoints=Checkpoints(partial))
        card: dict[str, object] = {"training": as_dict(self.config), "data": {"documents": sorted(names)}}
        save(nlp, partial / "model", version=govie.__version__, card=card)
        os.replace(partial / "model", model)
        shutil.rmtree(partial)
        return model

    def scores(self, model: Path, names: Collection[str]) -> Iterator[DocumentScores]:
        """Yield the scores of a model on the documents `names`."""
        yield from (scores for corpus in self.corpora for scores in score_on(model, corpus, names))

    def _encoder(self, unread: list[str], say: Say) -> Path:
        """Return the checkpoint of a pretraining that has not read the documents `unread`."""
        kept = self.folder / f"encoder-{fingerprint([*self._inputs(), *self._encoder_inputs(unread)])}"
        random.seed(self.config.seed)
        fix_random_seed(self.config.seed)
        pipeline = load(self.encoder) if self.encoder else self._blank()
        pointer = cast(IndicatorPointer, pipeline.get_pipe(POINTER))
        if not self.encoder:
            pointer.initialize(list)

        def report(epoch: int, accuracy: float) -> None:
            say(f"pretraining {epoch}: hidden characters {accuracy:.1%} right")

        pretrain(
            pointer.model.get_ref("encoder"),
            self._texts(unread),
            rows=pointer.model.attrs["rows"],
            width=pointer.model.attrs["width"],
            epochs=max(1, self.config.pretrain_epochs),  # so that there is a checkpoint in any case
            dropout=self.config.pretrain_dropout,
            seed=self.config.seed,
            report=report,
            checkpoints=Checkpoints(kept),
        )
        return kept / STAGE

    def _texts(self, unread: list[str]) -> list[str]:
        """Return the sentences for pretraining: none, which changes nothing, for an encoder that is taken."""
        if self.encoder or not self.unannotated or not self.config.pretrain_epochs:
            return []
        return unannotated_sentences(self.unannotated, without=unread)

    def _inputs(self) -> list[object]:
        """Return what all models of the trial depend on."""
        corpora = [folder_digest(corpus.annotations, (".jsonl",)) for corpus in (*self.corpora, *self.always)]
        segmenter = folder_digest(self.segmenter) if self.segmenter else ""
        return [as_dict(self.config), program_digest(), corpora, segmenter]

    def _encoder_inputs(self, unread: list[str]) -> list[object]:
        """Return what the encoder depends on beside that."""
        if self.encoder:
            return [folder_digest(self.encoder)]
        return [folder_digest(self.unannotated, (".txt",)), unread] if self.unannotated else []

    def _blank(self) -> Language:
        return blank_pipeline(self.segmenter, network=self.config.network)

    def _read(
        self, corpora: Sequence[Corpus], nlp: Language, names: Collection[str] | None = None
    ) -> list[GoldDocument]:
        """Return the documents of corpora, or those of them that are named."""
        read = (d for corpus in corpora for d in read_corpus(corpus.annotations, corpus.reports, nlp.vocab))
        return [document for document in read if names is None or document.name in names]


def score_on(model: Path, corpus: Corpus, names: Collection[str]) -> Iterator[DocumentScores]:
    """Yield the scores of a model on the documents of a corpus that are named."""
    for name in corpus.documents:
        if name in names:
            report = govie.parse(read_text(corpus.reports / f"{name}.txt"), model=model)
            yield score_document(corpus.annotations / f"{name}.jsonl", report)
