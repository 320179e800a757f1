"""The table of targets and results over provincial reports, beside what a reader found in them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.shipped import MODEL, needs_model

ROOT = Path(__file__).parents[2]
REPORTS = ROOT.parent / "shared" / "reports" / "raw"


@needs_model
@pytest.mark.skipif(not REPORTS.is_dir(), reason=f"no reports in {REPORTS}")
def test_the_table_is_right_where_reports_are_there() -> None:
    command = [
        sys.executable,
        "training/scripts/check_panel.py",
        "--reports",
        str(REPORTS),
        "--model",
        str(MODEL),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    total = done.stdout.splitlines()[-1]
    assert total.startswith("all")
    shares = [float(word.split()[0]) for word in (total.split("right ")[1], total.split("invented ")[1])]
    assert shares[0] >= 0.97
    assert shares[1] <= 0.02
