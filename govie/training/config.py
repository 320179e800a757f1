"""What a training run depends on beside its data, and the TOML file that says so."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields, is_dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, get_type_hints

from govie.errors import ConfigError

AtLeast = MappingProxyType[str, float]


def _least(least: float) -> AtLeast:
    """Return the meta data of a field whose numbers must not be smaller."""
    return MappingProxyType({"least": least})


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkConfig:
    """The sizes of the network, those of `govie.PointerNetwork.v1`."""

    width: int = field(default=128, metadata=_least(1))
    embed: int = field(default=64, metadata=_least(1))
    rows: tuple[int, ...] = field(default=(4096, 20000, 20000), metadata=_least(2))
    dilations: tuple[int, ...] = field(default=(1, 2, 4, 8), metadata=_least(1))
    hidden: int = field(default=64, metadata=_least(1))
    dropout: float = field(default=0.3, metadata=_least(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class TuningConfig:
    """How a finished model learns from a user's own sentences: docs/training.md has the figures."""

    epochs: int = field(default=6, metadata=_least(0))
    batch_sentences: int = field(default=8, metadata=_least(1))
    rate: float = field(default=2e-4, metadata=_least(0))
    strength: float = field(default=0.3, metadata=_least(0))  # of the new against the old: inverse penalty


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingConfig:
    """All settings of a run, with the defaults that train the model that ships."""

    seed: int = field(default=0, metadata=_least(0))
    pretrain_epochs: int = field(default=6, metadata=_least(0))
    pretrain_dropout: float = field(default=0.0, metadata=_least(0))
    epochs: int = field(default=10, metadata=_least(0))
    batch_sentences: int = field(default=16, metadata=_least(1))
    rate: float = field(default=1e-3, metadata=_least(0))
    weight_decay: float = field(default=0.01, metadata=_least(0))
    network: NetworkConfig = NetworkConfig()
    tuning: TuningConfig = TuningConfig()


def read_config(path: str | Path) -> TrainingConfig:
    """Return the settings in a TOML file; what it leaves out keeps its default.

    Raise ConfigError for a file that is no TOML, a key that no setting has, or a value of another type.
    """
    try:
        given = tomllib.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        raise ConfigError(str(path), "", f"cannot be read ({error.strerror})", "check its name") from error
    except ValueError as error:  # of TOML or of UTF-8
        raise ConfigError(str(path), "", f"is not TOML ({error})", "mend that line") from error
    return _settings(TrainingConfig, given, str(path), "")


Settings = TypeVar("Settings", TrainingConfig, NetworkConfig, TuningConfig)


def _settings(kind: type[Settings], given: dict[str, Any], path: str, table: str) -> Settings:
    known = {item.name: item for item in fields(kind)}
    hints = get_type_hints(kind)
    read: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            raise ConfigError(path, table + name, "is no setting", _advice(name, list(known)))
        if is_dataclass(hints[name]):
            if not isinstance(value, dict):
                raise ConfigError(path, table + name, f"is {value!r}", f"write it as a table [{name}]")
            read[name] = _settings(hints[name], value, path, f"{name}.")
        else:
            least = known[name].metadata["least"]
            read[name] = _value(value, hints[name], least, path, table + name)
    return kind(**read)


def _advice(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, 1)
    return f"did you mean {near[0]}?" if near else f"the settings are {', '.join(known)}"


def _value(value: Any, kind: Any, least: float, path: str, key: str) -> object:
    """Return `value` as a setting of type `kind`: int, float, or tuple[int, ...]."""
    if kind is int:
        wanted, items = "a whole number", [value]
    elif kind is float:
        wanted, items = "a number", [float(value) if type(value) is int else value]
    else:
        wanted, items = "a list of whole numbers", value if isinstance(value, list) else []
    single = kind in (int, float)
    one = kind if single else int
    right = bool(items) and all(type(item) is one for item in items)
    if not right or not all(least <= item < float("inf") for item in items):
        raise ConfigError(path, key, f"is {value!r}", f"give {wanted}, at least {least:g}")
    return items[0] if single else tuple(items)


def as_dict(settings: TrainingConfig | NetworkConfig | TuningConfig) -> dict[str, Any]:
    """Return settings as TOML and JSON have them: dicts, lists and numbers."""
    plain: dict[str, Any] = {}
    for item in fields(settings):
        value = getattr(settings, item.name)
        if isinstance(value, NetworkConfig | TuningConfig):
            value = as_dict(value)
        plain[item.name] = list(value) if isinstance(value, tuple) else value
    return plain
