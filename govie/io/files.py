"""Folders and archives as single files, and their bytes, within limits that no report reaches."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from govie.errors import GovieError, InputError

LARGEST = 256 * 1024 * 1024
"""Bytes of the largest file that is read: a scanned report of some hundred pages."""

_LARGEST_UNPACKED = 1024 * 1024 * 1024
_MOST_MEMBERS = 20_000
_DEEPEST = 4
# Text packs some ten to one; what packs much better is made to fill a disk.
_MOST_PACKED = 200
_SMALL = 4 * 1024 * 1024

_LEFT_BY_SYSTEMS = {"thumbs.db", "desktop.ini", "__macosx"}
_COMPANIONS = ("_files", ".files")
"""Endings of the folder in which a browser puts the pictures and scripts of a page that it saves."""

_PACKED = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "an Excel workbook",
    "ppt/presentation.xml": "a PowerPoint file",
    "OFD.xml": "an OFD file",
    "META-INF/container.xml": "an EPUB book",
}
_PACKED_SUFFIXES = {".docx", ".xlsx", ".pptx", ".ofd", ".epub", ".odt", ".ods"}
_PACKED_AS = b"application/vnd.oasis.opendocument"

OnError = Callable[[GovieError], None]


class Found(NamedTuple):
    """A file, by the name that messages and tables give it, and what is in it."""

    name: str
    data: bytes


def find(path: Path, on_error: OnError) -> Iterator[Found]:
    """Yield the file at `path`, or each in the folder or archive there, in the order of their names.

    What cannot be read goes to `on_error` as an InputError that names it, as does a folder without files.
    """
    files = list_files(path)
    if not files and not _is_companion(path):
        on_error(InputError(str(path), "is a folder without reports", "check the path"))
    for file in files:
        try:
            data = read_bytes(file)
        except InputError as error:
            on_error(error)
        else:
            yield from unpack(str(file), data, on_error)


def list_files(path: Path) -> list[Path]:
    """Return `path`, or the files in the folder there and in its folders, in the order of their names.

    What systems and browsers leave there is passed over: hidden files, pipes and devices, and the
    pictures and scripts of a saved page.
    """
    if not path.is_dir():
        return [path]
    if _is_companion(path):
        return []
    entries = sorted(path.iterdir())
    return [
        file
        for entry in entries
        if not _is_left_by_system(entry.name)
        and not (entry.is_dir() and entry.is_symlink())
        and not _is_endless(entry)
        for file in list_files(entry)
    ]


def _is_companion(folder: Path) -> bool:
    stems = [folder.name.removesuffix(ending) for ending in _COMPANIONS if folder.name.endswith(ending)]
    suffixes = (".html", ".htm", ".shtml")
    return any(folder.with_name(stem + suffix).exists() for stem in stems for suffix in suffixes)


def _is_left_by_system(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _LEFT_BY_SYSTEMS


def _is_endless(path: Path) -> bool:
    """Return whether `path` is there, but neither file nor folder: reading it might never end."""
    return path.exists() and not path.is_file() and not path.is_dir()


def read_bytes(path: Path) -> bytes:
    """Return what is in the file at `path`; raise InputError if it cannot be opened or is too large."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise _too_large(str(path), size, LARGEST)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(str(path), "there is no such file", "check the name") from error
    except IsADirectoryError as error:
        raise InputError(str(path), "is a folder", f"name its files: {path}/*.txt") from error
    except (OSError, ValueError) as error:  # a name with a zero character is a ValueError
        said = getattr(error, "strerror", None) or error
        raise InputError(str(path), f"cannot be read ({said})", "check its permissions") from error


def unpack(name: str, data: bytes, on_error: OnError) -> Iterator[Found]:
    """Yield the file `name`, or each file in it if it is a ZIP archive."""
    yield from _unpack(Found(name, data), on_error, _Budget(), depth=0)


def kind_of_package(data: bytes) -> str:
    """Return what a ZIP file is: "docx", "an Excel workbook", ..., "" if it is an archive of files."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.read("mimetype")[:100].startswith(_PACKED_AS):
                return "an OpenDocument file"
    except _BROKEN:
        return ""
    return next((kind for name, kind in _PACKED.items() if name in names), "")


def check_package(name: str, data: bytes) -> None:
    """Raise InputError if the ZIP file `name` is broken, or made to fill the memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _Budget().spend(name, archive.infolist())
    except _BROKEN as error:
        raise _broken(name, error) from error


_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
    RuntimeError,
    KeyError,
)


class _Budget:
    """How much may still be unpacked from one file, and from the archives in it."""

    def __init__(self) -> None:
        self._bytes, self._members = _LARGEST_UNPACKED, _MOST_MEMBERS

    def spend(self, name: str, members: list[zipfile.ZipInfo]) -> None:
        """Take `members` off the budget; raise InputError if they are too much."""
        self._members -= len(members)
        self._bytes -= sum(member.file_size for member in members)
        if self._members < 0:
            raise InputError(name, f"has more than {_MOST_MEMBERS:,} files", "unpack it and name its folders")
        for member in members:
            if member.file_size > _SMALL and member.file_size > _MOST_PACKED * max(1, member.compress_size):
                found = f"unpacks {member.compress_size:,} bytes to {member.file_size:,}: a zip bomb"
                raise InputError(name, found, "do not open it; get the reports from elsewhere")
        if self._bytes < 0:
            raise InputError(
                name, f"unpacks to more than {_LARGEST_UNPACKED:,} bytes", "unpack it and name its folders"
            )


def _unpack(file: Found, on_error: OnError, budget: _Budget, *, depth: int) -> Iterator[Found]:
    if not file.data.startswith((b"PK\x03\x04", b"PK\x05\x06")) or kind_of_package(file.data):
        yield file
        return
    try:
        if depth >= _DEEPEST:
            found = f"is an archive in an archive, {depth + 1} deep"
            raise InputError(file.name, found, "unpack the outer ones")
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            budget.spend(file.name, members)
            if not members:
                raise InputError(file.name, "is an empty ZIP archive", "make it anew")
            for member in sorted(members, key=_name_of):
                path = PurePosixPath(_name_of(member).replace("\\", "/"))
                if not any(map(_is_left_by_system, path.parts)) and not _in_companion(path, members):
                    inner = _read_member(archive, member, f"{file.name}/{path}", on_error)
                    if inner is not None:
                        yield from _unpack(inner, on_error, budget, depth=depth + 1)
    except InputError as error:
        on_error(error)
    except _BROKEN as error:
        on_error(_broken(file.name, error))


def _read_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, on_error: OnError
) -> Found | None:
    try:
        if member.flag_bits & 1:
            raise InputError(name, "is protected by a password", "unpack it first")
        if member.file_size > LARGEST:
            raise _too_large(name, member.file_size, LARGEST)
        return Found(name, archive.read(member))
    except InputError as error:
        on_error(error)
    except _BROKEN as error:
        on_error(_broken(name, error))
    return None


def _name_of(member: zipfile.ZipInfo) -> str:
    """Return the name of a member; Chinese Windows writes it in GBK and does not say so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _in_companion(path: PurePosixPath, members: list[zipfile.ZipInfo]) -> bool:
    return any(
        part.endswith(ending)
        and any(
            PurePosixPath(_name_of(member)).stem == part.removesuffix(ending)
            and PurePosixPath(_name_of(member)).suffix in (".html", ".htm", ".shtml")
            for member in members
        )
        for part in path.parts[:-1]
        for ending in _COMPANIONS
    )


def _too_large(name: str, size: int, largest: int) -> InputError:
    found = f"has {size:,} bytes, more than the {largest:,} that are read"
    return InputError(name, found, "split it, or save its text alone")


def _broken(name: str, error: Exception) -> InputError:
    suffix = PurePosixPath(name).suffix.lower()
    form, advice = ("ZIP", "get it again, or unpack it first")
    if suffix in _PACKED_SUFFIXES:
        form, advice = (suffix[1:].upper(), "open it where it came from and save it anew")
    return InputError(name, f"is a broken {form} file ({type(error).__name__}: {error})", advice)
