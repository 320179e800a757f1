"""The trained model that the tests of the whole pipeline read with."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
SHIPPED = CHECKOUT / "models" / "govie_zh"
MODEL = Path(os.environ.get("GOVIE_TEST_MODEL", SHIPPED))  # to try a model before it is shipped

needs_model = pytest.mark.skipif(
    not (MODEL / "meta.json").is_file(),
    reason=f"no model in {MODEL}: `govie train` makes it, see training/README.md",
)
