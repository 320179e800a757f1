"""Characters and their two bytes in GBK, with how likely reports make them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from govie.lexicon.character_counts import CharacterCounts, load_character_counts
from govie.text.characters import folding, simplification

_LEADS = range(0x81, 0xFF)
_TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))


@dataclass(frozen=True, slots=True, eq=False)
class Gbk:
    """The tables of GBK.

    Those of characters by one of their bytes hold what reports in traditional characters use.

    `before_dropped` gives, by lead byte, the characters whose second byte begins a pair that GBK has
    no character for, with the second bytes of these pairs.
    """

    pairs: dict[str, tuple[int, int]]
    characters: dict[tuple[int, int], str]
    by_lead: dict[int, tuple[str, ...]]
    by_trail: dict[int, tuple[tuple[int, str], ...]]
    before_dropped: dict[int, tuple[tuple[str, frozenset[int]], ...]]
    counts: CharacterCounts
    plain: dict[int, str]


@cache
def load_gbk() -> Gbk:
    """Return the tables."""
    characters: dict[tuple[int, int], str] = {}
    missing: defaultdict[int, set[int]] = defaultdict(set)
    for lead in _LEADS:
        for trail in _TRAILS:
            try:
                character = bytes((lead, trail)).decode("gbk")
            except UnicodeDecodeError:
                missing[lead].add(trail)
            else:
                if not character.isspace():
                    characters[lead, trail] = character
    counts = load_character_counts()
    plain: dict[int, str] = {**folding(), **simplification(), **{ord(digit): "0" for digit in "123456789"}}
    simplified = frozenset(simplification().values())
    by_lead: defaultdict[int, list[str]] = defaultdict(list)
    by_trail: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    dropped: defaultdict[int, list[tuple[str, frozenset[int]]]] = defaultdict(list)
    for (lead, trail), character in characters.items():
        if character.translate(plain) not in counts.singles or _is_only(simplified, character):
            continue
        by_lead[lead].append(character)
        by_trail[trail].append((lead, character))
        if trail in missing:
            dropped[lead].append((character, frozenset(missing[trail])))
    return Gbk(
        pairs={character: pair for pair, character in characters.items()},
        characters=characters,
        by_lead={byte: tuple(found) for byte, found in by_lead.items()},
        by_trail={byte: tuple(found) for byte, found in by_trail.items()},
        before_dropped={byte: tuple(found) for byte, found in dropped.items()},
        counts=counts,
        plain=plain,
    )


@lru_cache(maxsize=1 << 16)
def chance(before: str, character: str) -> float:
    """Return the logarithm of the chance of `character` behind `before`, which may be empty."""
    gbk = load_gbk()
    return gbk.counts.behind(before.translate(gbk.plain), character.translate(gbk.plain))


def _is_only(simplified: frozenset[str], character: str) -> bool:
    """True if no text in traditional characters has it: Big5 is the set of these."""
    return character in simplified and not character.encode("big5", "ignore")
