"""What was added to a stock, beside the stock itself: 新增上市公司2家 is not how many there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govie.lexicon.cells import load_cell_words
from govie.lexicon.indicators import IndicatorTable
from govie.lexicon.stocks import load_stock_words
from govie.pipes.state import Draft
from govie.text.structure import Structure
from govie.types import Measure

_PERCENT = "%"


def additions(drafts: Sequence[Draft], found: Structure, text: str, table: IndicatorTable) -> list[bool]:
    """Return for each draft whether it is a level of what was added; `text` is clean."""
    stocks = set(table.entries) - load_cell_words().flows
    return [_is_added(draft, found, text, table) if draft["id"] in stocks else False for draft in drafts]


def _is_added(draft: Draft, found: Structure, text: str, table: IndicatorTable) -> bool:
    if draft["measure"] != Measure.LEVEL or draft["unit"] == _PERCENT:
        return False
    if any(nature == "flow" for _, nature in _natures(table[draft["id"]].name)):
        return False  # the indicator is itself something done: 老旧小区改造
    words = load_cell_words()
    clause = words.clause.split(text[found.sentences[draft["sentence"]].start : draft["start"]])[-1]
    if words.together.search(clause):
        return False
    done = [place for place, nature in _natures(clause) if nature == "flow"]
    new = [match.start() for match in words.new.finditer(clause)]
    begun = max(done + new, default=-1)
    # 培育企业达20家 says how many there are now; what stands there is named after 培育, but not after 新增
    after = {nature for place, nature in _natures(clause) if place > begun}
    return begun >= 0 and not after & {"reach", "arrival"} and (begun in new or "stock" not in after)


def _natures(words: str) -> Iterator[tuple[int, str]]:
    """Yield where the words of stocks.toml stand in a piece of text, and the list that each is of."""
    table = load_stock_words()
    for match in table.pattern.finditer(words):
        yield match.start(), table.natures[match[0]]
