"""Files of a labelled set, whatever they are wrapped in, and the split each belongs to."""

from __future__ import annotations

import gzip
import io
import re
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

#: A member larger than this is no labelled set of sentences.
_LARGEST: Final = 200_000_000
_TRAIN: Final = re.compile("(?<![a-z])train", re.IGNORECASE)
_SPLIT: Final = re.compile("(?<![a-z])(?:train|dev|test|valid|eval|held|gold)", re.IGNORECASE)
_ARCHIVES: Final = (".tar.gz", ".tgz", ".tar", ".zip")


@dataclass(frozen=True, slots=True)
class Member:
    """One file: ``path`` below the folder of the set (archive names included), its text."""

    path: str
    text: str

    @property
    def name(self) -> str:
        """The file's own name without a trailing .gz."""
        return PurePosixPath(self.path).name.removesuffix(".gz")

    @property
    def split(self) -> str:
        """The part of the set it belongs to: ``train``, or the name of any other part.

        Folders and archives decide ("training.tar.gz", "v3/test/"), else the file's own name
        ("dev-test.tsv.gz"). What does not call itself train is evaluated and never learnt from.
        """
        *folders, own = [_stem(part) for part in PurePosixPath(self.path).parts]
        for part in (*folders, own):
            if _SPLIT.search(part):
                return "train" if _TRAIN.search(part) else part
        return folders[0] if folders else "unnamed"

    @property
    def is_train(self) -> bool:
        """Whether it may be learnt from."""
        return self.split == "train"


def find_set(data: Path | None, name: str) -> Path | None:
    """Return the folder of a set, by name or by a longer name that begins with it."""
    if data is None or not data.is_dir():
        return None
    if (data / name).is_dir():
        return data / name
    return next((one for one in sorted(data.iterdir()) if one.name.startswith(name)), None)


def read_members(folder: Path, *endings: str) -> Iterator[Member]:
    """Yield the files below a folder whose names end so, archives and .gz opened, by path."""
    paths = sorted(folder.rglob("*")) if folder.is_dir() else [folder]
    for path in paths:
        if not path.is_file() or any(part.startswith(".") for part in path.parts[-2:]):
            continue
        where = path.relative_to(folder).as_posix() if folder.is_dir() else path.name
        if path.name.endswith(_ARCHIVES):
            for inner, body in _unpacked(path):
                if _wanted(inner, endings):
                    yield Member(f"{where}/{inner}", _text(inner, body))
        elif _wanted(path.name, endings):
            yield Member(where, _text(path.name, path.read_bytes()))


def _unpacked(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.name.endswith(".zip"):
        with zipfile.ZipFile(path) as archive:
            for info in sorted(archive.infolist(), key=lambda one: one.filename):
                if not info.is_dir() and info.file_size <= _LARGEST:
                    yield info.filename, archive.read(info)
        return
    with tarfile.open(path) as tar:
        for entry in sorted(tar.getmembers(), key=lambda one: one.name):
            file = tar.extractfile(entry) if entry.isfile() and entry.size <= _LARGEST else None
            if file is not None:
                yield entry.name.removeprefix("./"), file.read()


def _wanted(name: str, endings: tuple[str, ...]) -> bool:
    own = PurePosixPath(name).name
    # "._name" is what some systems leave in archives beside every file.
    return not own.startswith(".") and own.removesuffix(".gz").endswith(endings)


def _text(name: str, body: bytes) -> str:
    if name.endswith(".gz"):
        with gzip.open(io.BytesIO(body)) as file:
            body = file.read(_LARGEST)
    return body.decode("utf-8-sig", "replace")


def _stem(part: str) -> str:
    for ending in (*_ARCHIVES, ".gz"):
        part = part.removesuffix(ending)
    return part.rsplit(".", 1)[0] if "." in part else part
