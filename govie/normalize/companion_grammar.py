"""The patterns that companions of quantities are read by, compiled once from a table of words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from govie.lexicon.companions import CompanionWords, Words
from govie.lexicon.units import alternation

#: How far before a quantity its companions may stand, in characters.
REACH = 90

_COMMAS = "，,；;。！？!?：:\n"
#: What ends a clause, and what ends an item of a list.
CLAUSE_STOPS = frozenset(_COMMAS)
ITEM_STOPS = frozenset(_COMMAS + "、")
#: What ends a statement that modal words reach over.
SENTENCE_STOPS = "。！？!?\n"

_OPENERS, _CLOSERS = frozenset("（(《"), frozenset("）)》")
_DIGIT = "[0-9０-９XＸ]"
#: A number that surely is one: Chinese numerals also begin nouns (一般公共预算支出).
_NUMBER = f"(?:{_DIGIT}|百分之|千分之|$)"
_CHINESE = "[一二三四五六七八九十百两几]"
_GAP = "[^，,；;。！？：、]"


@dataclass(frozen=True, slots=True)
class BaselinePatterns:
    """Triggers of a comparison, and for each kind what must follow it up to the number."""

    trigger: re.Pattern[str]
    forms: dict[str, re.Pattern[str]]
    beside: re.Pattern[str]
    usual: re.Pattern[str]
    time: re.Pattern[str]
    shared: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class WholePatterns:
    """The ways in which a sentence names the whole of a share."""

    part_of: re.Pattern[str]
    stated: re.Pattern[str]
    measured: re.Pattern[str]
    bare: re.Pattern[str]
    region: re.Pattern[str]
    after: re.Pattern[str]
    spent: re.Pattern[str]
    light: re.Pattern[str]
    among: re.Pattern[str]
    within: re.Pattern[str]
    share_of: re.Pattern[str]
    that_share: re.Pattern[str]
    including: re.Pattern[str]
    stock: re.Pattern[str]
    subject: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class ScopePatterns:
    """The words between a verb of standing and the rank."""

    verb: re.Pattern[str]
    tail: re.Pattern[str]
    head: re.Pattern[str]
    region: re.Pattern[str]
    placed: re.Pattern[str]
    at: re.Pattern[str]
    rank: re.Pattern[str]
    entered: re.Pattern[str]
    distributive: re.Pattern[str]
    place: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class ModalPatterns:
    """Modal words, and what ends their reach."""

    word: re.Pattern[str]
    head: re.Pattern[str]
    statement: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """All patterns of one table of words."""

    baseline: BaselinePatterns
    whole: WholePatterns
    scope: ScopePatterns
    modal: ModalPatterns


@lru_cache(maxsize=8)
def grammar(words: CompanionWords) -> Grammar:
    """Return the patterns of `words`."""
    return Grammar(_baseline(words), _whole(words), _scope(words), _modal(words))


def clause_start(text: str, end: int, floor: int, stops: frozenset[str]) -> int:
    """Return where the piece that ends at `end` begins: behind a stop outside of brackets."""
    depth = 0
    for at in range(end - 1, floor - 1, -1):
        char = text[at]
        if char in stops:
            if not depth:
                return at + 1
        elif char in _CLOSERS:
            depth += 1
        elif char in _OPENERS:
            depth = max(0, depth - 1)
    return floor


def last_word(pattern: re.Pattern[str], text: str, floor: int, end: int) -> re.Match[str] | None:
    """Return the last match of a group `word`, passing over words that only look like one."""
    last = None
    for match in pattern.finditer(text, floor, end):
        if match["word"] is not None:
            last = match
    return last


def _words(words: Words, decoys: Words) -> re.Pattern[str]:
    """Return what matches `words` as the group `word`, and without a group a longer decoy."""
    return re.compile(f"{alternation(decoys)}|(?P<word>{alternation(words)})")


def _baseline(words: CompanionWords) -> BaselinePatterns:
    own, common = words.baseline, words.common
    bounds = f"(?:{alternation(common.bounds_before)}|了)*"
    adverbs = f"(?:{alternation(own.adverbs)})*"
    moves = f"{adverbs}(?:{alternation(own.movements)})(?:{alternation(common.reach)})*{bounds}"
    chinese = f"(?:{_NUMBER}|{_CHINESE})"
    compared = f"(?:{alternation(own.compared)}[，,]?)?"
    base = f"(?P<base>{_GAP}{{1,40}}?)"
    triggers = {
        "than": own.than,
        "on": own.on,
        "times": own.times,
        "above": own.above,
    }
    groups = "|".join(f"(?P<{kind}>{alternation(found)})" for kind, found in triggers.items())
    ends = alternation(own.time_ends)
    plan = "“[一二三四五六七八九十]{2,4}”|第?[一二三四五六七八九十]个五年计划"
    year = "(?:[0-9０-９]{4}|[一二三四五六七八九〇○零]{4})年(?:[0-9]{1,2}月)?"
    time = f"(?:{plan}|{year}|前[一二三四五六七八九十]年)(?:{ends})?"
    return BaselinePatterns(
        trigger=re.compile(f"{alternation(own.not_than)}|{groups}"),
        forms={
            "than": re.compile(f"{base}{compared}(?:{moves}(?={chinese})|{adverbs}{bounds}$|{moves}$)"),
            "on": re.compile(f"{base}的?(?:{alternation(own.basis)})[，,]?(?:{moves})?(?={chinese})"),
            "times": re.compile(f"{base}的{bounds}(?={chinese})"),
            "above": re.compile(f"(?P<base>(?:{time})?[^，,；;。！？：、0-9０-９XＸ]{{2,30}}?)的?{bounds}$"),
        },
        beside=re.compile(
            f"(?:{alternation(own.beside)})(?P<base>[^，,；;。！？：、与同和跟比较]{{2,20}})(?:{alternation(own.compared)})[，,]"
        ),
        usual=re.compile(f"(?:{alternation(own.usual)})(?:{alternation(own.usual_tail)})*"),
        time=re.compile(f"(?P<time>{time})(?:{alternation(own.cut)})"),
        shared=re.compile(f"(?:{adverbs}(?:{alternation(own.movements)})?{bounds})$"),
    )


def _whole(words: CompanionWords) -> WholePatterns:
    own, common = words.whole, words.common
    reach = f"(?:{alternation(common.reach)}|{alternation(common.bounds_before)})*"
    # possessive: 以上 is never the beginning of the noun behind it
    bounds_after = f"(?:{alternation(common.bounds_after)})?+"
    shares, light = alternation(own.shares), alternation(common.light)
    noun = f"(?P<whole>(?!的|{_DIGIT}|百分之|千分之){_GAP}{{1,30}}?)"
    ends = alternation(own.after_ends)
    return WholePatterns(
        part_of=_words(own.part_of, own.not_part_of),
        stated=re.compile(f"(?:{alternation(own.drop)})?{noun}的?(?:{shares})"),
        measured=re.compile(f"(?:{alternation(own.drop)})?{noun}的?{reach}(?={_NUMBER})"),
        bare=re.compile(f"(?:{alternation(own.bare)})的?{reach}(?={_NUMBER}|{_CHINESE})"),
        region=re.compile(
            f"(?P<whole>{alternation(common.regions)})的?(?:{alternation(common.bounds_before)})*$"
        ),
        after=re.compile(
            f"{bounds_after}(?P<of>的)?+(?!{ends})(?P<whole>{_GAP}{{2,16}}?)(?:(?P<verb>{ends})|(?=$|[，,；;。、]))"
        ),
        spent=re.compile(f"{bounds_after}的?(?:{alternation(own.spent)})"),
        light=re.compile(f"(?:{light}|{alternation(common.regions)}|{_DIGIT}{{4}}年|的)*"),
        among=re.compile(
            f"(?:{alternation(own.at)})(?P<whole>{_GAP}{{2,30}}?)(?:{alternation(own.among)})[，,]?"
            f"(?:{alternation(own.among_verbs)})+$"
        ),
        within=re.compile(
            f"(?:{alternation(own.at)})(?P<whole>{_GAP}{{2,20}}?)"
            f"(?:(?:{alternation(own.among)})(?:[，,]{_GAP}{{1,20}}?)?(?:{alternation(own.has)})(?:{shares})|占比)"
        ),
        share_of=re.compile(f"(?:{shares})[，,]$"),
        that_share=re.compile(alternation(own.that_share)),
        including=re.compile(alternation(own.including)),
        stock=re.compile(f"(?:{reach}|{light})*{_DIGIT}"),
        subject=re.compile(
            f"(?P<whole>[^，,；;。！？：、0-9０-９XＸ]{{2,20}}?)(?:{reach}|{light})*(?={_DIGIT})"
        ),
    )


def _scope(words: CompanionWords) -> ScopePatterns:
    own, common = words.scope, words.common
    times, units = "[0-9一二三四五六七八九十两多]+", alternation(own.streak_units)
    streak = f"(?:{alternation(own.streaks)}){times}(?:{units})"
    number = "[0-9０-９一二三四五六七八九十百]+"
    ordinal = f"(?:{alternation(own.ordinals)}){number}(?:{alternation(own.ordinal_ends)})?"
    verbs, decoys = alternation(own.verbs), alternation(own.not_verbs)
    regions = alternation(common.regions)
    return ScopePatterns(
        verb=re.compile(f"{decoys}|(?P<word>{streak}|{verbs})"),
        tail=re.compile(f'(?:{alternation(own.ranks)}|[“"（(]|{verbs})+$'),
        head=re.compile(f'(?:{alternation(own.at)}|了|[0-9０-９]{{4}}年度?|[”"])+'),
        region=re.compile(regions),
        placed=re.compile(f"(?:{regions})+(?:的|{alternation(own.kinds)})*$"),
        at=re.compile(f"(?:{alternation(own.at)})(?P<scope>{_GAP}{{2,30}})(?:{alternation(own.at_ends)})$"),
        rank=re.compile(f"(?:{ordinal}|{alternation(own.firsts)})"),
        entered=re.compile(f"(?:{alternation(own.entered)})(?P<lists>[^，,；;。]{{2,60}})[，,]$"),
        distributive=re.compile(alternation(own.distributive)),
        place=re.compile(f"(?:{alternation(own.places)})$"),
    )


def _modal(words: CompanionWords) -> ModalPatterns:
    own, common = words.modal, words.common
    verbs = alternation(own.plan_verbs)
    decoys = alternation((*own.not_words, *own.not_plans))
    number = f"(?:{alternation(common.bounds_before)})*(?:{_DIGIT}|{_CHINESE}|$)"
    got = f"(?!{verbs})[^，,；;。、0-9０-９XＸ]{{0,20}}?(?:{alternation(own.got)}){number}"
    plan = f"(?:{alternation(own.plans)})(?={verbs})"
    strive = f"(?:{alternation(own.strives)})(?!{got})"
    wish = f"更[好优高]的?(?:{alternation(own.better)})(?=[，,；;、）)])"
    hope = f"(?:{alternation((*own.words, *own.strives))})[^，,；;。、0-9０-９]{{0,8}}{wish}"
    lead = f"(?:{alternation((*common.regions, *own.leads))})*"
    return ModalPatterns(
        word=re.compile(f"{decoys}|{hope}|(?P<word>{alternation(own.words)}|{plan}|{strive})"),
        head=re.compile(f"(?:{alternation(own.heads)})[^，,；;。、]{{0,10}}[：:）)]"),
        statement=re.compile(f"[，,；;]{lead}(?:{alternation(own.statements)})"),
    )
