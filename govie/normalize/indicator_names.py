"""The words of an indicator, looked up in the table of canonical indicators: no model, no spaCy."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from govie.lexicon.indicators import Alias, IndicatorTable, IndicatorWords, load_indicator_words
from govie.lexicon.units import alternation

_BRACKETS = re.compile(r"\([^()]*\)|\s+")
_JOINTS = re.compile("以及|[、和及与]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A name that folded words hold, and the id that it means there."""

    start: int
    end: int
    id: str


class NameMatcher:
    """Finds the names of a table in the words of indicators; all its methods take folded words."""

    def __init__(self, table: IndicatorTable, words: IndicatorWords) -> None:
        self._dropped = str.maketrans(dict.fromkeys(words.dropped))
        self._members = {self.fold(fused): parts for fused, parts in words.members.items()}
        self._names: dict[str, list[tuple[Alias, str]]] = {}
        for entry in table.entries.values():
            for alias in entry.aliases:
                self._names.setdefault(self.fold(alias.text), []).append((alias, entry.id))
        for claims in self._names.values():
            claims.sort(key=_unconditional)
        for word in map(self.fold, words.lookalikes):
            self._names.setdefault(word, [(Alias(word), "")])  # a user's name goes before
        inside = [name for name, claims in self._names.items() if not all(alias.whole for alias, _ in claims)]
        self._inside = re.compile(alternation(inside) or r"(?!)")
        self._shares_out = re.compile(alternation(words.shares_out))
        self._before = re.compile(alternation(map(self.fold, words.before)))
        # read backwards: a trie knows beginnings only
        self._after = re.compile(alternation(self.fold(word)[::-1] for word in words.after))

    def fold(self, words: str) -> str:
        """Return `words` with widths and capitals levelled, without quotation marks and brackets."""
        plain = unicodedata.normalize("NFKC", words).translate(self._dropped)
        return _BRACKETS.sub("", plain).upper()

    def exact(self, folded: str, *, year: int | None, measure: str) -> str | None:
        """Return the id of the name that is left when words that tell nothing apart are cut off.

        "" if the words are the name of something that the table lacks, None if they are no name.
        """
        for words in _cut(folded, self._before, self._after):
            for alias, id in self._names.get(words, ()):
                if alias.holds(year, measure):
                    return id
        return None

    def hits(self, folded: str, *, year: int | None, measure: str) -> list[Hit]:
        """Return the longest names in the words, from left to right; a lookalike hides what it holds."""
        found = []
        for match in self._inside.finditer(folded):
            for alias, id in self._names.get(match[0], ()):
                if not alias.whole and alias.holds(year, measure):
                    if id:
                        found.append(Hit(match.start(), match.end(), id))
                    break
        return found

    def completed(self, folded: str, earlier: Sequence[str], *, year: int | None, measure: str) -> str | None:
        """Return the id of a name of which the words are the end, and the last of `earlier` the beginning.

        After 粮食播种面积, 产量 is 粮食产量; None if there is no such name.
        """
        if not folded:
            return None
        for words in reversed(earlier):
            for end in range(len(words), 1, -1):
                if id := self.exact(words[:end] + folded, year=year, measure=measure):
                    return id
        return None

    def is_coordination(self, folded: str) -> bool:
        """Return whether the words join several things by 、 or 和."""
        return _JOINTS.search(folded) is not None

    def shares_out(self, words: str) -> bool:
        """Return whether words between a phrase and its quantities say that each has its own: 分别."""
        return self._shares_out.search(words) is not None

    def members(self, folded: str, *, year: int | None, measure: str) -> list[str | None]:
        """Return the id of each of the things that one phrase names, [] if it names one thing.

        城乡居民人均可支配收入 names two, 一、二、三产增加值 names three.
        """
        for fused, parts in self._members.items():
            if fused in folded:
                named = [folded.replace(fused, part, 1) for part in parts]
                ids = [self.exact(name, year=year, measure=measure) for name in named]
                if any(ids):
                    return ids
        parts = tuple(filter(None, _JOINTS.split(folded)))
        if len(parts) < 2:
            return []
        return [
            next(filter(None, (self.exact(n, year=year, measure=measure) for n in _spelled(parts, k))), None)
            for k in range(len(parts))
        ]


@lru_cache(maxsize=8)
def name_matcher(table: IndicatorTable) -> NameMatcher:
    """Return the matcher of a table, compiled once."""
    return NameMatcher(table, load_indicator_words())


def _unconditional(claim: tuple[Alias, str]) -> bool:
    return not claim[0].conditional


def _cut(words: str, before: re.Pattern[str], after: re.Pattern[str]) -> Iterator[str]:
    """Yield `words`, then what is left of it as more and more of its two ends is cut off."""
    for head in _stripped(words, before):
        for tail in _stripped(head[::-1], after):
            yield tail[::-1]


def _stripped(words: str, start: re.Pattern[str]) -> Iterator[str]:
    while words:
        yield words
        match = start.match(words)
        if not match or not match[0]:
            return
        words = words[match.end() :]


def _spelled(parts: Sequence[str], k: int) -> Iterable[str]:
    """Yield what part `k` of a coordination may be in full: 一 in 一、二、三产增加值 is 一产增加值."""
    part, first, last = parts[k], parts[0], parts[-1]
    yield part
    if k < len(parts) - 1:
        yield from (part + last[at:] for at in range(1, len(last)))
    if k:
        yield from (first[:at] + part for at in range(len(first) - 1, 0, -1))
