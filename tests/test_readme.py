"""What README.md shows is what happens: its Python and its commands are run and their output compared.

`python -m tests.test_readme` writes the output into README.md.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import govie

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"

PYTHON = re.compile(r"(?<=```python\n)(?P<code>.*?)```\n\n```text\n(?P<output>.*?)(?=```)", re.DOTALL)
CONSOLE = re.compile(r"(?<=```console\n)\$ (?P<code>.*?)\n(?P<output>.*?)(?=```)", re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)\)")


def examples(text: str) -> list[tuple[re.Match[str], list[str]]]:
    """Return each example of the README with the command that runs it."""
    python = [(match, [sys.executable, "-c", match["code"]]) for match in PYTHON.finditer(text)]
    shell = f'govie() {{ "{sys.executable}" -m govie "$@"; }}; '
    console = [(match, ["bash", "-c", shell + match["code"]]) for match in CONSOLE.finditer(text)]
    return python + console


def output_of(command: list[str]) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return "".join(line.rstrip() + "\n" for line in done.stdout.splitlines())


def update() -> None:
    """Write what the examples print into README.md."""
    text = README.read_text("utf-8")
    for match, command in sorted(examples(text), key=lambda each: -each[0].start()):
        start, end = match.span("output")
        text = text[:start] + output_of(command) + text[end:]
    README.write_text(text, "utf-8")


EXAMPLES = examples(README.read_text("utf-8"))


def test_the_readme_has_examples() -> None:
    assert len(EXAMPLES) >= 3


@pytest.mark.parametrize("start", ["python -m venv .venv && ", "python -m venv .venv-test && "])
def test_each_of_the_two_commands_stands_alone_on_its_line(start: str) -> None:
    """`.ci/run` takes the second one from here."""
    lines = [line for line in README.read_text("utf-8").splitlines() if line.startswith(start)]
    assert len(lines) == 1


@pytest.mark.skipif(not hasattr(govie, "parse"), reason="the pipeline is not built yet")
@pytest.mark.parametrize(("match", "command"), EXAMPLES, ids=[match["code"][:40] for match, _ in EXAMPLES])
def test_an_example_prints_what_the_readme_shows(match: re.Match[str], command: list[str]) -> None:
    assert output_of(command) == match["output"]


@pytest.mark.parametrize("path", [README, *sorted((ROOT / "docs").glob("*.md"))], ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


if __name__ == "__main__":
    update()
