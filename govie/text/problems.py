"""The sentences in which a review owns up to what is wrong."""

from __future__ import annotations

from govie.lexicon.headings import HeadingWords
from govie.text.outline import Mark
from govie.text.sentences import Sentence
from govie.types import SectionKind

_FULL_STOPS = "。！？”"
_HEAD = 120


def mark_problems(text: str, sentences: list[Sentence], marks: list[Mark], words: HeadingWords) -> list[Mark]:
    """Return `marks` with those of the sentences of the review that own up to what is wrong.

    They reach to the end of their paragraph, over the items of a list behind it, or to a sentence
    that turns to what will be done.
    """
    result: list[Mark] = []
    following = 0
    home: Mark | None = None
    line, open_end = -1, False
    for sentence in sentences:
        while following < len(marks) and marks[following].start <= sentence.start:
            result.append(marks[following])
            following, home = following + 1, None
        head = text[sentence.start : min(sentence.end, sentence.start + _HEAD)]
        ends = words.problem_end.search(head) is not None
        goes_on = sentence.line == line or open_end or words.problem_item.search(head)
        open_end = text[sentence.end - 1] not in _FULL_STOPS
        if home is not None and (ends or not goes_on):
            result.append(home._replace(start=sentence.start))
            home = None
        line = sentence.line
        current = result[-1]
        if home is None and not ends and current.kind is SectionKind.REVIEW and words.problem.search(head):
            home = current
            result.append(Mark(sentence.start, SectionKind.PROBLEMS, current.title, current.period))
    return result + marks[following:]
