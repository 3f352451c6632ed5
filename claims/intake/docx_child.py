"""A Word document to HTML in a process that can be killed. Run by path: bytes in, JSON out."""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import zipfile

MEMORY = 1_000_000_000  # bytes of address space
SECONDS = 20  # of processor time, should the parent die
MOST_BYTES = 100_000_000  # unpacked, of all parts together
_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='表題'] => h1:fresh"
_CORE = re.compile(rb"<(dc:title|dc:creator|dc:language)\b[^>]{0,300}>([^<]{0,500})<")


def main() -> None:
    """Read one document from standard input; write {"html", "title", "creator"} as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    body = io.BytesIO(sys.stdin.buffer.read())
    with zipfile.ZipFile(body) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_BYTES:
            raise ValueError("unpacks to too many bytes")
        about = _core(parts)
    import mammoth

    # Pictures say nothing that can be checked; without them no part is read twice.
    result = mammoth.convert_to_html(
        body,
        style_map=_STYLES,
        convert_image=mammoth.images.img_element(lambda image: {"src": ""}),
    )
    json.dump({"html": result.value} | about, sys.stdout)


def _core(parts: zipfile.ZipFile) -> dict[str, str]:
    try:
        raw = parts.read("docProps/core.xml")[:100_000]
    except KeyError:
        return {}
    found = {
        name.decode()[3:]: text.decode("utf-8", "replace") for name, text in _CORE.findall(raw)
    }
    return {name: found[name] for name in ("title", "creator") if found.get(name)}


if __name__ == "__main__":
    main()
