"""An interpreter for each third-party baseline: this one if it has the pinned packages, else one of its own.

Its own is a virtual environment in a cache outside the repository, made once.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.requirements import Requirement


class NotInstalledError(Exception):
    """A baseline's packages cannot be installed; the message is the command that would install them."""


def default_cache() -> Path:
    """Return the folder for environments and trained baselines, by the XDG convention."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "govie" / "baselines"


def python_with(requirements: Sequence[str], cache: Path) -> Path:
    """Return an interpreter that has `requirements`; an environment with them is made if none is there.

    An environment counts as made when its mark is there, so that one cut short is made again. Raise
    NotInstalledError if pip cannot.
    """
    if all(map(_is_here, requirements)):
        return Path(sys.executable)
    folder = cache / f"venv-{digest(requirements)}"
    python, mark = folder / "bin" / "python", folder / "complete"
    if mark.is_file():
        return python
    commands = (
        [sys.executable, "-m", "venv", "--clear", str(folder)],
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements],
    )
    for command in commands:
        try:
            subprocess.run(command, check=True, stdout=sys.stderr)
        except (OSError, subprocess.CalledProcessError) as error:
            raise NotInstalledError(" && ".join(map(shlex.join, commands))) from error
    mark.touch()
    return python


def _is_here(requirement: str) -> bool:
    wanted = Requirement(requirement)
    try:
        return wanted.specifier.contains(version(wanted.name), prereleases=True)
    except PackageNotFoundError:
        return False


def digest(parts: Sequence[str]) -> str:
    """Return a short name for what `parts` say, the same in every run."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
