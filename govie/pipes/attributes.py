"""govie_attributes: what a quantity says of its indicator."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from govie.lexicon.bounds import load_bounds
from govie.lexicon.companions import load_companions
from govie.lexicon.cues import load_cues
from govie.normalize.bounds import find_bound
from govie.normalize.companions import find_baseline, find_modal, find_scope, find_whole
from govie.pipes.base import HeadsPipe, settings
from govie.pipes.features import (
    Setting,
    cue_features,
    indicator_features,
    local_features,
    setting_features,
)
from govie.pipes.linear import Floats
from govie.pipes.state import Draft, drafts
from govie.types import Measure, Status

_HEADS = ("measure", "status", "annual_average", "is_base")
Place = tuple[int, int]


class AttributeReader(HeadsPipe):
    """Sets measure, direction, status, average and base by classifiers; bound and companions by code."""

    def __init__(self, name: str = "govie_attributes") -> None:
        super().__init__(name)
        self.bounds, self.cues, self.companions = load_bounds(), load_cues(), load_companions()

    def __call__(self, doc: Doc) -> Doc:
        """Set the attributes of the drafts of `doc`."""
        places = list(settings(doc))
        rows = [row for setting in places for row in self._features(setting)]
        if not rows:
            return doc
        answers = self.heads.predict(rows) if self.heads.classes else {}
        if "status" in answers:
            bases = [self._likeliest("is_base", row, {})[0] == "True" for row in answers["is_base"]]
            answers["status"] = _agree(answers["status"], drafts(doc), bases)
        certain = [self._certain(setting, draft) for setting in places for draft in setting.drafts]
        for k, draft in enumerate(drafts(doc)):
            said = {head: self._likeliest(head, table[k], draft) for head, table in answers.items()}
            measure, p_measure = certain[k] or said.get("measure", (Measure.LEVEL.value, 1.0))
            draft["measure"], _, draft["direction"] = measure.partition(" ")
            draft["status"], p_status = said.get("status", (Status.ACTUAL.value, 1.0))
            draft["annual_average"] = said.get("annual_average", ("", 1.0))[0] == "True"
            draft["is_base"] = said.get("is_base", ("", 1.0))[0] == "True"
            draft["score"] *= p_measure * p_status
        for setting in places:
            self._set_companions(setting)
        return doc

    def _likeliest(self, head: str, probabilities: Floats, draft: Draft) -> tuple[str, float]:
        """Return the likeliest class and its probability; points are a change, whatever else they say."""
        names = self.heads.classes[head]
        if head == "measure" and _in_points(draft):
            open_ = [k for k, name in enumerate(names) if name.startswith(Measure.CHANGE)]
            best = max(open_, key=probabilities.__getitem__, default=int(probabilities.argmax()))
        else:
            best = int(probabilities.argmax())
        return names[best], float(probabilities[best])

    def _certain(self, setting: Setting, draft: Draft) -> tuple[str, float] | None:
        """Return measure and direction where the characters settle them: 增长5%, 占全国9成, 1:2."""
        if draft["shape"] == "ratio":
            return Measure.RATIO.value, 1.0
        part = draft["unit"] in ("%", "成") or draft["shape"] == "fraction"
        relative = (part or draft["unit"] == "倍") and draft["shape"] not in ("rank", "multiple")
        pattern = self.cues.movement if _in_points(draft) or relative else self.cues.steps
        before = _TOUCHING.sub("", setting.text[: draft["start"] - setting.offset])
        moves = _last_word(pattern, before)
        if moves is None:
            taken = part and self.cues.whole.search(before, max(0, len(before) - _WHOLE))
            return (Measure.SHARE.value, 1.0) if taken else None
        if draft["shape"] == "rank":
            return None
        return f"{Measure.GROWTH if relative else Measure.CHANGE} {moves}", 1.0

    def fit(self, examples: Iterable[Example]) -> None:
        """Learn from the drafts of the reference docs."""
        features: list[list[str]] = []
        gold: list[Draft] = []
        for example in examples:
            for setting in settings(example.reference):
                features += self._features(setting)
                gold += setting.drafts
        answers: dict[str, list[str | None]] = {head: [str(d[head]) for d in gold] for head in _HEADS}  # type: ignore[literal-required]
        answers["measure"] = [f"{d['measure']} {d['direction']}".strip() for d in gold]
        self.heads.fit(features, answers)

    def _features(self, setting: Setting) -> Iterator[list[str]]:
        for parts in zip(
            local_features(setting),
            setting_features(setting),
            indicator_features(setting),
            cue_features(setting, self.cues),
            strict=True,
        ):
            yield [name for part in parts for name in part]

    def _set_companions(self, setting: Setting) -> None:
        """Set the bound of each draft of a sentence and the spans that go with it."""
        text, offset = setting.text, setting.offset
        places = [(draft["start"] - offset, draft["end"] - offset) for draft in setting.drafts]
        for draft, (start, end) in zip(setting.drafts, places, strict=True):
            measure = Measure(draft["measure"])
            named = draft["ind_start"] >= 0
            indicator = (draft["ind_start"] - offset, draft["ind_end"] - offset) if named else None
            bound, word = find_bound(text, start, end, self.bounds, quantities=places)
            draft["bound"] = bound.value
            found = {
                "bound_word": word,
                "baseline": find_baseline(text, start, end, measure, self.companions),
                "whole": find_whole(text, start, end, measure, indicator, self.companions),
                "scope": find_scope(text, start, end, measure, self.companions),
                "modal": find_modal(text, start, end, self.companions),
            }
            for field, place in found.items():
                draft[field] = [place[0] + offset, place[1] + offset] if place else []  # type: ignore[literal-required]


def _agree(probabilities: Floats, found: list[Draft], bases: list[bool]) -> Floats:
    """Give what one sentence says of one indicator one status: the likeliest for all of it.

    The starting value of a move stands apart: it has happened where its end is a target.
    """
    groups: dict[tuple[int, int, int, bool], list[int]] = {}
    for k, draft in enumerate(found):
        place = (draft["sentence"], draft["ind_start"], draft["ind_end"], bases[k])
        groups.setdefault(place, []).append(k)
    agreed = np.log(probabilities + 1e-6)
    for rows in groups.values():
        agreed[rows] = agreed[rows].mean(axis=0)
    agreed = np.exp(agreed)
    normal: Floats = agreed / agreed.sum(axis=1, keepdims=True)
    return normal


def _in_points(draft: Draft) -> bool:
    return draft["unit"].endswith(("百分点", "千分点"))


_WHOLE = 20  # characters before a number in which the head of a share is looked for

# Between a movement and its number: bounds, and the like of 均 in 均增长.
_TOUCHING = re.compile("(?:近|约|超|超过|逾|达|均|不低于|不少于|至少|了)*$")


def _last_word(pattern: re.Pattern[str], text: str) -> str | None:
    """Return the direction of the movement word that `text` ends with, None if it ends with none."""
    for length in range(min(4, len(text)), 0, -1):
        if match := pattern.fullmatch(text, len(text) - length):
            return match.lastgroup
    return None


@Language.factory("govie_attributes", assigns=["doc.user_data"], requires=["doc.user_data"])
def make_attributes(nlp: Language, name: str) -> AttributeReader:
    """Return a reader without weights, to which everything is an actual level."""
    return AttributeReader(name)
