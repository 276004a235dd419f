"""The key ring: every secret of the server, in one file outside the database."""

import json
import os
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from joserfc.jwk import ECKey

from firsthand.base.stops import Stop

Jwk = dict[str, Any]


class KeyringMissing(Stop):
    """Says which file is missing and how to make it."""


def _signing_pair(use: str) -> Jwk:
    key = ECKey.generate_key("P-256", private=True)
    return {**key.as_dict(private=True), "use": use, "kid": key.thumbprint()}


@dataclass(frozen=True, eq=False)
class Keyring:
    """Symmetric keys are 32 random bytes; `sealing` and `receipt` are private P-256 JWKs, the current one first."""

    data: bytes
    lookup: bytes
    session: bytes
    sealing: tuple[Jwk, ...]
    receipt: tuple[Jwk, ...]

    @classmethod
    def fresh(cls) -> Self:
        data, lookup, session = (secrets.token_bytes(32) for _ in range(3))
        return cls(data, lookup, session, (_signing_pair("enc"),), (_signing_pair("sig"),))

    @classmethod
    def read(cls, file: Path) -> Self:
        """Raises KeyringMissing."""
        if not file.exists():
            raise KeyringMissing(f"There is no key ring at {file}. Make one with `firsthand keys make`.")
        kept = json.loads(file.read_text())
        data, lookup, session = (b64decode(kept[name]) for name in ("data", "lookup", "session"))
        return cls(data, lookup, session, tuple(kept["sealing"]), tuple(kept["receipt"]))

    def write(self, file: Path) -> None:
        """Keeps the ring readable by its owner alone; a reader sees the old file or the new one."""
        symmetric = {name: b64encode(getattr(self, name)).decode() for name in ("data", "lookup", "session")}
        text = json.dumps({**symmetric, "sealing": self.sealing, "receipt": self.receipt}, indent=1)
        for folder in (file.parent.parent, file.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = file.with_suffix(".new")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
            handle.write(text)
            handle.flush()
            os.fsync(handle.fileno())
        draft.replace(file)

    def rotated(self) -> Self:
        """The same ring with a new current sealing key; the earlier ones stay for reading."""
        sealing = (_signing_pair("enc"), *self.sealing)
        return type(self)(self.data, self.lookup, self.session, sealing, self.receipt)


_current: Keyring | None = None


def use(ring: Keyring) -> Keyring:
    """Makes a ring the one that sealed columns and keyed hashes of this process use."""
    global _current
    _current = ring
    return ring


def current() -> Keyring:
    """Raises KeyringMissing when none is in use."""
    if _current is None:
        raise KeyringMissing("No key ring is in use yet.")
    return _current
