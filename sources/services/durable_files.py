"""The file system as storage of bodies: a file is whole and on the disk, or not there at all."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible(path="sources.services.durable_files.DurableFileStorage")
class DurableFileStorage(FileSystemStorage):
    """FileSystemStorage that writes beside the name, flushes to the disk, then renames.

    Django's own writes in place: a power cut leaves half a file under a name a row believes in.
    """

    def _save(self, name: str, content: File[bytes]) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            with beside.open("wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
        _flush_folder(path.parent)
        return name.replace("\\", "/")


def _flush_folder(folder: Path) -> None:
    """The name itself is an entry of its folder, and is lost when that is not flushed."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
