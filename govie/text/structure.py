"""The parts and sentences of a report over its clean text, one paragraph a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from govie.lexicon.headings import load_heading_words
from govie.text.about import NO_HINTS, Given, Hints, read_about
from govie.text.outline import Mark, Outliner
from govie.text.paths import PathRange, read_paths
from govie.text.problems import mark_problems
from govie.text.sentences import Sentence, read_lines, split_sentences
from govie.types import Area, Period, SectionKind


@dataclass(frozen=True, slots=True)
class SentenceRange:
    """Where a sentence stands, without the white space at its ends.

    `paragraph` is the number of its line and `index` its number in that line, both from 0 and both
    as in annotation files; `section` is an index into `Structure.sections`.
    """

    start: int
    end: int
    paragraph: int
    index: int
    section: int


@dataclass(frozen=True, slots=True)
class SectionRange:
    """A part of a report that is about one period; one heading may stand over several."""

    kind: SectionKind
    title: str
    start: int
    end: int
    period: Period


@dataclass(frozen=True, slots=True)
class Structure:
    """What a report says of itself, its parts, which cover the text without a gap, and its sentences.

    `region` is 中华人民共和国 for a report of the State Council, None where the place is masked or
    not named. `paths` say which headings stand over the text from where on.
    """

    title: str
    year: int | None
    region: str | None
    sections: tuple[SectionRange, ...]
    sentences: tuple[SentenceRange, ...]
    paths: tuple[PathRange, ...] = ()
    area: Area | None = None

    def headed(self) -> Iterator[tuple[SectionRange, int, int, tuple[str, ...]]]:
        """Yield each stretch of a section that is under the same headings: section, start, end, headings."""
        changes = iter(self.paths)
        change = next(changes, None)
        path: tuple[str, ...] = ()
        for section in self.sections:
            start = section.start
            while change is not None and change.start < section.end:
                if change.start > start:
                    yield section, start, change.start, path
                    start = change.start
                path, change = change.path, next(changes, None)
            yield section, start, section.end, path


def read_structure(
    text: str, *, year: int | None = None, region: str | None = None, hints: Hints = NO_HINTS
) -> Structure:
    """Return the structure of clean `text`; `year` and `region` overrule what it says of itself.

    `hints` is what its file says: it counts where the text is silent, or leaves its region open.

    >>> text = "一、2023年工作回顾\\n完成投资3亿元。\\n二、2024年工作安排\\n完成投资4亿元。"
    >>> structure = read_structure(text)
    >>> [(section.kind.value, str(section.period)) for section in structure.sections]
    [('review', '2023'), ('plan', '2024')]
    """
    words = load_heading_words()
    lines = read_lines(text)
    about = read_about(text, lines, words, Given(year, region, hints))
    sentences = list(split_sentences(lines))
    outline = Outliner(lines, about.year, words).marks()
    marks = mark_problems(text, sentences, outline, words)
    sections = _sections(marks, len(text))
    return Structure(
        title=about.title,
        year=about.year,
        region=about.region,
        sections=sections,
        sentences=tuple(_in_sections(sentences, sections)),
        paths=tuple(read_paths(lines, outline)),
        area=about.area,
    )


def _sections(marks: list[Mark], end: int) -> tuple[SectionRange, ...]:
    """Return the stretches between marks; a mark at the place of the one before replaces it."""
    ends = [mark.start for mark in marks[1:]] + [end]
    return tuple(
        SectionRange(mark.kind, mark.title, mark.start, stop, mark.period)
        for mark, stop in zip(marks, ends, strict=True)
        if mark.start < stop
    )


def _in_sections(sentences: list[Sentence], sections: tuple[SectionRange, ...]) -> list[SentenceRange]:
    found: list[SentenceRange] = []
    section = 0
    for start, end, line, number in sentences:
        while sections[section].end <= start:
            section += 1
        found.append(SentenceRange(start, end, line, number, section))
    return found
