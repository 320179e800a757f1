"""One root, GovieError; each error says what was found, where, and what to do.

Every error is also the built-in error it specialises, and carries its fields in `args`, so that it
survives pickling on its way out of a process pool.
"""

from __future__ import annotations


class GovieError(Exception):
    """Root of all errors that govie raises on purpose."""


class GovieWarning(UserWarning):
    """Something that gives a well-formed result, though perhaps not the one that was meant."""


class PeriodError(GovieError, ValueError):
    """A period that is not in the annotation format."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f"period {self.text!r} is not of the form 2023, 2023-H1, 2023-Q1, 2023-10 or 2021/2025"


class InputError(GovieError, ValueError):
    """An input that is not text govie can read: wrong type, binary, wrong encoding."""

    def __init__(self, where: str, found: str, advice: str) -> None:
        super().__init__(where, found, advice)
        self.where, self.found, self.advice = where, found, advice

    def __str__(self) -> str:
        return f"{self.where}: {self.found}; {self.advice}"


class ModelError(GovieError, OSError):
    """A model that is missing, broken, or made for another version."""

    def __init__(self, path: str, found: str, advice: str) -> None:
        super().__init__(path, found, advice)
        self.path, self.found, self.advice = path, found, advice

    def __str__(self) -> str:
        return f"model {self.path}: {self.found}; {self.advice}"


class LexiconError(GovieError, ValueError):
    """A line of a lexicon file that cannot be used; line 0 is the file as a whole."""

    def __init__(self, path: str, line: int, found: str, advice: str) -> None:
        super().__init__(path, line, found, advice)
        self.path, self.line, self.found, self.advice = path, line, found, advice

    def __str__(self) -> str:
        where = f"{self.path}, line {self.line}" if self.line else self.path
        return f"{where}: {self.found}; {self.advice}"


class AnnotationError(GovieError, ValueError):
    """A record of an annotation file that cannot be used."""

    def __init__(self, path: str, line: int, found: str, advice: str) -> None:
        super().__init__(path, line, found, advice)
        self.path, self.line, self.found, self.advice = path, line, found, advice

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}: {self.found}; {self.advice}"


class MissingExtraError(GovieError, ImportError):
    """A feature whose package is not installed."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(feature, extra)
        self.feature, self.extra = feature, extra

    def __str__(self) -> str:
        return f"{self.feature} needs a package that is not installed: pip install 'govie[{self.extra}]'"


class ConfigError(GovieError, ValueError):
    """A setting of a training run that cannot be used."""

    def __init__(self, path: str, key: str, found: str, advice: str) -> None:
        super().__init__(path, key, found, advice)
        self.path, self.key, self.found, self.advice = path, key, found, advice

    def __str__(self) -> str:
        return f"{self.path}{f', {self.key}' if self.key else ''}: {self.found}; {self.advice}"
