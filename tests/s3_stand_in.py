"""A bucket on loopback: as much of the S3 protocol as django-storages speaks to keep bodies."""

from __future__ import annotations

import threading
import time
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape


class _Server(ThreadingHTTPServer):
    def server_bind(self) -> None:
        """As HTTPServer's, without asking for the machine's full name: that may take seconds."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]


class Bucket:
    """Path-style bucket without authentication; ``broken`` makes every request a 503."""

    def __init__(self, port: int = 0) -> None:
        self.objects: dict[str, tuple[bytes, float]] = {}
        self.broken = False
        bucket = self

        class Handler(_Handler):
            kept = bucket

        self._server = _Server(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    kept: Bucket
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        pass

    def _key(self) -> str:
        return unquote(urlsplit(self.path).path.lstrip("/").partition("/")[2])

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _read(self) -> bytes:
        if "aws-chunked" not in self.headers.get("Content-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return body

    def do_PUT(self) -> None:
        body = self._read()
        if self.kept.broken:
            return self._answer(503)
        self.kept.objects[self._key()] = (body, time.time())
        return self._answer(200, ETag='"x"')

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        if self.kept.broken:
            return self._answer(503)
        if "list-type" in query or "prefix" in query:
            return self._list(query.get("prefix", [""])[0], query.get("delimiter", [""])[0])
        found = self.kept.objects.get(self._key())
        if found is None:
            code = b"<Error><Code>NoSuchKey</Code><Message>no</Message></Error>"
            return self._answer(404, b"" if self.command == "HEAD" else code)
        modified = formatdate(found[1], usegmt=True)
        length = str(len(found[0]))
        return self._answer(
            200, found[0], Content_Length=length, Last_Modified=modified, ETag='"x"'
        )

    do_HEAD = do_GET  # noqa: N815

    def do_DELETE(self) -> None:
        self.kept.objects.pop(self._key(), None)
        self._answer(204)

    def _list(self, prefix: str, delimiter: str) -> None:
        keys = sorted(key for key in self.kept.objects if key.startswith(prefix))
        folders = set()
        rows = ""
        for key in keys:
            rest = key.removeprefix(prefix)
            if delimiter and delimiter in rest:
                folders.add(prefix + rest.split(delimiter)[0] + delimiter)
            else:
                rows += (
                    f"<Contents><Key>{escape(key)}</Key><Size>1</Size>"
                    "<LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>"
                )
        rows += "".join(
            f"<CommonPrefixes><Prefix>{escape(each)}</Prefix></CommonPrefixes>"
            for each in sorted(folders)
        )
        head = f"<Name>b</Name><Prefix>{escape(prefix)}</Prefix><IsTruncated>false</IsTruncated>"
        body = f"<ListBucketResult>{head}{rows}</ListBucketResult>".encode()
        self._answer(200, body, Content_Type="application/xml")
