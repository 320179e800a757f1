"""Settings from a TOML file: the defaults, what is left out, and what is refused."""

from __future__ import annotations

import pickle
import tomllib
from pathlib import Path

import pytest

from govie.errors import ConfigError
from govie.training.config import NetworkConfig, TrainingConfig, TuningConfig, as_dict, read_config

DEFAULTS = Path(__file__).parents[2] / "training" / "configs" / "default.toml"


@pytest.fixture
def written(tmp_path):
    def write(text: str) -> Path:
        (tmp_path / "mine.toml").write_text(text, "utf-8")
        return tmp_path / "mine.toml"

    return write


def keys(table, prefix=""):
    for name, value in table.items():
        yield from keys(value, f"{prefix}{name}.") if isinstance(value, dict) else [prefix + name]


def test_the_file_of_defaults_names_every_setting_with_its_default():
    said = tomllib.loads(DEFAULTS.read_text("utf-8"))
    assert said == as_dict(TrainingConfig())
    assert list(keys(said)) == list(keys(as_dict(TrainingConfig())))
    assert read_config(DEFAULTS) == TrainingConfig()


def test_what_a_file_leaves_out_keeps_its_default(written):
    read = read_config(
        written("epochs = 3\nrate = 1\n[network]\nrows = [8, 9, 10]\n[tuning]\nstrength = 2.5")
    )
    assert read == TrainingConfig(
        epochs=3, rate=1.0, network=NetworkConfig(rows=(8, 9, 10)), tuning=TuningConfig(strength=2.5)
    )
    assert type(read.rate) is float


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        ("epoch = 3", "epoch", "did you mean epochs?"),
        ("colour = 3", "colour", "the settings are seed, pretrain_epochs"),
        ("[network]\nheight = 3", "network.height", "the settings are width"),
        ('epochs = "3"', "epochs", "a whole number, at least 0"),
        ("epochs = 3.0", "epochs", "a whole number"),
        ("epochs = true", "epochs", "a whole number"),
        ("seed = -1", "seed", "at least 0"),
        ("batch_sentences = 0", "batch_sentences", "at least 1"),
        ("rate = nan", "rate", "a number, at least 0"),
        ("rate = inf", "rate", "a number, at least 0"),
        ("[network]\nrows = 5", "network.rows", "a list of whole numbers, at least 2"),
        ("[network]\nrows = []", "network.rows", "a list of whole numbers"),
        ("[network]\nrows = [5, 6, 1]", "network.rows", "at least 2"),
        ("network = 5", "network", "write it as a table [network]"),
        ("epochs 3", "", "is not TOML"),
    ],
)
def test_a_wrong_setting_is_a_config_error(written, text, key, said):
    with pytest.raises(ConfigError) as caught:
        read_config(written(text))
    assert caught.value.key == key
    assert said in str(caught.value)
    assert "mine.toml" in str(caught.value)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_a_config_error(tmp_path, content):
    if content is not None:
        (tmp_path / "mine.toml").write_bytes(content)
    with pytest.raises(ConfigError, match=r"mine\.toml"):
        read_config(tmp_path / "mine.toml")
