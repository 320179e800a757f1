"""Training of the whole pipeline from annotated sentences and reports."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

import spacy
from spacy.language import Language
from spacy.training import Example
from thinc.api import Adam, Model, Optimizer, fix_random_seed

from govie.api import SCHEMA
from govie.io.readers import read_text
from govie.pipes.attributes import AttributeReader
from govie.pipes.indicators import IndicatorPointer, gold_sentences
from govie.pipes.linker import IndicatorLinker
from govie.pipes.periods import PeriodChooser
from govie.pipes.state import character_doc, set_structure, text_of
from govie.text.clean import read
from govie.text.tokenizer import ReportTokenizer
from govie.training.checkpoints import KEEP_NOTHING, Checkpoints, Loop
from govie.training.config import NetworkConfig, TrainingConfig, TuningConfig, as_dict
from govie.training.corpus import GoldDocument
from govie.training.pretrain import pretrain

POINTER = "govie_indicators"
CLASSIFIERS = ("govie_attributes", "govie_periods", "govie_linker")
COMPONENTS = ("govie_structure", "govie_quantities", POINTER, *CLASSIFIERS, "govie_spans")

SPACY = ">=3.8.7,<3.9"

Say = Callable[[str], None]
Advance = Callable[[str, float], None]  # what is done, and the share of it that is, 0 to 1
Classifier = AttributeReader | PeriodChooser | IndicatorLinker


NETWORK = NetworkConfig()


def quiet(what: str, share: float) -> None:
    """Stand for a progress bar where there is none."""


def blank_pipeline(segmenter: Path | None = None, *, network: NetworkConfig = NETWORK) -> Language:
    """Return the pipeline without weights, with the segmenter in the folder `segmenter` if given."""
    tokenizer = {"@tokenizers": "govie.ReportTokenizer.v1"}
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": tokenizer}})
    model = {"@architectures": "govie.PointerNetwork.v1", **as_dict(network)}
    for name in COMPONENTS:
        nlp.add_pipe(name, config={"model": model} if name == POINTER else {})
    if segmenter is not None:
        load_segmenter(nlp, segmenter)
    return nlp


def load_segmenter(nlp: Language, folder: Path) -> None:
    """Give the tokenizer of `nlp` the segmenter in a folder."""
    cast(ReportTokenizer, nlp.tokenizer).load_segmenter(folder)


def train(
    nlp: Language,
    documents: Sequence[GoldDocument],
    unannotated: Iterable[str],
    *,
    config: TrainingConfig,
    say: Say = print,
    advance: Advance = quiet,
    checkpoints: Checkpoints = KEEP_NOTHING,
) -> None:
    """Train the components of `nlp` in place, each on the gold of those before it.

    `unannotated` are sentences for the pretraining of the encoder. Stages that `checkpoints` holds are
    taken from there.
    """
    random.seed(config.seed)
    fix_random_seed(config.seed)
    examples = gold_examples(nlp, documents)
    pointer = cast(IndicatorPointer, nlp.get_pipe(POINTER))
    pointer.initialize(list)
    _pretrain(pointer, unannotated, config, say, advance, checkpoints)
    optimizer = Adam(
        config.rate, L2=config.weight_decay, grad_clip=1.0, L2_is_weight_decay=True, use_averages=True
    )
    fit_pointer(pointer, examples, optimizer, config, say, advance, checkpoints)
    _take_averages(pointer.model, optimizer)
    fit_classifiers(nlp, examples, say, checkpoints)


def gold_examples(nlp: Language, documents: Sequence[GoldDocument]) -> list[Example]:
    """Return an example a document, whose unread side has the candidates of the numeral grammar."""
    examples = [example_of(document) for document in documents]
    finder = nlp.get_pipe("govie_quantities")
    for example in examples:
        finder(example.predicted)
    return examples


def example_of(document: GoldDocument) -> Example:
    """Return the gold document beside an unread one of the same text and structure."""
    unread = character_doc(document.doc.vocab, text_of(document.doc))
    set_structure(unread, document.structure)
    return Example(unread, document.doc)


def _pretrain(
    pointer: IndicatorPointer,
    texts: Iterable[str],
    config: TrainingConfig,
    say: Say,
    advance: Advance,
    checkpoints: Checkpoints,
) -> None:
    attrs = pointer.model.attrs

    def report(epoch: int, accuracy: float) -> None:
        say(f"pretraining {epoch}/{config.pretrain_epochs}: hidden characters {accuracy:.1%} right")

    pretrain(
        pointer.model.get_ref("encoder"),
        texts,
        rows=attrs["rows"],
        width=attrs["width"],
        epochs=config.pretrain_epochs,
        dropout=config.pretrain_dropout,
        seed=config.seed,
        report=report,
        advance=partial(advance, "pretraining"),
        checkpoints=checkpoints,
    )


def fit_pointer(
    pointer: IndicatorPointer,
    examples: Iterable[Example],
    optimizer: Optimizer,
    config: TrainingConfig | TuningConfig,
    say: Say,
    advance: Advance,
    checkpoints: Checkpoints,
) -> None:
    """Train the network on the annotated sentences: a warm-up of two epochs, then ever smaller steps."""
    sentences = [sentence for example in examples for sentence in gold_sentences(example)]
    loop = Loop((pointer.model,), optimizer, order=list(range(len(sentences))))
    checkpoints.resume(POINTER, loop.from_bytes)
    while loop.epoch < config.epochs:
        random.shuffle(loop.order)
        optimizer.learn_rate = config.rate * min(1.0, (loop.epoch + 1) / 2) * (1 - loop.epoch / config.epochs)
        loss = 0.0
        for at in range(0, len(sentences), config.batch_sentences):
            loss += pointer.learn([sentences[k] for k in loop.order[at : at + config.batch_sentences]])
            loop.update()
            advance(POINTER, (loop.epoch + min(1.0, at / len(sentences))) / config.epochs)
        loop.epoch += 1
        checkpoints.keep(POINTER, loop.to_bytes)
        say(f"{POINTER} {loop.epoch}/{config.epochs}: loss {loss:,.0f}")
    advance(POINTER, 1.0)


def _take_averages(model: Model[Any, Any], optimizer: Optimizer) -> None:
    """Give `model` the running means of its weights, which are better than where the last steps left them."""
    averages = optimizer.averages or {}
    for layer in model.walk():
        for name in layer.param_names:
            if (mean := averages.get((layer.id, name))) is not None:  # None: nothing has moved it
                layer.set_param(name, mean)


def fit_classifiers(nlp: Language, examples: Sequence[Example], say: Say, checkpoints: Checkpoints) -> None:
    """Fit the classifiers of each component, or take those that `checkpoints` holds."""
    for name in CLASSIFIERS:
        component = cast(Classifier, nlp.get_pipe(name))
        if not checkpoints.resume(name, component.from_bytes):
            component.fit(examples)
            checkpoints.keep(name, component.to_bytes)
        say(f"{name}: {len(component.heads.vocabulary):,} features")


_SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;]?")


def unannotated_sentences(reports: Path, *, without: Iterable[str]) -> list[str]:
    """Return the sentences of the reports in a folder, but for documents that are held out."""
    held = set(without)
    paths = sorted(path for path in reports.glob("*.txt") if path.stem not in held)
    return [piece for path in paths for piece in _SENTENCE.findall(read(read_text(path)).text)]


def save(nlp: Language, folder: Path, *, version: str, card: dict[str, object]) -> None:
    """Write the pipeline into `folder`, stamped with the schema that this govie reads."""
    nlp.meta.update(name="govie_zh", version=version, description="Chinese government work reports as data")
    nlp.meta["spacy_version"] = SPACY  # the range that govie depends on, not the release it was trained with
    nlp.meta["govie"] = {"schema": SCHEMA, "version": version, **card}
    nlp.to_disk(folder)
