"""What reads the reports: version of govie, name, version and checksum of the model."""

from __future__ import annotations

from pathlib import Path

import govie
from govie.errors import ModelError
from govie.io.checksums import checksum_of_folder
from govie.panel.rows import Source


def model_of(model: str | Path | None = None) -> Source:
    """Return the pipeline in the folder `model`, by default the one that ships, as a source without file."""
    nlp = govie.load(model)
    if nlp.path is None:
        raise ModelError(str(model), "was not read from a folder", "save it with nlp.to_disk")
    name = f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
    return Source(
        govie_version=govie.__version__, model=name, model_sha256=checksum_of_folder(Path(nlp.path))
    )
