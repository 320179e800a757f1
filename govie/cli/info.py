"""`govie info`: what is installed, which model is used, and what the lexicon holds."""

from __future__ import annotations

import json
import platform
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from rich.console import Console

import govie
from govie.cli import options
from govie.cli.common import exit_on_error, open_output, table_console
from govie.errors import ModelError
from govie.io.checksums import checksum_of_folder
from govie.lexicon.indicators import load_indicators
from govie.lexicon.units import load_units

EXAMPLES = """
Examples:

- `govie info`
- `govie info --model my_model`
- `govie info --indicators my.tsv --units my.toml`
"""

PACKAGES = ("govie", "spacy", "spacy-pkuseg", "scikit-learn", "numpy")

Fact = tuple[str, str]


def info(
    model: options.Model = None, indicators: options.Indicators = None, units: options.Units = None
) -> None:
    """Show versions, the model with its checksum and figures, and the size of the lexicon.

    Files of your own are checked, and what they add to govie's tables is counted.
    """
    with open_output(None) as target:
        console = table_console(target)
        _print(console, "versions", versions())
        _print(console, "lexicon, entries", lexicon_counts())
        with exit_on_error():
            if indicators or units:
                _print(console, "lexicon, files of your own", own_counts(indicators, units))
            _print(console, "model", model_facts(_model_path(model)))


def versions() -> Iterator[Fact]:
    """Yield the version of Python and of each package that results depend on."""
    yield "python", platform.python_version()
    for package in PACKAGES:
        try:
            yield package, metadata.version(package)
        except metadata.PackageNotFoundError:
            yield package, "not installed"


def lexicon_counts() -> Iterator[Fact]:
    """Yield each data file of the lexicon with the number of entries in it."""
    for item in sorted(resources.files("govie.lexicon").iterdir(), key=lambda item: item.name):
        if item.name.endswith(".tsv"):
            yield item.name, str(len(item.read_text("utf-8").splitlines()) - 1)
        elif item.name.endswith(".toml"):
            yield item.name, str(_entries(tomllib.loads(item.read_text("utf-8"))))


def own_counts(indicators: Path | None, units: Path | None) -> Iterator[Fact]:
    """Yield for each file what it adds to govie's table and what it changes there."""
    if indicators:
        yield str(indicators), _difference(load_indicators(indicators).entries, load_indicators().entries)
    if units:
        yield str(units), _difference(load_units(units).entries, load_units().entries)


def _difference(merged: Mapping[str, object], ours: Mapping[str, object]) -> str:
    changed = sum(merged[name] != entry for name, entry in ours.items())
    return f"{len(merged) - len(ours)} new, {changed} changed"


def model_facts(path: Path) -> Iterator[Fact]:
    """Yield name, version, schema, checksum and figures of the pipeline in the folder `path`."""
    yield "path", str(path)
    meta = _read_json(path / "meta.json")
    for name in ("name", "version", "spacy_version"):
        if name in meta:
            yield name, str(meta[name])
    yield from _flatten("", meta.get("govie", {}))
    yield "sha256", checksum_of_folder(path)
    measures = _read_json(path / "metrics.json").get("total", {}).get("measures", {})
    yield from ((f"f1.{name}", f"{figures['f1']:.4f}") for name, figures in measures.items())


def _model_path(model: Path | None) -> Path:
    """Return the folder that the pipeline was read from; to load it shows that it can be."""
    path = govie.load(model).path
    if path is None:
        raise ModelError(str(model), "was not read from a folder", "save it with nlp.to_disk")
    return Path(path)


def _read_json(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    content = json.loads(path.read_text("utf-8"))
    return content if isinstance(content, dict) else {}


def _flatten(prefix: str, content: Mapping[str, object]) -> Iterator[Fact]:
    """Yield the single values in nested objects, under dotted names."""
    for name, value in content.items():
        if isinstance(value, Mapping):
            yield from _flatten(f"{prefix}{name}.", value)
        elif isinstance(value, str | int | float):
            yield f"{prefix}{name}", f"{value:.4g}" if isinstance(value, float) else str(value)


def _entries(content: object) -> int:
    if isinstance(content, Mapping):
        return sum(_entries(value) for value in content.values())
    return len(content) if isinstance(content, list) else 1


def _print(console: Console, title: str, facts: Iterable[Fact]) -> None:
    facts = list(facts)
    width = max((len(name) for name, _ in facts), default=0)
    console.print(title, style="bold")
    for name, value in facts:
        console.print(f"  {name:<{width}}  {value}", soft_wrap=True)
    console.print()
