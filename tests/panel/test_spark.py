"""The same panel from a real local Spark session."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from govie.panel.build import build_panel
from tests.panel.test_work import write_reports
from tests.shipped import needs_model

pytest.importorskip("pyspark", reason="pyspark is not installed: pip install 'govie[spark]'")
needs_java = pytest.mark.skipif(
    shutil.which("java") is None and "JAVA_HOME" not in os.environ, reason="no Java on this machine"
)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    # workers take the system's Python else, which has no govie
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").appName("govie").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "8").getOrCreate()
    yield session
    session.stop()


@needs_java
@needs_model
def test_spark_gives_the_panel_that_one_machine_gives(spark: Any, tmp_path: Path) -> None:
    from govie.panel.spark import panel_of_parquet, spark_candidates

    paths = write_reports(tmp_path / "in", 6)
    paths[1].write_bytes(bytes(range(256)) * 40)
    files = spark.read.format("binaryFile").load(str(tmp_path / "in")).repartition(2)
    spark_candidates(files).write.parquet(str(tmp_path / "out"))
    made, expected = panel_of_parquet(tmp_path / "out"), build_panel([tmp_path / "in"])
    for one, other in ((made.table, expected.table), (made.candidates, expected.candidates)):
        assert [_plain(row) for row in one.to_pylist()] == [_plain(row) for row in other.to_pylist()]
    (error,) = made.errors.to_pylist()
    assert (Path(error["file"]).name, error["error"]) == (paths[1].name, "InputError")


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with the name of its file alone: Spark calls it file:/..."""
    return {**row, "file": Path(row["file"]).name}
