"""Where in its report each quantity stands: in the list of targets, in a headline, in its own section.

A figure is said several times in a report. The places do not speak with the same authority, and which
place a sentence is in does not depend on the figure itself; so it is told here, once a report.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from govie.lexicon.standing import StandingWords, load_standing_words
from govie.pipes.state import Draft
from govie.text.structure import SentenceRange, Structure
from govie.types import SectionKind, Standing, Status


def standings(drafts: Sequence[Draft], found: Structure, text: str) -> list[Standing]:
    """Return the standing of each draft; `text` is the clean text that `found` is the structure of."""
    words = load_standing_words()
    listed = target_list(found.sentences, text, words)
    headlines = _headlines(drafts, found, words)
    return [_standing(draft, found, listed, headlines) for draft in drafts]


def _standing(draft: Draft, found: Structure, listed: set[int], headlines: set[int]) -> Standing:
    sentence = found.sentences[draft["sentence"]]
    if draft["status"] == Status.TARGET and draft["sentence"] in listed:
        return Standing.TARGET_LIST
    if str(found.sections[sentence.section].period) != draft["period"]:
        return Standing.ELSEWHERE
    if draft["status"] != Status.TARGET and sentence.paragraph in headlines:
        return Standing.HEADLINE
    return Standing.SECTION


def target_list(sentences: Sequence[SentenceRange], text: str, words: StandingWords) -> set[int]:
    """Return the numbers of the sentences in lists of main expected targets."""
    listed: set[int] = set()
    goes_on = False
    numbered = enumerate(sentences)
    for _, paragraph in groupby(numbered, key=lambda pair: pair[1].paragraph):
        members = [(number, text[each.start : each.end]) for number, each in paragraph]
        first = members[0][1]
        inside = goes_on or (bool(listed) and members[0][0] - 1 in listed and bool(words.item.match(first)))
        for number, said in members:
            inside = inside or (bool(words.opens.search(said)) and not words.back.search(said))
            if inside:
                listed.add(number)
        goes_on = inside and bool(words.unfinished.search(members[-1][1]))
    return listed


def _headlines(drafts: Sequence[Draft], found: Structure, words: StandingWords) -> set[int]:
    """Return the paragraph of each part of the review that is the first to speak of the whole economy."""
    first: dict[int, int] = {}
    for draft in drafts:
        sentence = found.sentences[draft["sentence"]]
        if found.sections[sentence.section].kind is SectionKind.REVIEW and draft["id"] in words.headline:
            first.setdefault(sentence.section, sentence.paragraph)
    return set(first.values())
