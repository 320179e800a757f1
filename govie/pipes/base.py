"""What the components with linear classifiers share: their place in spaCy's life cycle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.pipeline import Pipe
from spacy.tokens import Doc

from govie.pipes.features import Setting
from govie.pipes.linear import LinearHeads
from govie.pipes.state import Draft, drafts, structure, text_of
from govie.text.structure import Structure


class HeadsPipe(Pipe):
    """A component that asks linear classifiers, and saves and loads them with the pipeline."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.heads = LinearHeads()

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 16) -> Iterator[Doc]:
        """Yield the docs as `__call__` leaves them."""
        for doc in stream:
            yield self(doc)

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Write the classifiers into the folder `path`."""
        self.heads.to_disk(Path(path))

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> HeadsPipe:
        """Read the classifiers from the folder `path`."""
        self.heads.from_disk(Path(path))
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Return the classifiers as bytes."""
        return self.heads.to_bytes()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> HeadsPipe:
        """Read the classifiers from bytes."""
        self.heads.from_bytes(data)
        return self


_LEADING, _GOES_ON = 12, "；;"  # sentences that are looked back at, and what they end with


def settings(doc: Doc) -> Iterator[Setting]:
    """Yield the sentences of `doc` that hold drafts, in text order."""
    report = structure(doc)
    groups: dict[int, list[Draft]] = {}
    for draft in drafts(doc):
        groups.setdefault(draft["sentence"], []).append(draft)
    first = _first_sentences(report)
    text = text_of(doc)
    for index, members in groups.items():
        yield setting(text, report, index, members, index - first[report.sentences[index].section])


def setting(text: str, report: Structure, index: int, members: list[Draft], position: int) -> Setting:
    """Return sentence `index` of a report as the features see it."""
    sentence = report.sentences[index]
    return Setting(
        text[sentence.start : sentence.end],
        sentence.start,
        report.sections[sentence.section],
        position,
        report.year,
        members,
        _lead(text, report, index),
    )


def _lead(text: str, report: Structure, index: int) -> str:
    """Return what stands before sentence `index` in its paragraph and goes on in it: 预计甲增长5%；乙…."""
    sentences, first = report.sentences, index
    while first > max(0, index - _LEADING):
        before = sentences[first - 1]
        if before.paragraph != sentences[index].paragraph or text[before.end - 1] not in _GOES_ON:
            break
        first -= 1
    return text[sentences[first].start : sentences[index].start]


def _first_sentences(report: Structure) -> dict[int, int]:
    first: dict[int, int] = {}
    for k, sentence in enumerate(report.sentences):
        first.setdefault(sentence.section, k)
    return first


def choices(answers: dict[str, Any], head: str, names: list[str]) -> list[tuple[str, float]]:
    """Return the likeliest class and its probability for each row of a head's answers."""
    table = answers[head]
    best = table.argmax(axis=1)
    return [(names[k], float(table[row, k])) for row, k in enumerate(best.tolist())]
