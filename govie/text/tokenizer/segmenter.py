"""A trained pkuseg model, run without pkuseg's shell.

`spacy_pkuseg.pkuseg` brings a dictionary of doubtful origin, merges words after the fact and keeps
its settings in a module global. This class reads the same two files and calls the same decoder, but
none of the rest. It finds the features of a character in tables instead of formatting their names:
the words are those of `pkuseg._cut`, six times as fast.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self
from zipfile import BadZipFile

import numpy as np
import srsly
from numpy.typing import NDArray
from spacy_pkuseg.feature_extractor import FeatureExtractor
from spacy_pkuseg.inference import getLogYY, run_viterbi

from govie.errors import ModelError

FEATURES = "features.msgpack"
WEIGHTS = "weights.npz"

_ADVICE = "train a segmenter with training/scripts/segmenter.py, or take the one that ships with govie"
_BIAS = "$$"
_WORDS = ("w1", "w-1", "ww")
# pkuseg names a feature after what it sees (a character, or two neighbours) and where that stands.
# Here: the place of the character that is tagged, counted from the first character seen.
_TAGGED = {"c": 0, "c-1": 1, "c1": -1, "c-2": 2, "c2": -2, "c-1c": 1, "cc1": 0, "c-2c-1": 2}
_REACH = 2

_Table = dict[str, list[tuple[int, int]]]  # what is seen -> (place of the tagged character, feature)


class Segmenter:
    """Words of a stretch of Chinese characters, by a pkuseg model of character features."""

    def __init__(self, features: Mapping[str, Any], weights: NDArray[np.floating[Any]]) -> None:
        """Take a model as pkuseg saves it: what its features file holds, and its array `w`.

        Raises ValueError if the two do not fit, or if the model uses features of words.
        """
        self.features = dict(features)
        self.weights = np.ascontiguousarray(weights, dtype=np.float64)
        names: dict[str, int] = features["feature_to_idx"]
        tags: dict[str, int] = features["tag_to_idx"]
        _check(names, tags, self.weights)
        self._n_tags = len(tags)
        self._edges = len(names) * len(tags)
        self._begins = np.array([tag.startswith("B") for tag in sorted(tags, key=tags.__getitem__)])
        self._characters, self._pairs = _tabulate(names)

    def __call__(self, text: str) -> list[int]:
        """Return the offsets at which the words of `text` begin, in order, without the first (0)."""
        if len(text) < 2:  # of no characters, run_viterbi of spacy_pkuseg 1.0.2 writes outside its arrays
            return []
        node_scores, edge_scores = getLogYY(
            self._find_features(text), self._n_tags, self._edges, self.weights, 1.0
        )
        _, tags = run_viterbi(node_scores, edge_scores)
        begins: list[int] = self._begins[tags].nonzero()[0].tolist()
        return begins[1:] if begins and begins[0] == 0 else begins

    def _find_features(self, text: str) -> list[list[int]]:
        """Return the features of each character of `text`; feature 0, the bias, holds of all."""
        seen = [_NORMAL.get(char, char) for char in text]
        # a margin on both sides takes what would fall off the text, which saves a test per feature
        found = [[0] for _ in range(len(seen) + 2 * _REACH)]
        for place, what in enumerate(seen, _REACH):
            for offset, feature in self._characters.get(what, ()):
                found[place + offset].append(feature)
        for place, pair in enumerate(map(str.__add__, seen, seen[1:]), _REACH):
            for offset, feature in self._pairs.get(pair, ()):
                found[place + offset].append(feature)
        return found[_REACH:-_REACH]

    def __reduce__(self) -> tuple[type[Self], tuple[dict[str, Any], NDArray[np.float64]]]:
        return type(self), (self.features, self.weights)

    def to_disk(self, path: str | Path) -> None:
        """Write the model into the folder `path`, in the two files that pkuseg reads."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        srsly.write_msgpack(folder / FEATURES, self.features)
        sizes = np.array([self._n_tags, self._edges // self._n_tags])
        np.savez_compressed(folder / WEIGHTS, sizes=sizes, w=self.weights)

    @classmethod
    def from_disk(cls, path: str | Path) -> Self:
        """Read the model in the folder `path`; raise ModelError if there is none that can be used."""
        folder = Path(path)
        try:
            with np.load(folder / WEIGHTS) as arrays:
                weights = arrays["w"]
            return cls(srsly.read_msgpack(folder / FEATURES), weights)
        except (OSError, ValueError, KeyError, TypeError, BadZipFile) as error:
            raise ModelError(str(folder), f"no segmenter: {error}", _ADVICE) from error

    def to_bytes(self) -> bytes:
        """Return the model as msgpack."""
        data = {"features": self.features, "weights": self.weights.tobytes()}
        return bytes(srsly.msgpack_dumps(data))

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` returned; raise ModelError if it is something else."""
        try:
            model = srsly.msgpack_loads(data)
            return cls(model["features"], np.frombuffer(model["weights"]))
        except (ValueError, KeyError, TypeError) as error:
            raise ModelError("from bytes", f"no segmenter: {error}", _ADVICE) from error


def _normal_characters() -> dict[str, str]:
    """Return the characters that pkuseg folds, and what it takes them for."""
    folded = dict.fromkeys(FeatureExtractor.keywords, "&")
    folded |= dict.fromkeys(FeatureExtractor.num - folded.keys(), "**Num")
    return folded | dict.fromkeys(FeatureExtractor.letter - folded.keys(), "**Letter")


_NORMAL = _normal_characters()


def _check(names: Mapping[str, int], tags: Mapping[str, int], weights: NDArray[np.float64]) -> None:
    """Raise ValueError if a feature or a tag would lead the decoder outside `weights`."""
    if sorted(names.values()) != list(range(len(names))) or names.get(_BIAS) != 0:
        raise ValueError("its features are not numbered from 0 (the bias) on")
    if (
        not tags
        or sorted(tags.values()) != list(range(len(tags)))
        or weights.shape != ((len(names) + len(tags)) * len(tags),)
    ):
        raise ValueError(
            f"{len(names)} features and {len(tags)} tags do not fit weights of shape {weights.shape}"
        )


def _tabulate(names: Mapping[str, int]) -> tuple[_Table, _Table]:
    """Return the features of single characters and of pairs by what they see."""
    single: _Table = defaultdict(list)
    pairs: _Table = defaultdict(list)
    for name, feature in names.items():
        kind, _, seen = name.partition(".")
        if kind in _WORDS:
            raise ValueError(f"it has features of words ({name}); they are not read here")
        if kind in _TAGGED:
            first, _, second = seen.partition(".")
            (pairs if second else single)[first + second].append((_TAGGED[kind], feature))
    return dict(single), dict(pairs)
