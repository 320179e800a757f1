"""The systems of the table: how each is run, what it needs, and which fields it can answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from agreement import (
    BOUND,
    FIELDS,
    INDICATOR,
    INDICATOR_OVERLAP,
    QUANTITY,
    QUANTITY_OVERLAP,
    VALUE,
    VALUE_UNIT,
)

HERE = Path(__file__).parent
_SPANS = (QUANTITY, QUANTITY_OVERLAP)
_VALUES = (*_SPANS, VALUE, VALUE_UNIT)


@dataclass(frozen=True, slots=True)
class System:
    """One column of the table. With `requirements` it runs in an environment of its own."""

    name: str
    script: str
    fields: tuple[str, ...]
    requirements: tuple[str, ...] = ()
    slices: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        """The worker's file."""
        return HERE / self.script


GOVIE = System("govie", "govie_model.py", FIELDS, slices=("money", "percent"))
RULES = System("rules", "rules.py", FIELDS, slices=("money", "percent"))
NER = System("spaCy ner", "spacy_ner.py", (*_SPANS, INDICATOR, INDICATOR_OVERLAP))
RECOGNIZERS = System(
    "Recognizers-Text",
    "microsoft_recognizers.py",
    _VALUES,
    ("recognizers-text-suite==1.0.2a2", "emoji<2"),
    slices=("money", "percent"),
)
JIONLP = System("JioNLP", "jionlp_money.py", (*_VALUES, BOUND), ("jionlp==1.5.31",), slices=("money",))
CN2AN = System("cn2an", "cn2an_numbers.py", _VALUES, ("cn2an==0.5.24",), slices=("percent",))

SYSTEMS = (GOVIE, RULES, NER, RECOGNIZERS, JIONLP, CN2AN)
