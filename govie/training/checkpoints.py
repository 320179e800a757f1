"""What a run has finished, kept in a folder, so that an interrupted one goes on where it stopped.

A run that goes on ends with the very weights of one that was not interrupted: the state of an epoch
is all that the next one depends on, down to the moments of the optimizer and the random numbers.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from thinc.api import Model, Optimizer

Weights = tuple[str, Model[Any, Any], str]  # name in a file, layer, name in the layer


@dataclass(slots=True)
class Loop:
    """The state of a training loop between two epochs."""

    models: tuple[Model[Any, Any], ...]
    optimizer: Optimizer
    generator: np.random.Generator | None = None
    epoch: int = 0  # epochs done
    step: int = 0  # updates done
    order: list[int] = field(default_factory=list)  # of the examples, shuffled anew each epoch

    def update(self) -> None:
        """Let the optimizer move the weights by the gradients that have gathered."""
        for model in self.models:
            model.finish_update(self.optimizer)
        self.optimizer.step_schedules()  # type: ignore[no-untyped-call]
        self.step += 1

    def to_bytes(self) -> bytes:
        """Return the state, with that of numpy's and Python's own random numbers, as an npz."""
        _, keys, *rest = np.random.get_state(legacy=True)
        arrays: dict[str, Any] = {"numpy.random": np.asarray(keys)}
        updates = {}
        for name, layer, parameter in self._weights():
            key = (layer.id, parameter)
            arrays[f"{name}.weights"] = layer.get_param(parameter)
            updates[name] = self.optimizer.nr_update.get(key, 0)
            for moment, table in self._moments():
                if key in table:
                    arrays[f"{name}.{moment}"] = table[key]
        plain = {
            "epoch": self.epoch,
            "step": self.step,
            "order": self.order,
            "updates": updates,
            "numpy": rest,
            "python": random.getstate(),
            "generator": self.generator.bit_generator.state if self.generator else None,
        }
        arrays["plain"] = np.frombuffer(json.dumps(plain).encode(), np.uint8)
        file = BytesIO()
        np.savez(file, **arrays)
        return file.getvalue()

    def from_bytes(self, data: bytes) -> None:
        """Take the state that `to_bytes` gave of the same models and optimizer."""
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            plain = json.loads(arrays["plain"].tobytes())
            for name, layer, parameter in self._weights():
                key = (layer.id, parameter)
                layer.set_param(parameter, arrays[f"{name}.weights"])
                if plain["updates"][name]:
                    self.optimizer.nr_update[key] = plain["updates"][name]
                for moment, table in self._moments():
                    if f"{name}.{moment}" in arrays:
                        table[key] = arrays[f"{name}.{moment}"]
            np.random.set_state(("MT19937", arrays["numpy.random"], *plain["numpy"]))
        version, state, gauss = plain["python"]
        random.setstate((version, tuple(state), gauss))
        if self.generator is not None:
            self.generator.bit_generator.state = plain["generator"]
        self.epoch, self.step, self.order = plain["epoch"], plain["step"], plain["order"]

    def _weights(self) -> Iterator[Weights]:
        for number, model in enumerate(self.models):
            for k, layer in enumerate(model.walk()):
                for name in layer.param_names:
                    yield f"{number}.{k}.{name}", layer, name

    def _moments(self) -> Iterator[tuple[str, dict[Any, Any]]]:
        yield "first", self.optimizer.mom1
        yield "second", self.optimizer.mom2
        if self.optimizer.averages is not None:
            yield "average", self.optimizer.averages


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """The stages that a run has finished, one file each; without a folder, nothing is kept."""

    folder: Path | None = None

    def resume(self, stage: str, load: Callable[[bytes], object]) -> bool:
        """Hand what is kept of a stage to `load`; return False if nothing is."""
        if self.folder is None or not (self.folder / stage).is_file():
            return False
        load((self.folder / stage).read_bytes())
        return True

    def keep(self, stage: str, dump: Callable[[], bytes]) -> None:
        """Write what `dump` returns in place of what was kept of a stage, whole or not at all."""
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        new = self.folder / f"{stage}.new"
        new.write_bytes(dump())
        os.replace(new, self.folder / stage)


KEEP_NOTHING = Checkpoints()


def fingerprint(parts: Iterable[object]) -> str:
    """Return 16 hexadecimal digits that tell the inputs of one run, as JSON, from those of another."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(json.dumps(part, sort_keys=True, ensure_ascii=False, default=str).encode() + b"\n")
    return digest.hexdigest()[:16]


def folder_digest(folder: Path, suffixes: tuple[str, ...] = ()) -> str:
    """Return the SHA-256 over names and bytes of the files in `folder`, or of those with a suffix."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if not suffixes or path.suffix in suffixes:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
