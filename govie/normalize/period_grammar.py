"""Patterns of the forms in which a Chinese text names a time, built from the words of a lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from govie.lexicon.periods import PeriodWords

_GROUP_NAME = re.compile(r"\?P<\w+>")


@dataclass(frozen=True, slots=True, eq=False)
class PeriodGrammar:
    """`mention` finds a time, its `lastgroup` names the form; `forms` tell the parts of one."""

    mention: re.Pattern[str]
    forms: dict[str, re.Pattern[str]]
    through: re.Pattern[str]
    baseline: re.Pattern[str]
    origin: re.Pattern[str]
    until: re.Pattern[str]
    baseline_after: re.Pattern[str]
    until_after: re.Pattern[str]
    since: re.Pattern[str]


@lru_cache(maxsize=8)
def period_grammar(words: PeriodWords) -> PeriodGrammar:
    """Return the patterns for `words`. They read text whose digits are ASCII."""
    forms = _Forms(words).patterns()
    branches = "|".join(f"(?P<{name}>{_GROUP_NAME.sub('?:', form)})" for name, form in forms.items())
    # A look at one character first keeps the search fast where no time begins.
    first = "".join(sorted(_first_characters(words)))
    use = words.use
    return PeriodGrammar(
        mention=re.compile(f"(?=[{re.escape(first)}])(?:{branches})"),
        forms={name: re.compile(form) for name, form in forms.items()},
        through=re.compile(f"{_any(words.words['through'])}{{1,2}}"),
        baseline=re.compile(_any(use["baseline"]) + "$"),
        origin=re.compile(_any(use["from"]) + "$"),
        until=re.compile(_any(use["until"]) + "$"),
        baseline_after=re.compile(_any(use["baseline_after"])),
        until_after=re.compile(_any(use["until_after"])),
        since=re.compile(_any(use["since_after"])),
    )


def _any(words: Iterable[str]) -> str:
    """Return a pattern of any of `words`, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"


def _first_characters(words: PeriodWords) -> set[str]:
    lists = (
        *("ten", "nth", "quotes_open", "that_year", "whole_year", "plan"),
        *("past", "ahead", "streak", "term", "first_years"),
    )
    tables = (words.digits, words.relative, words.parts, words.plans, words.centuries)
    starts = {word[0] for name in lists for word in words.words[name]}
    return starts.union("0123456789", *({word[0] for word in table} for table in tables))


class _Forms:
    """The patterns of the forms, with a named group for each part that has a meaning."""

    def __init__(self, words: PeriodWords) -> None:
        self._words = words
        self._digit = f"[0-9{''.join(words.digits)}]"
        self._small = f"[0-9{''.join(words.digits)}{''.join(words.words['ten'])}]"
        self._year_word = self._word("year")
        one, two, nine, zero = map(self._digits, (1, 2, 9, 0))
        written = f"(?:{one}{nine}|{two}{zero}){self._digit}{{2}}"
        self._year = f"(?<![0-9.])(?<![0-9],)(?:(?:19|20)[0-9]{{2}}(?![0-9])|{written})"

    def _digits(self, value: int) -> str:
        same = (digit for digit, its_value in self._words.digits.items() if its_value == value)
        return f"[{''.join(same)}]"

    def patterns(self) -> dict[str, str]:
        """Return each form's pattern by its name; an earlier one wins over a later one."""
        return {
            "span": self._span(),
            "year": f"(?P<y>{self._year}){self._year_word}{self._inside_year()}",
            "item": f"(?P<y>{self._year})(?=(?:{self._word('and')}{self._year})+{self._year_word})",
            "relative": self._relative(),
            "that_year": self._word("that_year"),
            "whole_year": f"(?<!{self._small})(?<!{self._word('vague')}){self._word('whole_year')}",
            "plan": self._plan(),
            "term": self._word("term"),
            "century": self._century(),
            "count": self._count(),
            "part": f"(?<!{self._small})(?<![.]){self._part()}",
        }

    def _word(self, *names: str) -> str:
        return _any(word for name in names for word in self._words.words[name])

    def _either(self, *names: str) -> str:
        """Return a pattern with a group for each list of words."""
        return "|".join(f"(?P<{name}>{self._word(name)})" for name in names)

    def _span(self) -> str:
        through = f"{self._word('through')}{{1,2}}"
        last = f"(?P<to>{self._year}|[0-9]{{2}})"
        return f"(?P<y>{self._year}){self._year_word}?{through}{last}{self._year_word}"

    def _relative(self) -> str:
        word = f"(?<!{self._word('not_before_year')})(?P<word>{_any(self._words.relative)})"
        return f"{word}(?!{self._word('not_after_year')}){self._inside_year()}"

    def _inside_year(self) -> str:
        edge = self._word("begin", "end", "middle")
        return f"(?:{self._word('of')}?(?:{self._part()}|{edge}))*"

    def _part(self) -> str:
        ten, digit = self._word("ten"), _any(self._words.digits)
        number = f"(?:1[0-2]|0?[1-9]|{ten}?{digit}|{ten})"
        month, day = self._word("month"), f"[0-9]{{1,2}}{self._word('day')}"
        through = f"{month}?{self._word('through')}{{1,2}}"
        months = f"(?P<m>{number})(?:{through}(?P<m2>{number}))?{month}(?:{day})?"
        return f"(?:(?P<part>{_any(self._words.parts)})|{months})"

    def _plan(self) -> str:
        plans = self._words.plans
        # 一五 without quotation marks is a plan only before 计划, 期间 and the like.
        short = _any(name for name in plans if len(name) < 3)
        long = _any(name for name in plans if len(name) > 2)
        quoted = f"{self._word('quotes_open')}(?P<quoted>{_any(plans)}){self._word('quotes_close')}"
        follows = self._word("plan_document", "plan_time", "end")
        bare = f"(?<!{self._small})(?P<bare>{long}|{short}(?={follows}))"
        number = f"{self._word('nth')}(?P<number>{self._small}{{1,3}}){self._word('plan_count')}?"
        numbered = f"{number}(?:{self._word('plan')}|{self._word('plan_years')})"
        return f"(?:{quoted}|{bare}|{numbered}|(?P<generic>{self._word('plan')})){self._plan_tail()}"

    def _plan_tail(self) -> str:
        """What may follow the name of a plan: its document, its time, and a slice of it."""
        edge = self._either("begin", "middle", "end")
        side = self._either("first_years", "last_years", "nth")
        some = f"(?:{side})(?P<n>{self._digit}){self._word('year')}"
        document = f"(?P<document>{self._word('plan_document')})?"
        time = f"(?P<time>{self._word('plan_time')})?"
        return f"{document}{time}(?:{self._word('of')}?(?:{edge}|{some}))?"

    def _count(self) -> str:
        before = self._either("past", "ahead", "streak", "first_years")
        after = f"(?P<since>{self._word('since')})|{self._word('within')}|(?P<end>{self._word('end')})"
        return (
            f"(?<!{self._small})(?<![.])(?<!{self._word('nth')})(?:(?:{before}){self._word('of')}?)?(?P<n>{self._small}{{1,3}}){self._words.words['year'][0]}"
            f"{self._word('odd')}?(?!{self._word('not_a_span')})(?:{after})?"
        )

    def _century(self) -> str:
        which = f"(?:(?P<word>{_any(self._words.centuries)})|(?P<nth>{self._small}{{2,3}}))"
        tens = "".join(digit for digit, value in self._words.digits.items() if value > 1)
        years = f"(?:0|{self._word('ten')}){self._word('decade')}"
        decade, alone = (f"(?P<{name}>[2-9{tens}]){years}" for name in ("decade", "decade2"))
        edge = self._either("middle", "end")
        return f"(?:{which}{self._word('century')}(?:{decade}|{edge})|(?<!{self._digit}){alone})"
