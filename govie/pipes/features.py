"""What the classifiers see of a quantity: named string features of its place in the report.

Figures never become features; their units, shapes and surroundings do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govie.lexicon.cues import CueTable
from govie.pipes.state import Draft
from govie.text.structure import SectionRange

_CLAUSE = re.compile("[，,；;。：:！？]")
_DIGITS = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?")
_QUOTES = ("“”", "《》", "「」", "（）", "()")
_COMPARED = re.compile("[比较]([^，；。]*)")
_LEFT, _RIGHT = 14, 8  # characters of the clause that are looked at on each side


@dataclass(frozen=True, slots=True)
class Setting:
    """A sentence, its place in the report, and the drafts in it."""

    text: str
    offset: int  # of the sentence in the document
    section: SectionRange
    section_position: int  # of the sentence in its section, counted from 0
    year: int | None
    drafts: Sequence[Draft]
    lead: str = ""  # the clauses before it that a semicolon ends


def _masked(text: str) -> str:
    return _DIGITS.sub("0", text)


def _grams(name: str, text: str, sizes: tuple[int, ...] = (2, 3)) -> Iterator[str]:
    for n in sizes:
        for k in range(len(text) - n + 1):
            yield f"{name}={text[k : k + n]}"


def _suffixes(name: str, text: str, longest: int) -> Iterator[str]:
    for n in range(1, min(longest, len(text)) + 1):
        yield f"{name}{n}={text[-n:]}"


def _prefixes(name: str, text: str, longest: int) -> Iterator[str]:
    for n in range(1, min(longest, len(text)) + 1):
        yield f"{name}{n}={text[:n]}"


def _clause_edges(text: str) -> list[int]:
    return [0, *(match.end() for match in _CLAUSE.finditer(text))]


def local_features(setting: Setting) -> list[list[str]]:
    """Return, for each draft of a sentence, features of its characters and those around it."""
    text = setting.text
    edges = _clause_edges(text)
    rows = []
    for k, draft in enumerate(setting.drafts):
        start, end = draft["start"] - setting.offset, draft["end"] - setting.offset
        clause = max(edge for edge in edges if edge <= start)
        left = _masked(text[max(clause, start - _LEFT) : start])
        right = text[end : end + _RIGHT]
        stop = _CLAUSE.search(right)
        right = _masked(right[: stop.start() + 1] if stop else right)
        unit = draft["unit"]
        row = [
            f"unit={unit}",
            f"shape={draft['shape']}",
            f"unit2={unit[-2:]}",
            f"ranged={len(draft['values'])}",
        ]
        row += [f"text={_masked(text[start:end])}"]
        row += _suffixes("before", left, 6)
        row += _suffixes("beforeclause", _masked(text[max(0, start - 6) : start]), 3)
        row += _prefixes("after", right, 4)
        row += _grams("left", left)
        row += _grams("right", right, (2,))
        row += [f"quoted={_quoted(text, start)}", f"unit+text={unit}|{_masked(text[start:end])}"]
        row += [f"unit+before={unit}|{left[-2:]}", f"unit+after={unit}|{right[:1]}"]
        row += _neighbour_features(setting, k, start, end)
        rows.append(row)
    return rows


def cue_features(setting: Setting, cues: CueTable) -> list[list[str]]:
    """Return, for each draft, which words of the cue lexicon stand before and behind it."""
    text = setting.text
    edges = _clause_edges(text)
    estimates = [match.end() for match in cues.estimate.finditer(text)]
    led = [match.end() for match in cues.estimate.finditer(setting.lead)][-1:]
    rows = []
    for k, draft in enumerate(setting.drafts):
        start = draft["start"] - setting.offset
        clause = max(edge for edge in edges if edge <= start)
        previous = setting.drafts[k - 1]["end"] - setting.offset if k else 0
        unit = (
            "%" if draft["unit"] == "%" else "point" if draft["unit"].endswith("百分点") else draft["shape"]
        )
        row = [
            f"{name}|{unit}" for name in _said_before(text, max(clause, start - 24), previous, start, cues)
        ]
        row += _said_before(text, max(clause, start - 24), previous, start, cues)
        row += [f"status_{name}" for name in _status_words(text, clause, start, cues)]
        if heads := [at for at in estimates if at <= start]:
            commas = sum(heads[-1] < edge <= start for edge in edges)
            between = text[heads[-1] : start]
            row += [f"estimated={min(commas, 4)}", f"estimated_done={bool(cues.done.search(between))}"]
        elif led:
            between = setting.lead[led[0] :] + text[:start]
            row += ["estimated_before", f"estimated_before_done={bool(cues.done.search(between))}"]
        rows.append(row)
    return rows


def _said_before(text: str, clause: int, previous: int, start: int, cues: CueTable) -> Iterator[str]:
    """Yield what the clause says before the quantity: movement, its form, share, origin."""
    if moves := list(cues.movement.finditer(text, clause, start)):
        last = moves[-1]
        rest = text[last.end() : start]
        arrives = cues.arrival.match(rest) is not None
        fresh = "new" if last.start() >= previous else "old"
        near = "touching" if not rest else "near" if len(rest) <= 3 else "far"
        yield f"moves={last.lastgroup}|{'to' if arrives else 'by'}|{near}|{fresh}"
        yield f"moves={last.lastgroup}|{'to' if arrives else 'by'}"
    for match in cues.share.finditer(text, clause, start):
        yield f"share={match[0]}|{match.start() >= previous}"
    if any(text.endswith(word, 0, start) for word in "从由自"):
        yield "departs"
    if compared := _COMPARED.search(text, clause, start):
        yield f"compared={len(compared[1]) < 8}"
    if cues.multiple.search(text, max(clause, start - 12), start):
        yield "equals"


def _status_words(text: str, clause: int, start: int, cues: CueTable) -> Iterator[str]:
    for name, pattern in (("plan", cues.plan), ("done", cues.done), ("modal", cues.modal)):
        inside = pattern.search(text, clause, start)
        earlier = pattern.search(text, 0, clause)
        yield f"{name}={inside[0] if inside else None}"
        yield f"{name}_earlier={earlier[0] if earlier else None}"


def _quoted(text: str, at: int) -> str:
    """Return the bracket or quotation mark that is open at `at`, "" if none is."""
    opened = [mark for pair in _QUOTES if text.rfind(mark := pair[0], 0, at) > text.rfind(pair[1], 0, at)]
    return "".join(opened)


def _neighbour_features(setting: Setting, k: int, start: int, end: int) -> Iterator[str]:
    yield f"first={k == 0}"
    if k > 0:
        other = setting.drafts[k - 1]
        gap = setting.text[other["end"] - setting.offset : start]
        yield f"previous_unit={other['unit']}"
        yield f"previous_gap={_masked(gap) if len(gap) <= 5 else 'far'}"
        before = setting.text[: other["start"] - setting.offset]
        yield f"previous_before={before[-2:]}|{gap if len(gap) <= 2 else ''}"
    if k + 1 < len(setting.drafts):
        other = setting.drafts[k + 1]
        gap = setting.text[end : other["start"] - setting.offset]
        yield f"next_unit={other['unit']}"
        yield f"next_gap={_masked(gap) if len(gap) <= 5 else 'far'}"


def setting_features(setting: Setting) -> list[list[str]]:
    """Return, for each draft, features of its sentence and section: has it happened or is it planned?"""
    text, section = setting.text, setting.section
    kind = section.kind.value
    span = "span" if section.period.start != section.period.end else "year" if section.period else "none"
    head = _masked(text[:12])
    shared = [
        f"section={kind}",
        f"section_span={kind}|{span}",
        f"opening={setting.section_position < 3}|{kind}",
    ]
    shared += _prefixes("sentence", head, 4)
    shared += _grams("sentence_head", head, (2,))
    shared += [f"section+head={kind}|{head[:2]}"]
    edges = _clause_edges(text)
    rows = []
    for draft in setting.drafts:
        start = draft["start"] - setting.offset
        clause = max(edge for edge in edges if edge <= start)
        stop = _CLAUSE.search(text, draft["end"] - setting.offset)
        words = _masked(text[clause : stop.start() if stop else len(text)])
        row = [*shared, *_prefixes("clause", words, 4), *_grams("clause", words[:30], (2,))]
        row += [f"section+clause={kind}|{words[:2]}"]
        row += _grams("earlier", _masked(text[max(0, clause - 40) : clause]), (2,))
        rows.append(row)
    return rows


def indicator_features(setting: Setting) -> list[list[str]]:
    """Return, for each draft, features of the words that it measures and what stands between them."""
    rows = []
    for k, draft in enumerate(setting.drafts):
        if draft["ind_start"] < 0:
            rows.append(["indicator=none"])
            continue
        a, b = draft["ind_start"] - setting.offset, draft["ind_end"] - setting.offset
        start, end = draft["start"] - setting.offset, draft["end"] - setting.offset
        words = _masked(setting.text[a:b])
        between = _masked(setting.text[b:start] if b <= start else setting.text[end:a])
        side = "before" if b <= start else "after"
        row = [f"indicator={words}", f"side={side}", f"distance={min(len(between), 12)}"]
        row += [f"side+unit={side}|{draft['unit']}", f"side+near={side}|{len(between) == 0}"]
        row += _prefixes("ind_first", words, 3)
        row += _suffixes("ind_last", words, 4)
        row += _grams("ind", words, (2,))
        row += _grams("between", between[-12:], (1, 2))
        row += [f"between={between}" if len(between) <= 6 else "between=long"]
        row += [f"ind_last+unit={words[-2:]}|{draft['unit']}"]
        if k > 0:
            other = setting.drafts[k - 1]
            same = (other["ind_start"], other["ind_end"]) == (draft["ind_start"], draft["ind_end"])
            row.append(f"same_as_previous={same}|{other['unit']}|{draft['unit']}")
        rows.append(row)
    return rows
