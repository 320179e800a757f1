"""govie_attributes: what a quantity says of its indicator."""

from __future__ import annotations

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
        for k, draft in enumerate(drafts(doc)):
            said = {head: self._choose(head, table[k], draft) for head, table in answers.items()}
            measure, _, direction = said.get("measure", Measure.LEVEL.value).partition(" ")
            draft["measure"], draft["direction"] = measure, direction
            draft["status"] = said.get("status", Status.ACTUAL.value)
            draft["annual_average"] = said.get("annual_average") == "True"
            draft["is_base"] = said.get("is_base") == "True"
            for head in ("measure", "status"):
                if head in answers:
                    draft["score"] *= float(answers[head][k].max())
        for setting in places:
            self._set_companions(setting)
        return doc

    def _choose(self, head: str, probabilities: Floats, draft: Draft) -> str:
        """Return the likeliest class, of those that the characters leave open."""
        names = self.heads.classes[head]
        order = np.argsort(-probabilities).tolist()
        if head == "measure" and (only := _certain_measure(draft)):
            return next((names[k] for k in order if names[k].startswith(only)), only)
        return names[order[0]]

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
            draft["bound"] = find_bound(text, start, end, self.bounds, quantities=places)[0].value
            found = {
                "baseline": find_baseline(text, start, end, measure, self.companions),
                "whole": find_whole(text, start, end, measure, indicator, self.companions),
                "scope": find_scope(text, start, end, measure, self.companions),
                "modal": find_modal(text, start, end, self.companions),
            }
            for field, place in found.items():
                draft[field] = [place[0] + offset, place[1] + offset] if place else []  # type: ignore[literal-required]


def _certain_measure(draft: Draft) -> str | None:
    """Return the measure that the quantity's own characters settle: points are never per cent."""
    if draft["unit"].endswith(("百分点", "千分点")):
        return Measure.CHANGE.value
    return Measure.RATIO.value if draft["shape"] == "ratio" else None


@Language.factory("govie_attributes", assigns=["doc.user_data"], requires=["doc.user_data"])
def make_attributes(nlp: Language, name: str) -> AttributeReader:
    """Return a reader without weights, to which everything is an actual level."""
    return AttributeReader(name)
