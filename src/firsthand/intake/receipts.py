"""What a device holds once its submissions are safe."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from firsthand.base.keyring import Keyring
from firsthand.intake import seals
from firsthand.intake.submissions import Result

Names = list[dict[str, Any]]
"""[{id, sha256}] of attachments that are held whole."""
_NONE: Mapping[str, Names] = {}


def issue(results: Iterable[Result], ring: Keyring, attachments: Mapping[str, Names] = _NONE) -> str | None:
    """The signed receipt over everything that is held; none where nothing is. `attachments` by sha256 of envelope."""
    received = [_line(result, attachments.get(result.sha256, [])) for result in results if result.arrival]
    return seals.sign({"received": received}, ring.receipt[0], seals.RECEIPT) if received else None


def _line(result: Result, attachments: Names) -> dict[str, Any]:
    assert result.arrival
    reference, received_at = result.arrival
    line = {"id": result.id, "sha256": result.sha256, "reference": reference}
    return {**line, "received_at": rfc3339(received_at), "attachments": attachments}


def rfc3339(moment: datetime) -> str:
    """In UTC, to the millisecond."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
