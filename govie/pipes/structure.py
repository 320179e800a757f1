"""govie_structure: title, year, region, sections and sentences of a report."""

from __future__ import annotations

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc

from govie.pipes.state import given, hints, set_structure, text_of
from govie.text.structure import read_structure


class StructureReader(Pipe):
    """Reads the structure of a report; a year or region given with the doc overrules the text's."""

    def __init__(self, name: str = "govie_structure") -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Set the structure of `doc`."""
        year, region = given(doc)
        set_structure(doc, read_structure(text_of(doc), year=year, region=region, hints=hints(doc)))
        return doc


@Language.factory("govie_structure", assigns=["doc.user_data"])
def make_structure(nlp: Language, name: str) -> StructureReader:
    """Return the component."""
    return StructureReader(name)
