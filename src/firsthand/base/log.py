"""What went wrong, a line of JSON each on standard error: a code and what belongs to it, never anybody's words."""

import json
import sys
from contextlib import suppress

from firsthand.base import clock


def error(code: str, **told: str | None) -> None:
    """`told` are ids, types and places. A disk that takes no line more is no reason for whoever tells of it to end."""
    line = {"at": clock.now().isoformat(timespec="milliseconds"), "level": "error", "event": code, **told}
    with suppress(OSError):
        print(json.dumps(line), file=sys.stderr, flush=True)
