"""govie_linker: the canonical indicator that the words of each quantity mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from govie.lexicon.indicators import load_indicators
from govie.lexicon.units import COUNT, UnitTable, load_units
from govie.normalize.indicator_names import Hit, name_matcher
from govie.normalize.units import to_base
from govie.pipes.base import HeadsPipe, settings
from govie.pipes.features import Setting
from govie.pipes.state import Draft

NONE = "none"
_STRENGTH = 3.0  # of the classifiers: inverse of the penalty
_HALF = 6  # characters of words that may be the end of a name begun before
_SHARING = 6  # characters before the words where 分别 may stand
_CONTEXT = 40  # characters before the words, whose names may say what 产量 or 增加值 is of
_UNCOUNTED = frozenset(["", COUNT, "part", "person", "person_time"])


@dataclass(frozen=True, slots=True)
class Reading:
    """What the lexicon finds in the words of a draft and before them."""

    words: str  # folded
    hits: Sequence[Hit]  # the names that the words hold
    completed: str | None  # the id, if they are the end of a name that began before
    coordinated: bool  # whether they name several things
    before: str | None  # id of the last name before the words
    dimension: str  # of the unit
    unit: str
    measure: str

    @property
    def nearest(self) -> Hit | None:
        """The longest name in the words: they may mean a kind of it, or something else."""
        return max(self.hits, key=_length, default=None)

    @property
    def candidate(self) -> str | None:
        """The id that the words may have."""
        return self.nearest.id if self.nearest else self.completed


class IndicatorLinker(HeadsPipe):
    """Gives each draft the id of its indicator: by the lexicon where its words are a name of the table.

    Else a classifier decides whether what they hold beside a name leaves its meaning (`fits`, which
    needs to know nothing of the id, so that a user's indicators are linked too), and which id is meant
    by words that hold no name (`id`).
    """

    def __init__(
        self,
        name: str = "govie_linker",
        *,
        indicators: str | Path | None = None,
        units: str | Path | None = None,
    ) -> None:
        super().__init__(name)
        self.table, self.units = load_indicators(indicators), load_units(units)
        self.matcher = name_matcher(self.table)

    def __call__(self, doc: Doc) -> Doc:
        """Set the ids of the drafts of `doc`."""
        items, readings = [], []
        for setting in settings(doc):
            for k, draft in enumerate(setting.drafts):
                known = self.known(setting, k)
                draft["id"] = known or ""
                if known is None:
                    items.append(draft)
                    readings.append(self.read(setting, k))
        if items and self.heads.classes:
            self._decide(items, readings)
        return doc

    def _decide(self, items: list[Draft], readings: list[Reading]) -> None:
        """Set the ids of drafts that the lexicon leaves open."""
        answers = self.heads.predict([features(reading) for reading in readings])
        classes = self.heads.classes["id"]
        best = answers["id"].argmax(axis=1).tolist()
        kinds = self.heads.classes.get("fits", [])  # may lack "yes" where the examples were few
        fits = answers["fits"][:, kinds.index("yes")].tolist() if "yes" in kinds else [0.0] * len(items)
        for draft, reading, k, fit in zip(items, readings, best, fits, strict=True):
            if reading.candidate:
                draft["id"] = reading.candidate if fit >= 0.5 else ""
            elif classes[k] != NONE:
                draft["id"] = classes[k]

    def fit(self, examples: Iterable[Example]) -> None:
        """Learn from the gold drafts of the reference docs.

        Those that the lexicon knows teach what an id is called, not when a name fits: that is asked
        only of those that it leaves open.
        """
        rows: list[list[str]] = []
        ids: list[str | None] = []
        fits: list[str | None] = []  # None: not asked
        for example in examples:
            for setting in settings(example.reference):
                for k, draft in enumerate(setting.drafts):
                    reading, right = self.read(setting, k), draft["id"]
                    rows.append(features(reading))
                    ids.append(right or NONE)
                    asked = reading.candidate and self.known(setting, k) is None
                    fits.append(("yes" if reading.candidate == right else "no") if asked else None)
        labels = {"id": ids, "fits": fits}
        self.heads.fit(rows, labels if any(fits) else {"id": ids}, strength=_STRENGTH)

    def known(self, setting: Setting, k: int) -> str | None:
        """Return the id that the lexicon alone gives draft `k`: of its words, or of its place in a 分别 list.

        "" if they are a name of something else, None if the lexicon cannot say.
        """
        draft, matcher = setting.drafts[k], self.matcher
        year, measure = _year(draft, setting), draft["measure"]
        words = matcher.fold(_words(setting, draft))
        id = matcher.exact(words, year=year, measure=measure)
        members = matcher.members(words, year=year, measure=measure)
        if any(members):
            group = _group(setting, k, len(members))
            if group and (id is None or matcher.shares_out(_lead(setting, group[0]))):
                return members[group.index(draft) % len(members)]
            if id is None and len(set(members)) > 1:
                return ""  # one number for several things
        return id if id is None or self._can_count(draft, id) else None

    def read(self, setting: Setting, k: int) -> Reading:
        """Return what the lexicon finds in the words of draft `k` and before them."""
        draft, matcher = setting.drafts[k], self.matcher
        year, measure = _year(draft, setting), draft["measure"]
        words = matcher.fold(_words(setting, draft))
        hits = matcher.hits(words, year=year, measure=measure)
        before = completed = None
        if not hits and len(words) <= _HALF:
            until = (draft["ind_start"] if words else draft["start"]) - setting.offset
            context = matcher.fold(setting.text[max(0, until - _CONTEXT) : until])
            earlier = matcher.hits(context, year=year, measure=measure)
            before = earlier[-1].id if earlier else None
            said = [matcher.fold(_words(setting, other)) for other in setting.drafts[max(0, k - 2) : k]]
            said += [context[hit.start : hit.end] for hit in earlier]
            completed = matcher.completed(words, said, year=year, measure=measure)
        dimension, joined = _dimension(draft["unit"], self.units), matcher.is_coordination(words)
        return Reading(words, hits, completed, joined, before, dimension, draft["unit"], measure)

    def _can_count(self, draft: Draft, id: str) -> bool:
        """Return False for a count of what is measured: 高速公路3条 is no length, 技术合同20份 no value."""
        if not id or draft["measure"] != "level" or _dimension(draft["unit"], self.units) != COUNT:
            return True
        return _dimension(self.table[id].unit, self.units) in _UNCOUNTED


def _length(hit: Hit) -> int:
    return hit.end - hit.start


def _year(draft: Draft, setting: Setting) -> int | None:
    """Return the last year of the draft's period, else the year of the report."""
    digits = draft.get("period", "").rpartition("/")[2][:4]
    return int(digits) if digits else setting.year


def _words(setting: Setting, draft: Draft) -> str:
    if draft["ind_start"] < 0:
        return ""
    return setting.text[draft["ind_start"] - setting.offset : draft["ind_end"] - setting.offset]


def _lead(setting: Setting, draft: Draft) -> str:
    """Return the characters between the words of a draft and its quantity, and a few before the words."""
    start = max(0, draft["ind_start"] - setting.offset - _SHARING)
    return setting.text[start : draft["start"] - setting.offset]


def _group(setting: Setting, k: int, size: int) -> list[Draft]:
    """Return the neighbours of draft `k` that say the same of what its words name, draft `k` among them.

    [] if they are no multiple of `size`. Their own words may be a part of its: the second quantity of
    城镇、农村居民人均可支配收入分别增长4%和5% may have 农村居民人均可支配收入.
    """
    items = setting.drafts
    first = last = k
    while first > 0 and _alike(items[first - 1], items[k]):
        first -= 1
    while last + 1 < len(items) and _alike(items[last + 1], items[k]):
        last += 1
    count = last - first + 1
    return list(items[first : last + 1]) if count > 1 and count % size == 0 else []


def _alike(a: Draft, b: Draft) -> bool:
    inner, outer = sorted((a, b), key=_extent)
    inside = outer["ind_start"] <= inner["ind_start"] and inner["ind_end"] <= outer["ind_end"]
    return a["measure"] == b["measure"] and inside and inner["ind_start"] >= 0


def _extent(draft: Draft) -> int:
    return draft["ind_end"] - draft["ind_start"]


@lru_cache(maxsize=1024)
def _dimension(unit: str, units: UnitTable) -> str:
    """Return what a unit measures, "" if it is not in the table."""
    base = to_base(1.0, unit, units)[1]
    return units[base].dimension if base in units else ""


def features(reading: Reading) -> list[str]:
    """Return what speaks for an id: the words, the names in them, what else they hold, the unit."""
    words, dimension, before = reading.words, reading.dimension, reading.before
    row = [f"words={words}", f"dimension={dimension}", f"measure={reading.measure}", f"unit={reading.unit}"]
    row += [f"coordinated={reading.coordinated}", f"before={before}", f"before+words={before}|{words}"]
    row += [f"first{n}={words[:n]}" for n in (1, 2, 3)]
    row += [f"last{n}={words[-n:]}" for n in (1, 2, 3, 4)]
    row += [words[k : k + n] for n in (2, 3) for k in range(len(words) - n + 1)]
    if reading.completed:
        row += [
            "completes",
            f"completes={words}",
            f"completes+dimension={dimension}",
            f"near={reading.completed}",
        ]
    if hit := reading.nearest:
        head, tail = words[: hit.start], words[hit.end :]
        row += [f"near={hit.id}", f"near+dimension={hit.id}|{dimension}", f"head={head}", f"tail={tail}"]
        row += [f"bare={not head}|{not tail}", f"tail+dimension={bool(tail)}|{dimension}"]
        row += [f"head_last={head[-n:]}" for n in (1, 2)] + [f"tail_first={tail[:n]}" for n in (1, 2)]
        row += [f"tail_last={tail[-n:]}" for n in (1, 2)]
        row += [f"hits={len(reading.hits)}", f"same={len({hit.id for hit in reading.hits}) == 1}"]
    return row


@Language.factory(
    "govie_linker",
    assigns=["doc.user_data"],
    requires=["doc.user_data"],
    default_config={"indicators": None, "units": None},
)
def make_linker(
    nlp: Language, name: str, indicators: str | None = None, units: str | None = None
) -> IndicatorLinker:
    """Return a linker without weights, which knows the lexicon only.

    `indicators` and `units` are files of the user's own, merged over those that ship.
    """
    return IndicatorLinker(name, indicators=indicators, units=units)
