"""A panel as a Stata file: ASCII names, labels on variables and codes, Chinese as it is (format 118)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from govie.errors import MissingExtraError
from govie.panel.schema import COLUMNS

try:
    import pandas as pd
except ImportError as error:
    raise MissingExtraError("a Stata file", "panel") from error

NAME_LENGTH = 32
LABEL_LENGTH = 80
"""What Stata allows."""

_SCHEMA = {column.name: column for column in COLUMNS}


def write_stata(rows: pa.RecordBatchReader, path: Path, labels: Mapping[str, str]) -> None:
    """Write a .dta file that Stata 14 and later read; text of any length is kept."""
    table = rows.read_all()
    frame = pd.DataFrame({name: _series(table, name) for name in table.column_names})
    names = stata_names(frame.columns)
    said = {names[name]: _label(name, labels) for name in frame.columns}
    frame = frame.rename(columns=names)
    long = [name for name in frame.columns if name == "sentence"]
    frame.to_stata(path, write_index=False, version=118, variable_labels=said, convert_strl=long)


def stata_names(columns: Iterable[str]) -> dict[str, str]:
    """Return a name that Stata allows for each column: long ones have their words cut, none stands twice."""
    names: dict[str, str] = {}
    for column in columns:
        short = column
        for length in (8, 6, 5, 4, 3, 2):
            if len(short) <= NAME_LENGTH:
                break
            short = "_".join(word[:length] for word in column.split("_"))
        short, plain = short[:NAME_LENGTH], short[: NAME_LENGTH - 3]
        number = 2
        while short in names.values():
            short, number = f"{plain}_{number}", number + 1
        names[column] = short
    return names


def _label(name: str, labels: Mapping[str, str]) -> str:
    said = labels.get(name) or (_SCHEMA[name].meaning if name in _SCHEMA else name)
    return said[:LABEL_LENGTH]


def _series(table: pa.Table, name: str) -> Any:
    """Return a column as pandas writes it to Stata: codes as labelled integers, no missing strings."""
    values = table.column(name).to_pylist()
    column = _SCHEMA.get(name)
    if not values:  # pandas cannot write labels of nothing
        return pd.Series(dtype="float64" if pa.types.is_floating(table.schema.field(name).type) else "object")
    if column is not None and column.codes is not None:
        return pd.Categorical(values, categories=[code.value for code in column.codes])
    kind = table.schema.field(name).type
    if pa.types.is_boolean(kind):
        return pd.Categorical.from_codes([-1 if v is None else int(v) for v in values], ["no", "yes"])
    if pa.types.is_integer(kind):
        return pd.array(values, dtype="float64" if None in values else "int32")
    if pa.types.is_floating(kind):
        return pd.array(values, dtype="float64")
    return pd.Series(["" if value is None else value for value in values], dtype="object")
