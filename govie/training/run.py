"""Training of the whole pipeline from annotated sentences and reports."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import spacy
from spacy.language import Language
from spacy.training import Example
from thinc.api import Adam, Model, Optimizer, fix_random_seed

from govie.api import SCHEMA
from govie.io.readers import read_text
from govie.pipes.attributes import AttributeReader
from govie.pipes.indicators import IndicatorPointer, Sentence, gold_sentences
from govie.pipes.linker import IndicatorLinker
from govie.pipes.periods import PeriodChooser
from govie.pipes.state import character_doc, set_structure, text_of
from govie.text.clean import read
from govie.training.corpus import GoldDocument
from govie.training.pretrain import pretrain

COMPONENTS = (
    "govie_structure",
    "govie_quantities",
    "govie_indicators",
    "govie_attributes",
    "govie_periods",
    "govie_linker",
    "govie_spans",
)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingConfig:
    """What a training run depends on beside its data."""

    seed: int = 0
    pretrain_epochs: int = 6
    epochs: int = 10
    batch_sentences: int = 16
    rate: float = 1e-3
    weight_decay: float = 0.01


def blank_pipeline(segmenter: Path | None = None) -> Language:
    """Return the pipeline without weights, with the segmenter in the folder `segmenter` if given."""
    tokenizer = {"@tokenizers": "govie.ReportTokenizer.v1"}
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": tokenizer}})
    for name in COMPONENTS:
        nlp.add_pipe(name)
    if segmenter is not None:
        nlp.tokenizer.load_segmenter(segmenter)  # type: ignore[attr-defined]
    return nlp


def train(
    nlp: Language,
    documents: Sequence[GoldDocument],
    unannotated: Iterable[str],
    *,
    config: TrainingConfig,
    say: Say = print,
) -> None:
    """Train the components of `nlp` in place, each on the gold of those before it.

    `unannotated` are sentences for the pretraining of the encoder.
    """
    random.seed(config.seed)
    fix_random_seed(config.seed)
    examples = [example_of(document) for document in documents]
    finder = nlp.get_pipe("govie_quantities")
    for example in examples:
        finder(example.predicted)
    pointer = cast(IndicatorPointer, nlp.get_pipe("govie_indicators"))
    pointer.initialize(list)
    _pretrain(pointer, unannotated, config, say)
    _train_pointer(pointer, [s for e in examples for s in gold_sentences(e)], config, say)
    for name in ("govie_attributes", "govie_periods", "govie_linker"):
        component = cast(AttributeReader | PeriodChooser | IndicatorLinker, nlp.get_pipe(name))
        component.fit(examples)
        say(f"{name}: {len(component.heads.vocabulary):,} features")


def example_of(document: GoldDocument) -> Example:
    """Return the gold document beside an unread one of the same text and structure."""
    unread = character_doc(document.doc.vocab, text_of(document.doc))
    set_structure(unread, document.structure)
    return Example(unread, document.doc)


def _pretrain(pointer: IndicatorPointer, texts: Iterable[str], config: TrainingConfig, say: Say) -> None:
    attrs = pointer.model.attrs

    def report(epoch: int, accuracy: float) -> None:
        say(f"pretraining {epoch + 1}/{config.pretrain_epochs}: hidden characters {accuracy:.1%} right")

    pretrain(
        pointer.model.get_ref("encoder"),
        texts,
        rows=attrs["rows"],
        width=attrs["width"],
        epochs=config.pretrain_epochs,
        seed=config.seed,
        report=report,
    )


def _train_pointer(
    pointer: IndicatorPointer, sentences: list[Sentence], config: TrainingConfig, say: Say
) -> None:
    optimizer = Adam(
        config.rate, L2=config.weight_decay, grad_clip=1.0, L2_is_weight_decay=True, use_averages=True
    )
    for epoch in range(config.epochs):
        random.shuffle(sentences)
        optimizer.learn_rate = config.rate * min(1.0, (epoch + 1) / 2) * (1 - epoch / config.epochs)
        loss = 0.0
        for at in range(0, len(sentences), config.batch_sentences):
            loss += pointer.learn(sentences[at : at + config.batch_sentences])
            pointer.finish_update(optimizer)
            optimizer.step_schedules()
        say(f"govie_indicators {epoch + 1}/{config.epochs}: loss {loss:,.0f}")
    _take_averages(pointer.model, optimizer)


def _take_averages(model: Model[Any, Any], optimizer: Optimizer) -> None:
    """Give `model` the running means of its weights, which are better than where the last steps left them."""
    for layer in model.walk():
        for name in layer.param_names:
            layer.set_param(name, optimizer.averages[(layer.id, name)])


_SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;]?")


def unannotated_sentences(reports: Path, *, without: Iterable[str]) -> list[str]:
    """Return the sentences of the reports in a folder, but for documents that are held out."""
    held = set(without)
    paths = sorted(path for path in reports.glob("*.txt") if path.stem not in held)
    return [piece for path in paths for piece in _SENTENCE.findall(read(read_text(path)).text)]


def save(nlp: Language, folder: Path, *, version: str, card: dict[str, object]) -> None:
    """Write the pipeline into `folder`, stamped with the schema that this govie reads."""
    nlp.meta.update(name="govie_zh", version=version, description="Chinese government work reports as data")
    nlp.meta["govie"] = {"schema": SCHEMA, "version": version, **card}
    nlp.to_disk(folder)


