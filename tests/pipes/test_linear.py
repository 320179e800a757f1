"""Classifiers that learn what is plain, and say the same from disk, from bytes and anew."""

import json
from io import BytesIO

import numpy as np
import pytest

from govie.errors import ModelError
from govie.pipes.linear import FILE, LinearHeads

ROWS = [
    ["unit=%", "before=增长"],
    ["unit=%", "before=下降"],
    ["unit=个", "before=新建"],
    ["unit=%", "before=达到"],
] * 5
LABELS = {
    "measure": ["growth", "growth", "level", "level"] * 5,
    "direction": ["up", "down", None, None] * 5,
    "status": ["actual"] * 20,
}
UNSEEN = [["unit=个"], ["before=下降", "before=下降"], [], ["before=从未见过"], *ROWS[:4]]


def heads() -> LinearHeads:
    learner = LinearHeads()
    learner.fit(ROWS, LABELS)
    return learner


def chosen(learner: LinearHeads, head: str, rows: list[list[str]]) -> list[str]:
    return [learner.classes[head][k] for k in learner.predict(rows)[head].argmax(axis=1)]


def test_what_was_taught_is_answered():
    learner = heads()
    assert chosen(learner, "measure", ROWS) == LABELS["measure"]
    assert chosen(learner, "direction", ROWS[:2]) == ["up", "down"]
    assert chosen(learner, "status", ROWS[:2]) == ["actual"] * 2


def test_probabilities_sum_to_one():
    for table in heads().predict(UNSEEN).values():
        assert table.shape[0] == len(UNSEEN)
        assert (table >= 0).all()
        np.testing.assert_allclose(table.sum(axis=1), 1.0, rtol=1e-5)


def test_features_it_has_not_seen_change_nothing():
    answers = heads().predict([[], ["before=从未见过"], ["unit=%"], ["unit=%", "before=从未见过"]])
    for table in answers.values():
        np.testing.assert_array_equal(table[0], table[1])
        np.testing.assert_array_equal(table[2], table[3])


def test_a_feature_counts_once_and_in_no_order():
    answers = heads().predict([["unit=%", "before=增长"], ["before=增长", "unit=%", "unit=%"]])
    for table in answers.values():
        np.testing.assert_array_equal(table[0], table[1])


def test_rare_features_are_not_learnt():
    learner = LinearHeads()
    learner.fit([*ROWS, ["unit=%", "rare"]], {"measure": [*LABELS["measure"], "growth"]}, min_count=2)
    assert "rare" not in learner.vocabulary
    assert "unit=%" in learner.vocabulary


def test_a_row_does_not_depend_on_the_others():
    learner = heads()
    together = learner.predict(UNSEEN)
    for k, row in enumerate(UNSEEN):
        for head, table in learner.predict([row]).items():
            np.testing.assert_array_equal(table[0], together[head][k])


def test_nothing_is_asked_of_nothing():
    assert {table.shape[0] for table in heads().predict([]).values()} == {0}


def test_learning_is_repeatable():
    assert heads().to_bytes() == heads().to_bytes()


def test_answers_survive_disk_and_bytes(tmp_path):
    learner, from_disk, from_bytes = heads(), LinearHeads(), LinearHeads()
    learner.to_disk(tmp_path / "heads")
    from_disk.from_disk(tmp_path / "heads")
    from_bytes.from_bytes(learner.to_bytes())
    expected = learner.predict(UNSEEN)
    for again in (from_disk, from_bytes):
        assert again.classes == learner.classes
        for head, table in again.predict(UNSEEN).items():
            np.testing.assert_array_equal(table, expected[head])


def changed(**arrays: object) -> bytes:
    """Return whole classifiers with some of their arrays put in place of their own."""
    with np.load(BytesIO(heads().to_bytes())) as whole:
        kept = {**whole, **arrays}
    file = BytesIO()
    np.savez(file, **{name: array for name, array in kept.items() if array is not None})
    return file.getvalue()


def plain(**content: object) -> np.ndarray:
    return np.frombuffer(json.dumps(content).encode(), np.uint8)


WHOLE = heads().to_bytes()
BROKEN = {
    "missing": None,
    "empty": b"",
    "text": b"no archive",
    "cut off": WHOLE[: len(WHOLE) // 2],
    "overwritten": WHOLE[:120] + b"\x00" * 40 + WHOLE[160:],
    "an array": changed(weights=None),
    "names": changed(names=plain(classes={})),
    "no JSON": changed(names=np.zeros(3, np.uint8)),
    "damaged": WHOLE[:80] + bytes(255 - byte for byte in WHOLE[80:90]) + WHOLE[90:],
    "a list": changed(names=np.frombuffer(b"[1]", np.uint8)),
    "shape": changed(weights=np.zeros((2, 2), "f")),
    "a pickle": changed(weights=np.array([{"a": 1}], object)),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_a_model_error(tmp_path, content):
    if content is not None:
        (tmp_path / FILE).write_bytes(content)
    with pytest.raises(ModelError, match="classifier cannot be read") as caught:
        LinearHeads().from_disk(tmp_path)
    assert caught.value.path.endswith(FILE)
    assert caught.value.advice


def test_a_broken_file_leaves_the_classifiers_as_they_were(tmp_path):
    learner = heads()
    before = learner.to_bytes()
    with pytest.raises(ValueError, match="differ"):
        learner.from_bytes(BROKEN["shape"])
    assert learner.to_bytes() == before
