"""How traditional characters are read, from readings.tsv: a converter writes it in brackets behind them.

training/scripts/list_readings.py makes the file.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from govie.lexicon.files import read_tsv

DEFAULT_PATH = Path(__file__).with_name("readings.tsv")
COLUMNS = ("reading", "characters")


@cache
def load_readings(path: Path = DEFAULT_PATH) -> dict[str, frozenset[str]]:
    """Return the traditional characters of each reading, which is pinyin with tone marks.

    Raises LexiconError for a line that cannot be used.
    """
    return {reading: frozenset(characters) for _, (reading, characters) in read_tsv(path, COLUMNS)}
