"""Chinese government work reports (政府工作报告) as data.

>>> import govie
>>> report = govie.parse(text)
>>> report.to_frame()
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govie.api import load, parse, parse_many
    from govie.document import Document
    from govie.errors import GovieError, GovieWarning
    from govie.io.readers import read
    from govie.text.clean import clean
    from govie.types import Indicator, Observation, Period, Quantity, Repair, Report, Section, Span

__all__ = [
    "Document",
    "GovieError",
    "GovieWarning",
    "Indicator",
    "Observation",
    "Period",
    "Quantity",
    "Repair",
    "Report",
    "Section",
    "Span",
    "__version__",
    "clean",
    "load",
    "parse",
    "parse_many",
    "read",
]

try:
    __version__ = version("govie")
except PackageNotFoundError:  # read from a checkout that is not installed
    __version__ = "0+unknown"

# `import govie` is instant; spaCy is imported when something is parsed
_HOME = {
    **dict.fromkeys(("load", "parse", "parse_many"), "govie.api"),
    **dict.fromkeys(("GovieError", "GovieWarning"), "govie.errors"),
    "clean": "govie.text.clean",
    "Document": "govie.document",
    "read": "govie.io.readers",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'govie' has no attribute {name!r}")
    return getattr(import_module(_HOME.get(name, "govie.types")), name)


def __dir__() -> list[str]:
    return sorted(__all__)
