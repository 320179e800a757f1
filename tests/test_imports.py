"""Imports point one way: a module imports from the rooms before its own, or from its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "govie"

LEVELS = (
    {"errors"},
    {"document"},
    {"types"},
    {"lexicon"},
    {"normalize"},
    {"text"},
    {"pipes"},
    {"api"},
    {"io"},
    {"panel"},
    {"scoring"},
    {"training"},
    {"cli"},
    {"__main__"},
)
"""The rooms of the package, each knowing only those before it. DESIGN: types <- lexicon, normalize <-
text <- pipes <- api <- io, cli; panel and scoring stand beside io and read its files."""

ROOT = "api"
"""What `import govie` stands for: the package's own names are those of the API."""

LEVEL_OF = {room: level for level, rooms in enumerate(LEVELS) for room in rooms}
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def room_of(module: str) -> str:
    """Return the room of a dotted name in the package: govie.text.clean is in text."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in LEVEL_OF else ROOT


def imported_modules(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of what a module imports of govie, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"line {node.lineno}: write the whole name of what you import"
            # `from govie import cli` imports a room as much as `import govie.cli` does
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def against_the_order(source: str, room: str) -> list[str]:
    """Return the imports of a module in `room` that point to a later room."""
    return [
        f"line {line}: {room} imports {name}"
        for line, name in imported_modules(ast.parse(source))
        if name.split(".")[0] == "govie" and LEVEL_OF[room_of(name)] > LEVEL_OF[room]
    ]


def test_every_room_has_its_place() -> None:
    rooms = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in FILES}
    assert rooms <= LEVEL_OF.keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    assert against_the_order(path.read_text("utf-8"), room) == []


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("types", "from govie.lexicon.units import load_units"),
        ("normalize", "from govie.text import clean"),
        ("pipes", "import govie.cli.parse"),
        ("text", "import govie"),
        ("errors", "def f():\n    from govie.types import Span"),
        ("api", "from govie import cli"),
    ],
)
def test_an_import_against_the_order_is_found(room: str, source: str) -> None:
    assert len(against_the_order(source, room)) == 1


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("cli", "import govie"),
        ("cli", "from govie.cli.common import Exit"),
        ("lexicon", "import json\nfrom govie.types import Span"),
        ("scoring", "from govie.io.annotations import read_annotations"),
    ],
)
def test_an_import_along_the_order_is_not(room: str, source: str) -> None:
    assert against_the_order(source, room) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_no_name_with_an_underscore_from_another_room(path: Path) -> None:
    names = [
        name for _, name in imported_modules(ast.parse(path.read_text("utf-8"))) if name.startswith("govie.")
    ]
    assert [name for name in names if name.rsplit(".", 1)[-1].startswith("_")] == []
