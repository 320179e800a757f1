"""The way to a panel: `build_panel`, from reports or from their files."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from govie.panel.inputs import InputFile, checksum, find_files
from govie.panel.model import model_of
from govie.panel.panel import Panel
from govie.panel.rows import Row, Source, rows_of
from govie.panel.schema import VERSION
from govie.panel.shards import Shard, drop_drafts, read_shards
from govie.panel.work import BATCH, Done, Job, Progress, run_batches
from govie.types import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How reports are parsed: the pipeline, indicators and units, as in `govie.parse`."""

    model: str | Path | None = None
    indicators: str | Path | None = None
    units: str | Path | None = None


def build_panel(
    inputs: Iterable[Report | str | Path] | Report | str | Path,
    *,
    settings: Settings | None = None,
    jobs: int = 1,
    shards: str | Path | None = None,
    batch: int = BATCH,
    progress: Progress | None = None,
) -> Panel:
    """Return the panel of reports, or of files and folders of reports; of one, if one is given.

    Files are parsed on `jobs` processes. With the folder `shards` what is finished is kept there, and a
    run that was stopped goes on where it stopped; files that changed, and all files under another model
    or other settings, are parsed anew. `progress` is called after each batch. A report that fails is in
    `panel.errors`. Raise InputError for a path that is not there, ModelError and LexiconError where no
    report could be parsed.
    """
    given = [inputs] if isinstance(inputs, (Report, str, Path)) else list(inputs)
    reports = [each for each in given if isinstance(each, Report)]
    source = model_of((settings or Settings()).model)
    rows: list[Row] = [row for report in reports for row in rows_of(report, source_of(report, source))]
    if len(reports) == len(given):
        return Panel.of_rows(rows)
    if reports:
        raise TypeError("build_panel takes reports or paths, not both at once")
    paths = [each for each in given if not isinstance(each, Report)]
    files = [checksum(file) for file in dict.fromkeys(find_files(paths))]
    folder = Path(shards) if shards is not None else Path(tempfile.mkdtemp(prefix="govie-panel-"))
    try:
        return _panel_of_files(files, settings or Settings(), source, folder, jobs, batch, progress)
    finally:
        if shards is None:
            shutil.rmtree(folder, ignore_errors=True)


def source_of(report: Report, source: Source) -> Source:
    """Return the source of a report that came without a file: the checksum is that of its text."""
    digest = hashlib.sha256(report.text.encode("utf-8", "surrogatepass")).hexdigest()
    return Source(
        sha256=digest,
        govie_version=source.govie_version,
        model=source.model,
        model_sha256=source.model_sha256,
    )


def pending(files: Sequence[InputFile], shards: Iterable[Shard]) -> list[InputFile]:
    """Return the files that no shard has, in order."""
    done = {file for shard in shards for file in shard.files}
    return [file for file in files if file not in done]


def _panel_of_files(
    files: list[InputFile],
    settings: Settings,
    source: Source,
    folder: Path,
    jobs: int,
    batch: int,
    progress: Progress | None,
) -> Panel:
    folder.mkdir(parents=True, exist_ok=True)
    drop_drafts(folder)
    job = job_of(settings, source, folder)
    todo = pending(files, read_shards(folder, job.run))
    tell = progress or _nothing
    tell(Done(len(files) - len(todo), 0, 0))
    for done in run_batches(job, todo, jobs=jobs, batch=batch):
        tell(done)
    return _merged(files, list(read_shards(folder, job.run)))


def _merged(files: Sequence[InputFile], shards: Sequence[Shard]) -> Panel:
    """Return the panel of the shards' reports that are among `files`, each from one shard only."""
    wanted = set(files)
    errors = [row for shard in shards for row in shard.errors if _file_of(row) in wanted]
    owners: dict[InputFile, Path] = {}
    for shard in shards:
        for file in shard.files:
            if file in wanted:
                owners.setdefault(file, shard.path)
    return Panel.of_shards(owners, errors)


def _file_of(row: Row) -> InputFile:
    return InputFile(row["file"], row["sha256"])


def job_of(settings: Settings, source: Source, folder: Path) -> Job:
    """Return what a worker is told; the key of the run is of model, settings, govie and columns."""
    own = {name: getattr(settings, name) for name in ("indicators", "units")}
    sums = {name: checksum(str(path)).sha256 for name, path in own.items() if path is not None}
    said = {"columns": VERSION, "govie": source.govie_version, "model": source.model_sha256, **sums}
    run = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    return Job(
        folder=folder,
        run=run,
        source=source,
        model=None if settings.model is None else str(settings.model),
        **{name: None if path is None else str(path) for name, path in own.items()},
    )


def _nothing(done: Done) -> None:
    """Stand for the bar where there is none."""
