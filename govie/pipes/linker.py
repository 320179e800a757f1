"""govie_linker: the canonical indicator that the words of each quantity mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from govie.lexicon.indicators import load_indicators
from govie.lexicon.units import load_units
from govie.normalize.indicator_names import Hit, name_matcher
from govie.normalize.units import to_base
from govie.pipes.base import HeadsPipe, settings
from govie.pipes.features import Setting
from govie.pipes.state import Draft, drafts

NONE = "none"
_CONTEXT = 40  # characters before the words, whose names may say what 产量 or 增加值 is of
_UNCOUNTED = frozenset(["", "count", "part", "person", "person_time"])


@dataclass(frozen=True, slots=True)
class Reading:
    """What the lexicon says of the words of a draft."""

    words: str  # folded
    known: str | None  # the id, where the words are a name and nothing else
    hits: Sequence[Hit]  # the names that the words hold
    coordinated: bool  # whether they name several things
    before: str | None  # id of the last name before the words

    @property
    def nearest(self) -> Hit | None:
        """The longest name in the words: what is not known may still be a kind of it."""
        return max(self.hits, key=_length, default=None)


class IndicatorLinker(HeadsPipe):
    """Gives each draft the id of its indicator: by the lexicon where its words are a name of the table.

    Else a classifier decides whether what they hold beside a name leaves its meaning (`fits`, which
    needs to know nothing of the id, so that a user's indicators are linked too), and which id is meant
    by words that hold no name (`id`).
    """

    def __init__(self, name: str = "govie_linker", *, indicators: Path | None = None) -> None:
        super().__init__(name)
        self.table = load_indicators(indicators)

    def __call__(self, doc: Doc) -> Doc:
        """Set the ids of the drafts of `doc`."""
        open_drafts, rows, readings = [], [], []
        for draft, reading, row in self.read(doc):
            draft["id"] = reading.known or ""
            if not reading.known:
                open_drafts.append(draft)
                readings.append(reading)
                rows.append(row)
        if rows and self.heads.classes:
            self._decide(open_drafts, readings, rows)
        return doc

    def _decide(self, items: list[Draft], readings: list[Reading], rows: list[list[str]]) -> None:
        """Set the ids of drafts that the lexicon leaves open."""
        answers = self.heads.predict(rows)
        classes = self.heads.classes["id"]
        best = answers["id"].argmax(axis=1).tolist()
        fits = answers["fits"][:, self.heads.classes["fits"].index("yes")].tolist()
        for draft, reading, k, fit in zip(items, readings, best, fits, strict=True):
            if reading.nearest:
                draft["id"] = reading.nearest.id if fit >= 0.5 else ""
            elif classes[k] != NONE:
                draft["id"] = classes[k]

    def fit(self, examples: Iterable[Example]) -> None:
        """Learn from the gold drafts of the reference docs, also from those whose words the lexicon knows."""
        rows, ids, fits = [], [], []
        for example in examples:
            for draft, reading, row in self.read(example.reference):
                near = reading.nearest
                rows.append(row)
                ids.append(draft["id"] or NONE)
                fits.append(None if near is None else "yes" if near.id == draft["id"] else "no")
        self.heads.fit(rows, {"id": ids, "fits": fits}, strength=3.0)

    def read(self, doc: Doc) -> Iterator[tuple[Draft, Reading, list[str]]]:
        """Yield the drafts of `doc` with what the lexicon says of each, and its features."""
        for setting in settings(doc):
            readings = self._readings(setting)
            for draft, reading in zip(setting.drafts, readings, strict=True):
                yield draft, reading, _features(draft, reading)

    def _readings(self, setting: Setting) -> list[Reading]:
        matcher, readings = name_matcher(self.table), []
        for k, draft in enumerate(setting.drafts):
            start, end = draft["ind_start"] - setting.offset, draft["ind_end"] - setting.offset
            named = draft["ind_start"] >= 0
            words = matcher.fold(setting.text[start:end]) if named else ""
            year, measure = _year(draft, setting), draft["measure"]
            members = matcher.members(words, year=year, measure=measure)
            known = self._known(setting.drafts, k, words, members, year)
            until = start if named else draft["start"] - setting.offset
            context = matcher.fold(setting.text[max(0, until - _CONTEXT) : until])
            earlier = matcher.hits(context, year=year, measure=measure)
            hits = matcher.hits(words, year=year, measure=measure)
            readings.append(Reading(words, known, hits, bool(members), earlier[-1].id if earlier else None))
        return readings

    def _known(
        self, items: Sequence[Draft], k: int, words: str, members: list[str | None], year: int | None
    ) -> str | None:
        """Return the id that the lexicon alone gives: of the place in a 分别 list, or of the words."""
        draft = items[k]
        place, count = _place(items, k)
        if any(members) and count > 1 and count % len(members) == 0:
            return members[place % len(members)]
        id = name_matcher(self.table).exact(words, year=year, measure=draft["measure"])
        return id if id and self._can_count(draft, id) else None

    def _can_count(self, draft: Draft, id: str) -> bool:
        """Return False for a count of what is measured: 高速公路3条 is no length, 技术合同20份 no value."""
        if draft["measure"] != "level" or _dimension(draft["unit"]) != "count":
            return True
        return _dimension(self.table[id].unit) in _UNCOUNTED


def _length(hit: Hit) -> int:
    return hit.end - hit.start


def _year(draft: Draft, setting: Setting) -> int | None:
    """Return the last year of the draft's period, else the year of the report."""
    digits = draft.get("period", "").rpartition("/")[2][:4]
    return int(digits) if digits else setting.year


def _place(items: Sequence[Draft], k: int) -> tuple[int, int]:
    """Return the place of draft `k` among its neighbours that say the same of the same words, and their count."""
    first = last = k
    while first > 0 and _alike(items[first - 1], items[k]):
        first -= 1
    while last + 1 < len(items) and _alike(items[last + 1], items[k]):
        last += 1
    return k - first, last - first + 1


def _alike(a: Draft, b: Draft) -> bool:
    keys = ("ind_start", "ind_end", "measure")
    return [a.get(key) for key in keys] == [b.get(key) for key in keys] and a["ind_start"] >= 0


@lru_cache(maxsize=1024)
def _dimension(unit: str) -> str:
    """Return what a unit measures, "" if it is not in the table."""
    units = load_units()
    base = to_base(1.0, unit, units)[1]
    return units[base].dimension if base in units else ""


def _features(draft: Draft, reading: Reading) -> list[str]:
    """Return what speaks for an id: the words, the names in them, the rest of them, the unit."""
    words, unit, measure = reading.words, draft["unit"], draft["measure"]
    dimension = _dimension(unit)
    row = [f"words={words}", f"dimension={dimension}", f"measure={measure}", f"unit={unit}"]
    row += [f"coordinated={reading.coordinated}", f"before={reading.before}", f"before+words={reading.before}|{words}"]
    row += [f"first{n}={words[:n]}" for n in (1, 2, 3)]
    row += [f"last{n}={words[-n:]}" for n in (1, 2, 3, 4)]
    row += [words[k : k + n] for n in (2, 3) for k in range(len(words) - n + 1)]
    if hit := reading.nearest:
        head, tail = words[: hit.start], words[hit.end :]
        row += [f"near={hit.id}", f"near+dimension={hit.id}|{dimension}", f"head={head}", f"tail={tail}"]
        row += [f"headless={not head}|{not tail}", f"tail+dimension={bool(tail)}|{dimension}"]
        row += [f"head_last={head[-n:]}" for n in (1, 2)] + [f"tail_first={tail[:n]}" for n in (1, 2)]
        row += [f"tail_last={tail[-n:]}" for n in (1, 2)]
        row += [f"hits={len(reading.hits)}", f"same={len({hit.id for hit in reading.hits}) == 1}"]
    return row


@Language.factory(
    "govie_linker", assigns=["doc.user_data"], requires=["doc.user_data"], default_config={"indicators": None}
)
def make_linker(nlp: Language, name: str, indicators: str | None) -> IndicatorLinker:
    """Return a linker without weights, which links by the lexicon alone; `indicators`: path to a user's TSV."""
    return IndicatorLinker(name, indicators=Path(indicators) if indicators else None)
