"""As much of the S3 protocol as keeping files takes, from memory, on a port of its own."""

import threading
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree
from xml.sax.saxutils import escape

LIST = "<ListBucketResult><IsTruncated>false</IsTruncated>{}</ListBucketResult>"
ENTRY = "<Contents><Key>{}</Key><LastModified>{}</LastModified><Size>{}</Size><ETag>x</ETag></Contents>"
BEGUN = "<InitiateMultipartUploadResult><UploadId>{}</UploadId></InitiateMultipartUploadResult>"
REMOVED = "<Deleted><Key>{}</Key></Deleted>"
TIME = "%Y-%m-%dT%H:%M:%S.000Z"
JOINED = "<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>"


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    @property
    def name(self) -> str:
        return unquote(urlsplit(self.path).path).lstrip("/")

    @property
    def query(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.path).query, keep_blank_values=True).items()}

    def _answer(self, status: int, content: bytes | str = b"", **headers: str) -> None:
        body = content.encode() if isinstance(content, str) else content
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in {"ETag": '"x"', **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def do_PUT(self) -> None:
        body, query, s3 = self._body(), self.query, self.server.s3
        if "partNumber" in query:
            s3.uploads.setdefault(query["uploadId"], {})[int(query["partNumber"])] = body
        elif not s3.refusing:
            s3.keep(self.name, body)
        self._answer(403 if s3.refusing else 200)

    def do_POST(self) -> None:
        body, query = self._body(), self.query
        if "delete" in query:
            self._answer(200, self._removed(body))
        elif "uploads" in query:
            self._answer(200, BEGUN.format(len(self.server.s3.uploads)))
        else:
            parts = self.server.s3.uploads.pop(query["uploadId"])
            self.server.s3.keep(self.name, b"".join(parts[number] for number in sorted(parts)))
            self._answer(200, JOINED)

    def _removed(self, body: bytes) -> str:
        bucket = self.name.split("/")[0]
        keys = [str(each.text) for each in ElementTree.fromstring(body).iter() if each.tag.endswith("Key")]
        for key in keys:
            self.server.s3.objects.pop(f"{bucket}/{key}", None)
        return f"<DeleteResult>{''.join(REMOVED.format(escape(key)) for key in keys)}</DeleteResult>"

    def do_GET(self) -> None:
        kept = self.server.s3.objects.get(self.name)
        if "list-type" in self.query:
            self._answer(200, self._listed())
        elif kept is None:
            self._answer(404)
        else:
            self._answer(200, kept[0], Last_Modified=format_datetime(kept[1], usegmt=True))

    def _listed(self) -> str:
        beneath = f"{self.name.rstrip('/')}/"
        found = {name.removeprefix(beneath): kept for name, kept in self.server.s3.objects.items()}
        wanted = {name: kept for name, kept in found.items() if name.startswith(self.query.get("prefix", ""))}
        told = (ENTRY.format(escape(name), f"{at:{TIME}}", len(kept)) for name, (kept, at) in wanted.items())
        return LIST.format("".join(told))

    do_HEAD = do_GET  # noqa: N815


class _Server(ThreadingHTTPServer):
    s3: "FakeS3"


class FakeS3:
    """`objects` by bucket and key; while `refusing`, nothing may be written."""

    def __init__(self) -> None:
        self.objects: dict[str, tuple[bytes, datetime]] = {}
        self.uploads: dict[str, dict[int, bytes]] = {}
        self.seen: set[str] = set()
        self.refusing = False
        self._server: Any = _Server(("127.0.0.1", 0), _Handler)
        self._server.s3 = self

    @property
    def environment(self) -> dict[str, str]:
        endpoint = f"http://127.0.0.1:{self._server.server_address[1]}"
        named = {"ACCESS_KEY_ID": "invented", "SECRET_ACCESS_KEY": "invented", "REGION": "nowhere"}
        return {f"AWS_{name}": value for name, value in (named | {"ENDPOINT": endpoint, "ALLOW_HTTP": "true"}).items()}

    def keep(self, name: str, content: bytes) -> None:
        self.seen.add(name)
        self.objects[name] = content, datetime.now(UTC)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
