"""Speed and memory of `build_panel` over many reports, on one process and on several (Linux).

usage: python tests/benchmarks/panel.py REPORT.txt ... [--reports 2000] [--jobs 1 2] [--batch 32]

The reports are repeated until there are as many as asked for. CPU seconds stand beside seconds, for on a
machine that does other work too the seconds say little.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import tempfile
import time
from pathlib import Path

from govie.panel import build_panel
from govie.panel.work import BATCH, Done

PAGE = os.sysconf("SC_PAGE_SIZE")


def memory() -> tuple[int, int]:
    """Return the megabytes of this process and of the largest of its children."""
    own = os.getpid()
    children = [_resident(int(path.name)) for path in Path("/proc").glob("[0-9]*") if _parent(path) == own]
    return _resident(own), max(children, default=0)


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])
    except (OSError, IndexError):
        return 0


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE // 2**20
    except OSError:
        return 0


def cpu() -> float:
    """Return the CPU seconds of this process and of those of its children that have ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def measure(folder: Path, jobs: int, batch: int) -> None:
    """Print the figures of one run, and the memory after each tenth of it."""
    seen: list[tuple[int, int]] = []
    done: list[Done] = []

    def told(each: Done) -> None:
        done.append(each)
        seen.append(memory())

    start, cpu_before = time.perf_counter(), cpu()
    panel = build_panel([folder], jobs=jobs, batch=batch, progress=told)
    seconds, used = time.perf_counter() - start, cpu() - cpu_before
    reports = sum(each.reports for each in done)
    characters = sum(each.characters for each in done)
    print(
        f"{jobs} processes: {reports:,} reports, {characters:,} characters, "
        f"{panel.candidates.num_rows:,} candidates; {seconds:.1f} s, {used:.1f} CPU s, "
        f"{reports / seconds:.2f} reports/s, {characters / seconds:,.0f} characters/s",
        flush=True,
    )
    steps = [seen[k * (len(seen) - 1) // 10] for k in range(11)]
    print("  MB of this process  ", *(own for own, _ in steps))
    print("  MB of largest worker", *(largest for _, largest in steps), flush=True)


def main() -> None:
    """Print the figures for each number of processes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("reports_given", metavar="REPORT", type=Path, nargs="+")
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--batch", type=int, default=BATCH)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.reports):
            given = options.reports_given[number % len(options.reports_given)]
            shutil.copy(given, Path(folder) / f"{number:06}{given.suffix}")
        for jobs in options.jobs:
            measure(Path(folder), jobs, options.batch)


if __name__ == "__main__":
    main()
