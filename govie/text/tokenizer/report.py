"""govie.ReportTokenizer.v1: text -> Doc of pkuseg words, cut at every numeral, unit and bound word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, Self

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from govie.errors import ModelError
from govie.lexicon.bounds import load_bounds
from govie.lexicon.units import load_units
from govie.text.tokenizer.pieces import find_pieces
from govie.text.tokenizer.segmenter import FEATURES, Segmenter

SegmenterKind = Literal["pkuseg", "char"]


class ReportTokenizer:
    """Tokenizer of reports; `doc.text == text` for every text.

    Until a segmenter is loaded (`load_segmenter`, `from_disk`, `from_bytes`), and always with
    `kind="char"`, each character is a token. The segmenter is saved with the pipeline, and no path
    of it is kept.
    """

    def __init__(
        self, vocab: Vocab, *, kind: SegmenterKind = "pkuseg", segmenter: Segmenter | None = None
    ) -> None:
        """Take the vocabulary of the docs, and a loaded segmenter if there is one."""
        self.vocab = vocab
        self.kind = kind
        self.segmenter = segmenter

    def __call__(self, text: str) -> Doc:
        """Return the tokens of `text`."""
        words, spaces = attach_spaces(self.split(text))
        return Doc(self.vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str], batch_size: int = 1000, **_: Any) -> Iterator[Doc]:
        """Yield the tokens of each text."""
        return map(self, texts)

    def split(self, text: str) -> list[str]:
        """Return the words and the whitespace of `text` in order; joined, they are `text` again."""
        if self.segmenter is None or self.kind == "char":
            return list(text)
        words: list[str] = []
        for start, end, is_open in find_pieces(text, load_units(), load_bounds()):
            piece = text[start:end]
            if is_open:
                words.extend(_cut(piece, self.segmenter(piece)))
            else:
                words.append(piece)
        return words

    def initialize(
        self,
        get_examples: object = None,
        *,
        nlp: Language | None = None,
        pkuseg_model: str | None = None,
        pkuseg_user_dict: str | None = None,
    ) -> None:
        """Keep what is loaded: the segmenter is trained before the pipeline, not with it.

        spaCy's defaults for "zh" pass the last two options, as None and "default". A path there would
        stay in the config and be looked for wherever the pipeline goes, so it raises ModelError.
        """
        if pkuseg_model is not None:
            advice = "leave [initialize.tokenizer] pkuseg_model = null and call load_segmenter"
            raise ModelError(pkuseg_model, "a segmenter named in the config", advice)

    def load_segmenter(self, path: str | Path) -> None:
        """Use the segmenter in the folder `path`; raise ModelError if it cannot be used."""
        self.segmenter = Segmenter.from_disk(path)

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the segmenter into the folder `path`; nothing if there is none."""
        if self.segmenter is not None:
            self.segmenter.to_disk(path)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Self:
        """Read the segmenter in the folder `path`; without one, characters are tokens."""
        self.segmenter = Segmenter.from_disk(path) if (Path(path) / FEATURES).exists() else None
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Return the segmenter as bytes; b"" if there is none."""
        return b"" if self.segmenter is None else self.segmenter.to_bytes()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Self:
        """Read what `to_bytes` returned."""
        self.segmenter = Segmenter.from_bytes(data) if data else None
        return self


@registry.tokenizers("govie.ReportTokenizer.v1")  # type: ignore[untyped-decorator]
def make_report_tokenizer(segmenter: SegmenterKind = "pkuseg") -> Callable[[Language], ReportTokenizer]:
    """Return what makes the tokenizer of a pipeline: "pkuseg" words or "char" for characters."""

    def make(nlp: Language) -> ReportTokenizer:
        return ReportTokenizer(nlp.vocab, kind=segmenter)

    return make


def attach_spaces(words: Iterable[str]) -> tuple[list[str], list[bool]]:
    """Return the words as spaCy wants them: a space after a word is a flag, other blanks are words."""
    kept: list[str] = []
    spaces: list[bool] = []
    for word in words:
        if word.startswith(" ") and kept and not spaces[-1]:
            spaces[-1] = True
            word = word[1:]
        if word:
            kept.append(word)
            spaces.append(False)
    return kept, spaces


def _cut(text: str, begins: list[int]) -> Iterator[str]:
    start = 0
    for begin in begins:
        yield text[start:begin]
        start = begin
    yield text[start:]
