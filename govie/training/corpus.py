"""Annotated documents as spaCy Docs: whole reports whose annotated sentences carry gold drafts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

from govie.errors import AnnotationError
from govie.io.annotations import GoldRecord, read_annotations
from govie.io.readers import read_text
from govie.lexicon.units import load_units
from govie.normalize.quantities import find_candidates
from govie.pipes.state import Draft, character_doc, set_annotated, set_drafts, set_structure
from govie.text.clean import clean, read
from govie.text.structure import SentenceRange, Structure, read_structure


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A report with gold drafts, and which of its sentences are annotated."""

    name: str
    doc: Doc
    structure: Structure
    annotated: frozenset[int]  # indices into structure.sentences
    gold: tuple[tuple[Draft, GoldRecord], ...]


def read_corpus(corpus: Path, reports: Path, vocab: Vocab) -> Iterator[GoldDocument]:
    """Yield each document of `corpus` (*.jsonl), joined with its text in `reports`."""
    for path in sorted(corpus.glob("*.jsonl")):
        yield _document(path, reports / f"{path.stem}.txt", vocab)


def _document(path: Path, report: Path, vocab: Vocab) -> GoldDocument:
    text = read(read_text(report), repair=False).text  # annotators have marked what stands there
    structure = read_structure(text)
    doc = character_doc(vocab, text)
    set_structure(doc, structure)
    shapes = {(c.start, c.end): c.shape.value for c in find_candidates(text, load_units())}
    at = {(s.paragraph, s.index): k for k, s in enumerate(structure.sentences)}
    annotated, gold = set(), []
    for line, sentence in enumerate(read_annotations(path), 1):
        k = at.get((sentence.paragraph, sentence.number))
        if k is None or not _same(sentence.text, text, structure.sentences[k]):
            found = f"sentence {sentence.sid} is not where its id says in {report.name}"
            raise AnnotationError(str(path), line, found, "use the reports that the annotations were made on")
        annotated.add(k)
        for record in sentence.records:
            draft = _draft(record, k, structure.sentences[k].start)
            draft["shape"] = shapes.get((draft["start"], draft["end"]), draft["shape"])
            gold.append((draft, record))
    set_drafts(doc, [draft for draft, _ in gold])
    set_annotated(doc, annotated)
    return GoldDocument(path.stem, doc, structure, frozenset(annotated), tuple(gold))


def _same(annotated: str, text: str, place: SentenceRange) -> bool:
    """Say whether the annotated sentence stands there; its offsets hold if cleaning keeps its length."""
    return (
        len(annotated) == place.end - place.start
        and clean(annotated, repair=False) == text[place.start : place.end]
    )


def _draft(record: GoldRecord, sentence: int, offset: int) -> Draft:
    values = record["v"] if isinstance(record["v"], list) else [] if record["v"] is None else [record["v"]]
    named = bool(record["ind"])
    return Draft(
        start=offset + record["q_start"],
        end=offset + record["q_end"],
        values=[float(v) for v in values],
        unit=record["u"],
        shape="number",
        sentence=sentence,
        score=1.0,
        ind_start=offset + record["ind_start"] if named else -1,
        ind_end=offset + record["ind_end"] if named else -1,
        measure=record["m"],
        direction=record["d"] or "",
        bound=record["b"],
        status=record["s"],
        annual_average=bool(record["avg"]),
        is_base=bool(record["from"]),
        period=record["t"],
        id=record["id"] or "",
    )
