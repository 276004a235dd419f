"""Columns for whatever names or describes a person, and the keyed hashes by which such words are found."""

import hmac
import json
import os
from hashlib import sha256
from typing import Any, Self
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, LargeBinary, event, inspect
from sqlalchemy.orm import Mapper
from sqlalchemy.types import TypeDecorator

from firsthand.base import keyring
from firsthand.base.tables import Row

_VERSION = b"\x01"


class MovedCell(Exception):
    """A sealed cell that was written for another row."""


class Cell(str):
    """The words of a sealed column and the row that they belong to."""

    row: UUID

    @classmethod
    def of(cls, row: UUID, words: str) -> Self:
        cell = cls(words)
        cell.row = row
        return cell


class Sealed(TypeDecorator[str]):
    """AES-256-GCM: version ‖ 12-byte nonce ‖ ciphertext of (16-byte row id ‖ UTF-8); associated data `table.column`."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        if not isinstance(value, Cell):
            raise TypeError(f"{self.place} is written only with its row, through the session")
        nonce = os.urandom(12)
        plain = value.row.bytes + value.encode()
        return _VERSION + nonce + AESGCM(keyring.current().data).encrypt(nonce, plain, self.place.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Cell | None:
        if value is None:
            return None
        plain = AESGCM(keyring.current().data).decrypt(value[1:13], value[13:], self.place.encode())
        return Cell.of(UUID(bytes=plain[:16]), plain[16:].decode())


def _columns(mapper: Mapper[Any]) -> list[str]:
    return [p.key for p in mapper.column_attrs if isinstance(p.columns[0].type, Sealed)]


def _bind_to_row(mapper: Mapper[Any], connection: Any, target: Any) -> None:
    for name in _columns(mapper):
        words = getattr(target, name)
        if words is not None:
            target.__dict__[name] = Cell.of(target.id, words)


def _check_row(target: Any, *_: Any) -> None:
    for name in _columns(inspect(type(target))):
        cell = target.__dict__.get(name)
        if isinstance(cell, Cell) and cell.row != target.id:
            raise MovedCell(f"{type(target).__name__}.{name} of {target.id} was written for another row")


event.listen(Row, "before_insert", _bind_to_row, propagate=True)
event.listen(Row, "before_update", _bind_to_row, propagate=True)
event.listen(Row, "load", _check_row, propagate=True)
event.listen(Row, "refresh", _check_row, propagate=True)


def keyed_hash(purpose: str, *words: str) -> str:
    """64 hex characters; equal words under one purpose are equal, and nothing else can be read from them."""
    message = json.dumps([purpose, *words], ensure_ascii=False).encode()
    return hmac.new(keyring.current().lookup, message, sha256).hexdigest()
