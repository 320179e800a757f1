"""The model that ships: whole, small, and described by its card and metrics in the same figures."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from govie.api import SCHEMA, bundled_model
from tests.shipped import SHIPPED

MEGABYTE = 1_000_000
CARD, METRICS, CHECKSUMS = "README.md", "metrics.json", "checksums.sha256"

pytestmark = pytest.mark.skipif(
    not (SHIPPED / "meta.json").is_file(), reason=f"no model in {SHIPPED}: training/scripts/train.py makes it"
)


def files() -> list[Path]:
    return sorted(path for path in SHIPPED.rglob("*") if path.is_file())


def numbers(item: object) -> Iterator[float]:
    """Yield every number in a JSON document."""
    match item:
        case bool():
            return
        case int() | float():
            yield float(item)
        case dict():
            for value in item.values():
                yield from numbers(value)
        case list():
            for value in item:
                yield from numbers(value)


def test_it_is_the_one_that_is_loaded():
    assert bundled_model() == SHIPPED.resolve()


def test_every_file_has_its_checksum():
    said = {}
    for line in (SHIPPED / CHECKSUMS).read_text("utf-8").splitlines():
        digest, name = re.fullmatch(r"([0-9a-f]{64}) [ *](.+)", line).groups()
        said[name] = digest
    found = {
        path.relative_to(SHIPPED).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files()
        if path.name != CHECKSUMS
    }
    assert said == found


def test_it_is_small_enough_for_a_wheel():
    assert sum(path.stat().st_size for path in files()) < 25 * MEGABYTE


def test_nothing_in_it_is_a_pickle():
    assert not [path for path in files() if path.suffix in {".pkl", ".pickle", ".joblib", ".pt"}]


def test_it_is_of_this_schema():
    meta = json.loads((SHIPPED / "meta.json").read_text("utf-8"))
    assert meta["govie"]["schema"] == SCHEMA
    assert meta["lang"] == "zh"


def test_the_figures_of_the_card_are_those_of_the_metrics():
    """Every figure with three decimals in the card's tables is one of the metrics."""
    lines = (SHIPPED / CARD).read_text("utf-8").splitlines()
    tables = "\n".join(line for line in lines if line.startswith("|"))
    measured = {f"{number:.3f}" for number in numbers(json.loads((SHIPPED / METRICS).read_text("utf-8")))}
    said = set(re.findall(r"(?<![\d.])0\.\d{3}(?!\d)", tables))
    assert len(said) >= 3
    assert said <= measured
