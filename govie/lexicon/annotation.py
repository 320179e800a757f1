"""What the annotation guidelines say in words: annotation.toml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from govie.errors import LexiconError
from govie.lexicon.files import read_toml

DEFAULT_PATH = Path(__file__).with_name("annotation.toml")


@dataclass(frozen=True, slots=True)
class AnnotationWords:
    """The lists of annotation.toml."""

    attainment: tuple[str, ...]
    place: tuple[str, ...]
    more: tuple[str, ...]
    points: frozenset[str]
    growth: frozenset[str]
    multiple: frozenset[str]
    share: frozenset[str]


@lru_cache(4)
def load_annotation_words(path: Path = DEFAULT_PATH) -> AnnotationWords:
    """Return the words in `path`; raise LexiconError if it cannot be used."""
    data = read_toml(path)
    try:
        ind, unit = data["ind"], data["unit"]
        return AnnotationWords(
            attainment=tuple(ind["attainment"].split()),
            place=tuple(ind["place"].split()),
            more=tuple(unit["more"].split()),
            points=frozenset(unit["points"].split()),
            growth=frozenset(unit["growth"].split()) | {""},
            multiple=frozenset(unit["multiple"].split()),
            share=frozenset(unit["share"].split()) | {""},
        )
    except KeyError as error:
        raise LexiconError(
            str(path), 0, f"no list {error}", f"see the {DEFAULT_PATH.name} that ships"
        ) from error
