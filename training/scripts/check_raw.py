"""Compare what govie reads in reports as they came with what it reads in their clean versions.

usage: python training/scripts/check_raw.py --reports ../shared/reports [--model FOLDER] [DOCUMENT ...]

For each document, the share of the clean version's observations (value, unit, indicator text) that
the raw version gives too, and the other way round. A raw file NAME-glued.txt is split first; its reports
are those of clean/NAME-*.txt, in their order.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import govie
from govie.io.readers import read_text
from govie.text.reports import split_reports

DOCUMENTS = ("s000", "s001", "s003", "s002-glued")
Key = tuple[tuple[float, ...], str, str]


def pairs(reports: Path, name: str) -> Iterator[tuple[str, str, str]]:
    """Yield the name, the clean and the raw text of each report in the raw file `name`."""
    raw = read_text(reports / "raw" / f"{name}.txt")
    if not name.endswith("-glued"):
        yield name, read_text(reports / "clean" / f"{name}.txt"), raw
        return
    clean = sorted((reports / "clean").glob(f"{name.removesuffix('glued')}*.txt"))
    parts = split_reports(raw)
    if len(parts) != len(clean):
        raise SystemExit(f"{name}: split into {len(parts)}, there are {len(clean)} reports")
    for path, (start, end) in zip(clean, parts, strict=True):
        yield path.stem, read_text(path), raw[start:end]


def keys(text: str, model: Path | None) -> Counter[Key]:
    """Return how often each observation stands in the report `text`."""
    report = govie.parse(text, model=model)
    return Counter(
        (o.quantity.values, o.quantity.unit, o.indicator.text if o.indicator else "") for o in report
    )


def main() -> None:
    """Print one line a document."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("documents", nargs="*", default=DOCUMENTS)
    parser.add_argument("--reports", type=Path, required=True)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--differences", action="store_true", help="list what only one version gives")
    options = parser.parse_args()
    print(f"{'document':10} {'clean':>6} {'raw':>6} {'same':>6} {'of clean':>9} {'of raw':>9}")
    documents = (pair for name in options.documents for pair in pairs(options.reports, name))
    for name, *texts in documents:
        clean, raw = (keys(text, options.model) for text in texts)
        same = (clean & raw).total()
        print(
            f"{name:10} {clean.total():6} {raw.total():6} {same:6} "
            f"{same / max(clean.total(), 1):9.2%} {same / max(raw.total(), 1):9.2%}"
        )
        if options.differences:
            for side, only in (("clean", clean - raw), ("raw", raw - clean)):
                for values, unit, indicator in only:
                    print(f"    only {side}: {indicator} {values} {unit}")


if __name__ == "__main__":
    main()
