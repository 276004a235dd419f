"""The registry of author keys: whose signature a key makes, and since when it counts no more."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from sqlmodel import Session, col, select

from firsthand.base.problems import Problem
from firsthand.identity.rules import Status
from firsthand.identity.tables import Device, Practitioner

_MEMBERS = ("kty", "crv", "x", "y")


@dataclass(frozen=True)
class AuthorKey:
    """A registered public key. `active`: its author was not deactivated."""

    practitioner: UUID
    agency: UUID
    device: UUID
    jwk: dict[str, Any]
    revoked_at: datetime | None
    active: bool


def find(session: Session, key_id: str) -> AuthorKey | None:
    """By its RFC 7638 thumbprint."""
    joined = select(Device, Practitioner).join(Practitioner, col(Practitioner.id) == Device.practitioner)
    row = session.exec(joined.where(Device.author_key_id == key_id)).first()
    if row is None:
        return None
    device, person = row
    active = person.status != Status.DEACTIVATED
    return AuthorKey(person.id, person.agency, device.id, device.author_key, device.revoked_at, active)


def public(jwk: dict[str, object]) -> tuple[str, dict[str, str]]:
    """The RFC 7638 thumbprint and the four public members of an EC P-256 key. Raises Problem `bad-key`."""
    members = {name: value for name in _MEMBERS if isinstance(value := jwk.get(name), str)}
    if "d" in jwk or len(members) < len(_MEMBERS) or (members["kty"], members["crv"]) != ("EC", "P-256"):
        raise Problem("bad-key")
    try:
        key = ECKey.import_key(dict(members))
        key.get_op_key("verify")
        return key.thumbprint(), members
    except (JoseError, ValueError):
        raise Problem("bad-key") from None
