"""List how the traditional characters of GBK are read, by pypinyin (MIT; its data come from Unihan).

usage: python training/scripts/list_readings.py [--output FILE]
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

import pypinyin

from govie.lexicon.readings import COLUMNS, DEFAULT_PATH
from govie.text.characters import simplification


def main() -> None:
    """Write the file: one reading a line, with all the characters that have it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--output", type=Path, default=DEFAULT_PATH)
    options = parser.parse_args()
    characters: defaultdict[str, list[str]] = defaultdict(list)
    for code in sorted(simplification()):
        try:
            chr(code).encode("gbk")
        except UnicodeEncodeError:
            continue
        for reading in pypinyin.pinyin(chr(code), style=pypinyin.Style.TONE, heteronym=True)[0]:
            characters[reading].append(chr(code))
    lines = [
        "\t".join(COLUMNS),
        *(f"{reading}\t{''.join(row)}" for reading, row in sorted(characters.items())),
    ]
    options.output.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
