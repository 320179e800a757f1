"""The way in: parse, parse_many, load."""

from __future__ import annotations

import json
import multiprocessing
import operator
import warnings
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.util import load_config
from threadpoolctl import threadpool_limits

from govie.document import Document
from govie.errors import GovieWarning, InputError, LexiconError, ModelError
from govie.lexicon.files import FileVersion, version_of
from govie.lexicon.targets import load_targets
from govie.pipes.assemble import assemble, tables_of
from govie.pipes.spans import SPANS
from govie.pipes.state import character_doc, set_given, set_hints
from govie.text.clean import CleanText, read
from govie.text.hints import hints_of
from govie.text.reports import report_starts
from govie.text.sentences import read_lines
from govie.types import Report

SCHEMA = 1
"""Version of what a model's components expect of each other; raised when an older model would not fit."""

MAX_CHARACTERS = 2_000_000
"""The longest text that is parsed: ten times the longest known file of reports."""

YEARS = range(1949, 2101)
"""The years that a report may be of."""

_SETTINGS = {"govie_quantities": ("units",), "govie_linker": ("indicators", "units")}
"""The settings of components that name a file of the lexicon."""

_BINARY = dict.fromkeys([*range(9), 11, *range(14, 28), 0xFFFD])
_PLACES = ("_models/govie_zh", "../models/govie_zh")  # in a wheel, in a checkout


def load(
    path: str | Path | None = None,
    *,
    indicators: str | Path | None = None,
    units: str | Path | None = None,
) -> Language:
    """Return the spaCy pipeline in the folder `path`, by default the one that ships with govie.

    `indicators` and `units` are files of your own, merged over govie's: see docs/lexicon.md. A pipeline
    is loaded once a process, and again when one of these files changes. Raises ModelError if the
    folder is missing or broken, or its model was made for another version of govie; LexiconError for
    a line of a file that cannot be used.
    """
    return _load(
        str(bundled_model() if path is None else Path(path)),
        None if indicators is None else version_of(indicators),
        None if units is None else version_of(units),
    )


def bundled_model() -> Path:
    """Return the folder of the model that ships with govie; raise ModelError if there is none."""
    here = Path(__file__).parent
    for place in _PLACES:
        if (here / place / "meta.json").is_file():
            return (here / place).resolve()
    raise ModelError(str(here / _PLACES[0]), "is missing", "reinstall govie: its wheel carries the model")


@lru_cache(maxsize=4)
def _load(path: str, indicators: FileVersion | None, units: FileVersion | None) -> Language:
    """Return a pipeline that nobody changes: one with a lexicon of its own is loaded beside the others."""
    _check_schema(Path(path))
    given = {name: file.path for name, file in (("indicators", indicators), ("units", units)) if file}
    try:
        return spacy.load(path, config=_overrides(Path(path), given) if given else {})
    except (ModelError, LexiconError):
        raise
    except Exception as error:  # a broken folder fails in spaCy, thinc or srsly, each in its own way
        found = f"cannot be loaded ({type(error).__name__}: {error})"
        raise ModelError(path, found, "reinstall govie, or train the model anew") from error


def _overrides(path: Path, given: Mapping[str, Path]) -> dict[str, str]:
    """Return the settings, under dotted names, that give the files to the components that read them."""
    return {
        f"components.{name}.{setting}": str(given[setting])
        for name, component in load_config(path / "config.cfg")["components"].items()
        for setting in _SETTINGS.get(component["factory"], ())
        if setting in given
    }


def _check_schema(path: Path) -> None:
    try:
        meta = json.loads((path / "meta.json").read_text("utf-8"))
        schema = meta["govie"]["schema"]
    except OSError as error:
        raise ModelError(str(path), f"no model there ({error.strerror})", "check the path") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(str(path), "is not a model of govie", "train one with govie") from error
    if schema != SCHEMA:
        version = meta["govie"].get("version", "another version")
        advice = f"pip install 'govie=={version}', or train the model anew with this version"
        raise ModelError(str(path), f"has schema {schema}, this govie reads schema {SCHEMA}", advice)


def parse(
    text: str | Document,
    *,
    year: int | None = None,
    region: str | None = None,
    repair: bool = True,
    model: str | Path | None = None,
    indicators: str | Path | None = None,
    units: str | Path | None = None,
    targets: str | Path | None = None,
) -> Report:
    """Return the report in `text`: every quantity that it states, as typed observations.

    A Document of `govie.read` is read like its text, and its file says title, year and region where
    the text does not. `year` (of the report: it reviews the year before) and `region` overrule
    what the text says of itself; `model`, `indicators` and `units` are as in `load`. Damaged places are
    repaired and listed in `Report.repairs`; `repair=False` leaves them as they are. Offsets are into
    the text. One without quantities gives a report without observations, with a GovieWarning; one that
    holds several reports is read as one, with a GovieWarning.
    Raises InputError if `text` is neither, binary, or longer than MAX_CHARACTERS, or `year` is no year.

    `region` may be a code of GB/T 2260 (an unknown one raises InputError), `targets` is a file in place
    of govie's words of targets: see docs/regions.md and docs/targets.md.

    >>> import govie
    >>> report = govie.parse("2023年，全县地区生产总值86.4亿元、增长5.2%。", year=2024)
    >>> [(o.indicator.id, o.quantity.value, str(o.measure)) for o in report]
    [('gdp', 86.4, 'level'), ('gdp', 5.2, 'growth')]
    """
    nlp = load(model, indicators=indicators, units=units)
    document = text if isinstance(text, Document) else None
    cleaned = _clean(text.text if isinstance(text, Document) else text, repair)
    with nlp.memory_zone():
        # one token a character: words, which nlp(text) gives, would cost a fifth of the time for nothing
        doc = character_doc(nlp.vocab, cleaned.text)
        set_given(doc, _checked_year(year), region)
        if document is not None:
            set_hints(doc, hints_of(document.title, document.path, document.date, cleaned.text))
        for name, component in nlp.pipeline:
            if name != SPANS:  # they are for those who read the Doc
                doc = component(doc)
        tables = tables_of(nlp, load_targets(targets))
        report = assemble(doc, cleaned, tables, document)
    held = len(report_starts(read_lines(cleaned.text)))
    if held > 1:
        advice = "govie.read gives each by itself, govie.text.reports.split_reports says where they stand"
        warnings.warn(f"the text holds {held} reports: {advice}", GovieWarning, stacklevel=2)
    if not report.observations:
        said = "no quantities in it" if cleaned.text.strip() else "it is empty"
        warnings.warn(f"the text gives no observations: {said}", GovieWarning, stacklevel=2)
    return report


def _checked_year(year: int | None) -> int | None:
    """Return the year as an int, whatever integer it was; raise InputError if it is no year of a report."""
    if year is None:
        return None
    try:
        number = operator.index(year)
    except TypeError:
        number = 0
    if number not in YEARS:
        found = f"{year!r} instead of a whole number from {YEARS[0]} to {YEARS[-1]}"
        raise InputError("year", found, "give the year of the report: it reviews the year before")
    return number


def _clean(text: str, repair: bool) -> CleanText:
    if not isinstance(text, str):
        found = f"{type(text).__name__} instead of str"
        raise InputError("text", found, "decode bytes first, or read a file with govie.read")
    if len(text) > MAX_CHARACTERS:
        advice = f"split it: no report has more than {MAX_CHARACTERS:,}"
        raise InputError("text", f"has {len(text):,} characters", advice)
    binary = len(text) - len(text.translate(_BINARY))
    if binary > 8 and binary > len(text) / 100:
        raise InputError("text", f"has {binary:,} control characters: it is binary", "extract its text first")
    return read(text, repair=repair)


def parse_many(
    texts: Iterable[str | Document],
    *,
    n_process: int = 1,
    batch_size: int = 8,
    year: int | None = None,
    region: str | None = None,
    repair: bool = True,
    model: str | Path | None = None,
    indicators: str | Path | None = None,
    units: str | Path | None = None,
    targets: str | Path | None = None,
) -> Iterator[Report]:
    """Yield the report of each text or Document, in order; the keywords are those of `parse`.

    With `n_process` above 1 the texts are shared out in batches to as many processes, each of which
    loads the model once; `texts` is read only as far ahead as they need.
    """
    work = partial(
        parse,
        year=year,
        region=region,
        repair=repair,
        model=model,
        indicators=indicators,
        units=units,
        targets=targets,
    )
    if n_process <= 1:
        yield from map(work, texts)
        return
    # what cannot be loaded is said here, not by a broken pool
    load(model, indicators=indicators, units=units)
    load_targets(targets)
    context = multiprocessing.get_context("spawn")  # forking a process with threads can hang
    waiting: list[Future[list[Report]]] = []
    stream = iter(texts)
    with ProcessPoolExecutor(n_process, mp_context=context, initializer=_use_one_thread) as pool:
        while batch := list(islice(stream, batch_size)):
            waiting.append(pool.submit(_parse_batch, work, batch))
            if len(waiting) > 2 * n_process:
                yield from waiting.pop(0).result()
        for future in waiting:
            yield from future.result()


def _use_one_thread() -> None:
    """Keep a worker's matrix products to one thread: the processes already share out the cores."""
    threadpool_limits(1)


def _parse_batch(work: partial[Report], texts: list[str | Document]) -> list[Report]:
    return [work(text) for text in texts]
