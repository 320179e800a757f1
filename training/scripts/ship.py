"""Put a trained model where the wheel takes it from, with its metrics, its card and its checksums.

usage: python training/scripts/ship.py --model training/build/govie_zh --metrics training/build/metrics.json \
           --out models/govie_zh
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import shutil
from importlib import metadata
from pathlib import Path
from string import Template
from typing import Any

PACKAGES = ("spacy", "spacy-pkuseg", "scikit-learn", "numpy", "thinc", "OpenCC")
CHECKSUMS = "checksums.sha256"
CARD = Path(__file__).parents[1] / "card.md"
SHOWN = {
    "quantity": "quantity, exact span",
    "indicator_exact": "indicator, exact span",
    "indicator_overlap": "indicator, overlapping span",
    "record": "whole record",
    "measure": "measure, given the quantity",
    "direction": "direction, given the quantity",
    "bound": "bound, given the quantity",
    "status": "status, given the quantity",
    "period": "period, given the quantity",
    "id_stated": "id, where stated",
}


def figures(measures: dict[str, Any]) -> str:
    """Return the rows of the card's table of figures."""
    rows = []
    for key, label in SHOWN.items():
        if key in measures:
            m = measures[key]
            given = (m[name] for name in ("precision", "recall", "f1"))
            shown = " | ".join("–" if figure is None else f"{figure:.4f}" for figure in given)
            rows.append(f"| {label} | {shown} | {interval(m['f1_95'])} |")
    return "\n".join(rows)


def over_documents(layers: dict[str, Any]) -> str:
    """Return the rows of the card's table of layers, with both intervals."""
    rows = []
    for layer, matches in layers.items():
        for match, m in matches.items():
            if m["f1"] is not None:
                shown = (interval(m["f1_95"]), interval(m["f1_95_documents"]))
                rows.append(f"| {layer}, {match} | {m['f1']:.4f} | " + " | ".join(shown) + " |")
    return "\n".join(rows)


def interval(ends: list[float] | None) -> str:
    """Return an interval as tables show it, a dash for none."""
    return "–" if ends is None else f"{ends[0]:.3f}–{ends[1]:.3f}"


def slices(scores: dict[str, Any]) -> str:
    """Return the rows of the card's table of slices, those that hold annotated records."""
    rows = []
    for by, parts in scores["slices"].items():
        for name, part in parts.items():
            quantity, indicator, record = (part["layers"][key] for key in ("quantity", "indicator", "record"))
            if not record["overlap"]["gold"]:
                continue
            shown = (quantity["exact"], indicator["exact"], indicator["overlap"], record["overlap"])
            f1 = " | ".join("–" if m["f1"] is None else f"{m['f1']:.4f}" for m in shown)
            ends = interval(record["overlap"]["f1_95"])
            rows.append(f"| {by}: {name} | {record['overlap']['gold']} | {f1} | {ends} |")
    return "\n".join(rows)


def documents(scores: dict[str, Any]) -> str:
    """Return the rows of the card's table of documents."""
    rows = []
    for name, part in scores["documents"].items():
        m = part["measures"]
        shown = (m[key]["f1"] for key in ("quantity", "indicator_exact", "indicator_overlap", "record"))
        rows.append(f"| {name} | {m['quantity']['gold']} | " + " | ".join(f"{f1:.4f}" for f1 in shown) + " |")
    return "\n".join(rows)


def write_card(model: Path, scores: dict[str, Any]) -> str:
    """Return the card: the template filled in from the model's meta data and its metrics."""
    meta = json.loads((model / "meta.json").read_text("utf-8"))
    stamp = meta["govie"]
    return Template(CARD.read_text("utf-8")).substitute(
        version=meta["version"],
        schema=stamp["schema"],
        python=platform.python_version(),
        packages=", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES),
        settings=", ".join(f"{name} {value}" for name, value in stamp["training"].items()),
        data="\n".join(f"| {name} | {value} |" for name, value in stamp["data"].items()),
        figures=figures(scores["total"]["measures"]),
        documents=documents(scores),
        layers=over_documents(scores["total"]["layers"]),
        slices=slices(scores),
        bootstrap=f"{scores['bootstrap']['draws']} draws from seed {scores['bootstrap']['seed']}",
        weights=weights(model),
        sentences=scores["total"]["sentences"],
        gold=scores["total"]["measures"]["quantity"]["gold"],
    )


def weights(model: Path) -> str:
    """Return the rows of the card's table of what was learned, with the SHA-256 of each file."""
    files = sorted(path for path in model.rglob("*") if path.suffix in (".npz", ".msgpack"))
    return "\n".join(
        f"| {path.relative_to(model).as_posix()} | {path.stat().st_size:,} | `{digest(path)}` |"
        for path in files
    )


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_readme(path: Path, scores: dict[str, Any]) -> None:
    """Put the figures between the marks in the README at `path`."""
    begin, end = "<!-- figures: begin -->", "<!-- figures: end -->"
    head, rest = path.read_text("utf-8").split(begin)
    _, tail = rest.split(end)
    total = scores["total"]
    said = (
        f"On {total['sentences']} annotated sentences ({total['measures']['quantity']['gold']} records) of "
        f"{len(scores['documents'])} real reports that the model was not trained on, whole reports parsed. "
        "The documents served to choose between designs. 95 % intervals by bootstrap over sentences.\n"
    )
    table = "| | precision | recall | F1 | 95 % |\n|---|---|---|---|---|\n" + figures(total["measures"])
    path.write_text(f"{head}{begin}\n{said}\n{table}\n{end}{tail}", "utf-8")


def write_checksums(folder: Path) -> None:
    """Write the SHA-256 of every file of `folder`, as sha256sum does."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != CHECKSUMS)
    lines = (f"{digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in files)
    (folder / CHECKSUMS).write_text("".join(lines), "utf-8")


def main() -> None:
    """Copy, describe and seal the model."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--metrics", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--readme", type=Path, help="README whose figures are to be these")
    options = parser.parse_args()
    scores = json.loads(options.metrics.read_text("utf-8"))
    card = write_card(options.model, scores)
    shutil.rmtree(options.out, ignore_errors=True)
    shutil.copytree(options.model, options.out)
    shutil.copy(options.metrics, options.out / "metrics.json")
    (options.out / "README.md").write_text(card, "utf-8")
    write_checksums(options.out)
    if options.readme:
        write_readme(options.readme, scores)
    size = sum(path.stat().st_size for path in options.out.rglob("*") if path.is_file())
    print(f"{options.out}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
