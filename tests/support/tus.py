"""Two public clients of tus, each as its authors made it: tuspy here, tus-js-client in Node."""

import io
import json
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError, TusUploadFailed
from tusclient.uploader import Uploader

from support.uploads import File

_SCRIPT = Path(__file__).with_name("tus-upload.mjs")
_PATIENCE = 60


@dataclass
class Line:
    """Where the service is, as a client sees it, and the cookie that delivers."""

    endpoint: str
    cookie: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": self.cookie}


@dataclass
class Uploaded:
    """`offsets`: all that the service ever answered, in order."""

    url: str | None
    offsets: list[int] = field(default_factory=list)
    error: str = ""
    terminated: bool = False


class _Watched(Uploader):  # type: ignore[misc]
    """Notes each offset that it is told."""

    offsets: list[int]

    def get_offset(self) -> int:
        offset = int(super().get_offset())
        self.offsets.append(offset)
        return offset

    def upload_chunk(self) -> None:
        super().upload_chunk()
        self.offsets.append(self.offset)


def by_tuspy(line: Line, file: File, chunk: int, *, checksum: bool) -> Uploaded:
    """Begins until it has begun, and goes on until it has ended."""
    client = TusClient(line.endpoint, headers=line.headers)
    given = {"client": client, "chunk_size": chunk, "retries": 500, "retry_delay": 0.02}
    uploader = _Watched(file_stream=io.BytesIO(file.content), metadata=file.said, upload_checksum=checksum, **given)
    uploader.offsets = []
    give_up = time.monotonic() + _PATIENCE
    while True:
        try:
            uploader.upload()
            return Uploaded(uploader.url, uploader.offsets)
        except (TusCommunicationError, TusUploadFailed):
            if uploader.url is not None or time.monotonic() > give_up:
                raise
            time.sleep(0.02)


def by_tus_js(line: Line, file: File, path: Path, chunk: int | None = None, **more: Any) -> Uploaded:
    """`path` is where the file is written for it. `uploadUrl` and `terminateAt` as the script takes them."""
    path.write_bytes(file.content)
    options = {"endpoint": line.endpoint, "headers": line.headers, "path": str(path), "metadata": file.said, **more}
    options |= {"chunkSize": chunk} if chunk else {}
    ran = subprocess.run(
        ["node", str(_SCRIPT), json.dumps(options)], capture_output=True, timeout=_PATIENCE, text=True, check=False
    )
    assert ran.stdout, ran.stderr
    return Uploaded(**json.loads(ran.stdout))
