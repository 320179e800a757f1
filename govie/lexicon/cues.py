"""Words around a quantity that tell what it says: cues.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from govie.errors import LexiconError
from govie.lexicon.units import alternation

DEFAULT_PATH = Path(__file__).with_name("cues.toml")


@dataclass(frozen=True, slots=True)
class CueTable:
    """Patterns of the words of cues.toml; each matches the longest word where it stands."""

    movement: re.Pattern[str]  # group `up` or `down`
    steps: re.Pattern[str]  # the same, of those that move an amount that follows them
    arrival: re.Pattern[str]
    departure: re.Pattern[str]
    share: re.Pattern[str]
    whole: re.Pattern[str]  # the head of a share and its whole, up to the end of a text
    multiple: re.Pattern[str]
    estimate: re.Pattern[str]
    plan: re.Pattern[str]
    done: re.Pattern[str]
    modal: re.Pattern[str]


@lru_cache(4)
def load_cues(path: Path = DEFAULT_PATH) -> CueTable:
    """Return the cues in `path`; raise LexiconError if a group is missing or it is not TOML."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        movement, steps = (
            re.compile(
                f"(?P<up>{_pattern(data['movement'][up])})|(?P<down>{_pattern(data['movement'][down])})"
            )
            for up, down in (("up", "down"), ("steps_up", "steps_down"))
        )
        heads, lookalikes = (_pattern(data["whole"][key]) for key in ("heads", "lookalikes"))
        whole = re.compile(f"(?!{lookalikes})(?:{heads})[^，,、；;。0-9０-９]{{0,16}}$")
        groups = {
            name: re.compile(_pattern(data[table][key]))
            for table, keys in _GROUPS.items()
            for name, key in keys.items()
        }
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(str(path), 0, str(error), "write it as TOML in UTF-8") from error
    except KeyError as error:
        raise LexiconError(str(path), 0, f"no group {error}", "see the cues.toml that ships") from error
    return CueTable(movement, steps, whole=whole, **groups)


_GROUPS = {
    "form": {"arrival": "arrival", "departure": "departure", "share": "share", "multiple": "multiple"},
    "status": {"estimate": "estimate", "plan": "plan", "done": "done"},
    "modal": {"modal": "words"},
}


def _pattern(words: str) -> str:
    return alternation(words.split())
