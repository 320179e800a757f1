"""Reports to shards: what one process does with a batch, and a pool of processes with many batches."""

from __future__ import annotations

import multiprocessing
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

import govie
from govie.document import Document
from govie.errors import GovieError, GovieWarning, LexiconError, ModelError
from govie.io.readers import read
from govie.panel.inputs import InputFile
from govie.panel.rows import Row, Source, rows_of
from govie.panel.shards import write_shard

BATCH = 32
"""Reports of one shard: what a killed process loses is less than half a minute of work."""

_AHEAD = 3  # batches a process that are handed out at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What every worker is told: how to parse, what to write into each row, and where."""

    folder: Path
    run: str
    model: str | None = None
    indicators: str | None = None
    units: str | None = None
    source: Source

    @property
    def parsing(self) -> dict[str, Any]:
        """The keywords for `govie.load`, and for `govie.parse`."""
        return {"model": self.model, "indicators": self.indicators, "units": self.units}

    def load(self) -> None:
        """Load the model into this process."""
        govie.load(self.model, indicators=self.indicators, units=self.units)


@dataclass(frozen=True, slots=True)
class Done:
    """A batch that is finished: how many reports, how many of them failed, how many characters."""

    reports: int
    failed: int
    characters: int


def run_batches(job: Job, files: Sequence[InputFile], *, jobs: int = 1, batch: int = BATCH) -> Iterator[Done]:
    """Write a shard for each batch of `files`, on `jobs` processes; yield what is done as it is done.

    A report that ends its process, for want of memory or by a fault in native code, is found by reading
    those in question one by one, and recorded as an error.
    """
    batches = deque(list(files[start : start + batch]) for start in range(0, len(files), batch))
    if jobs <= 1:
        job.load()
        for each in batches:
            with threadpool_limits(1):  # products as small as these only wait for a second thread
                done = read_batch(job, each)
            yield done
        return
    while batches:
        suspects: list[InputFile] = []
        yield from _pooled(job, batches, jobs, suspects)
        yield from (_alone(job, file) for file in suspects)


def read_batch(job: Job, files: Sequence[InputFile]) -> Done:
    """Parse the reports of a batch and write its shard."""
    rows: list[Row] = []
    errors: list[Row] = []
    characters = 0
    for file in files:
        failed: list[Exception] = []
        try:
            for document in read(file.file, on_error=failed.append):
                characters += len(document.text)
                rows.extend(parse_rows(document, file, job))
        except (ModelError, LexiconError):
            raise  # no report would do better
        except Exception as error:  # whatever one report does, the others are read
            failed.append(error)
        errors.extend(error_row(file, error) for error in failed)
    write_shard(job.folder, job.run, files, rows, errors)
    return Done(len(files), len(errors), characters)


def parse_rows(document: Document, file: InputFile, job: Job) -> list[Row]:
    """Return the candidates of one report."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", GovieWarning)  # a report without numbers is a report without rows
        report = govie.parse(document, **job.parsing)
    source = Source(
        file=document.path or file.file,
        sha256=file.sha256,
        govie_version=job.source.govie_version,
        model=job.source.model,
        model_sha256=job.source.model_sha256,
    )
    return list(rows_of(report, source))


def error_row(file: InputFile, error: Exception) -> Row:
    """Return what the table of errors says of a report."""
    said = str(error) if isinstance(error, GovieError) else f"{error} (not expected: please report it)"
    return {"file": file.file, "sha256": file.sha256, "error": type(error).__name__, "message": said}


def _pooled(
    job: Job, batches: deque[list[InputFile]], jobs: int, suspects: list[InputFile]
) -> Iterator[Done]:
    """Work on `batches` until they are done or a process dies; its batches are then `suspects`."""
    running: dict[Future[Done], list[InputFile]] = {}
    with _pool(job, jobs) as pool:
        try:
            while batches or running:
                while batches and len(running) < _AHEAD * jobs:
                    files = batches.popleft()
                    running[pool.submit(read_batch, job, files)] = files
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    done = future.result()
                    del running[future]
                    yield done
        except BrokenProcessPool:
            suspects.extend(file for files in running.values() for file in files)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _alone(job: Job, file: InputFile) -> Done:
    """Read one report in a process of its own; record it as failed if the process does not survive it."""
    try:
        with _pool(job, 1) as pool:
            return pool.submit(read_batch, job, [file]).result()
    except BrokenProcessPool as error:
        write_shard(job.folder, job.run, [file], (), [error_row(file, error)])
        return Done(1, 1, 0)


def _pool(job: Job, jobs: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")  # forking a process with threads can hang
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=partial(_begin, job))


def _begin(job: Job) -> None:
    """Make a process ready: one thread, since the processes already share out the cores, and the model."""
    threadpool_limits(1)
    job.load()


Progress = Callable[[Done], None]
"""What is told of each batch that is done."""
