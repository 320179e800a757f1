"""The cleaning layer under a coverage-guided fuzzer, for some seconds."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("fuzz.py")
SECONDS = 10
FEWEST_RUNS = 200


def test_the_cleaning_layer_under_atheris(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="no fuzzer: pip install 'govie[fuzz]' where it has a wheel")
    options = ("-max_total_time=" + str(SECONDS), "-seed=1", "-max_len=200", "-timeout=120")
    command = [sys.executable, str(SCRIPT), *options, f"-artifact_prefix={tmp_path}/"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=SCRIPT.parents[1])
    assert done.returncode == 0, done.stderr[-3000:]
    runs = re.search(r"Done (\d+) runs", done.stderr)
    assert runs
    assert int(runs[1]) >= FEWEST_RUNS
