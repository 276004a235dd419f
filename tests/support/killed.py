"""A service in a process of its own that is killed between its commit and its answer."""

import os
import signal
from multiprocessing import get_context
from typing import Any

from litestar.testing import TestClient

from firsthand.app import create_app
from firsthand.base.settings import Settings
from firsthand.intake import receipts


def deliver_to_the_dying(settings: Settings, cookies: dict[str, str], envelope: str) -> int | None:
    """The exit code of the process that took in the envelope and was killed where it would sign the receipt."""
    process = get_context("spawn").Process(target=_serve, args=(settings, cookies, envelope))
    process.start()
    process.join(60)
    return process.exitcode


def _die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _serve(settings: Settings, cookies: dict[str, str], envelope: str) -> None:
    receipts.issue = _die  # type: ignore[assignment]
    with TestClient(create_app(settings), base_url=settings.public_origin, cookies=cookies) as http:
        http.post("/api/v1/submissions", json={"submissions": [envelope]})
