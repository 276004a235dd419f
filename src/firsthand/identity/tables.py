"""Who is who, as stored. Names and e-mail of staff are in clear; names of devices and recovery codes are sealed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from firsthand.base import clock
from firsthand.base.sealed import Sealed
from firsthand.base.tables import Codes, Moment, Row, unaudited


class Agency(Row, table=True):
    """`kind` is a code of `words.AGENCY_KINDS`; `name_key` the name as compared."""

    __tablename__ = "agencies"

    name: str
    name_key: str = Field(unique=True)
    kind: str
    added_at: datetime = Field(default_factory=clock.now, sa_type=Moment)


class Practitioner(Row, table=True):
    """`passphrase_hash` is argon2id's own encoding; none until an invitation or a reset is taken up."""

    __tablename__ = "practitioners"

    agency: UUID = Field(foreign_key="agencies.id", index=True)
    name: str
    email: str = Field(unique=True)
    role: str
    status: str
    locale: str = "en"
    passphrase_hash: str | None = None
    opens_attachments: bool = False
    added_at: datetime = Field(default_factory=clock.now, sa_type=Moment)


class Device(Row, table=True):
    """A practitioner on a device: its author key (public JWK) is registered once and never changes."""

    __tablename__ = "devices"

    practitioner: UUID = Field(foreign_key="practitioners.id", index=True)
    name: str = Field(sa_type=Sealed("devices.name"))
    author_key_id: str = Field(unique=True)
    author_key: dict[str, Any] = Field(sa_type=Codes)
    installation: str | None = None
    enrolled_at: datetime = Field(default_factory=clock.now, sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)
    recovery_code: str | None = Field(default=None, sa_type=Sealed("devices.recovery_code"))
    recovery_shown_at: datetime | None = Field(default=None, sa_type=Moment)


class DeviceToken(Row, table=True):
    """A device cookie, by its SHA-256. On a shared device one cookie stands for everybody enrolled there."""

    __tablename__ = "device_tokens"
    __table_args__ = (
        UniqueConstraint("token_hash", "device"),
        {"info": unaudited("when a device was last heard of; the enrolment itself is audited")},
    )

    token_hash: str = Field(index=True)
    device: UUID = Field(foreign_key="devices.id", index=True)
    last_seen: datetime = Field(default_factory=clock.now, sa_type=Moment)


class DeviceReport(Row, table=True):
    """What a device said last of itself: the ids of what waited there sealed and was not here, and how many drafts.

    `turn` counts the reports of one `installation`, so that a late one changes nothing. What was heard of at
    `lost_since` and not any more at `lost_at` is in `lost` (ids) and `lost_drafts`.
    """

    __tablename__ = "device_reports"
    __table_args__ = ({"info": unaudited("bookkeeping of what devices say; what is missing has its own entry")},)

    device: UUID = Field(foreign_key="devices.id", unique=True)
    heard_at: datetime = Field(default_factory=clock.now, sa_type=Moment)
    installation: str
    turn: int
    waiting: list[str] = Field(default_factory=list, sa_type=Codes)
    drafts: int = 0
    lost: list[str] = Field(default_factory=list, sa_type=Codes)
    lost_drafts: int = 0
    lost_since: datetime | None = Field(default=None, sa_type=Moment)
    lost_at: datetime | None = Field(default=None, sa_type=Moment)


class SignIn(Row, table=True):
    """A session at the server; its cookie is kept by SHA-256 only."""

    __tablename__ = "sessions"
    __table_args__ = ({"info": unaudited("expiry and last use; signing in and out record their own entries")},)

    practitioner: UUID = Field(foreign_key="practitioners.id", index=True)
    device: UUID | None = Field(default=None, foreign_key="devices.id")
    token_hash: str = Field(unique=True)
    signed_in_at: datetime = Field(default_factory=clock.now, sa_type=Moment)
    last_seen: datetime = Field(default_factory=clock.now, sa_type=Moment, index=True)


class Invitation(Row, table=True):
    """A one-time code by its keyed hash, for a first passphrase or for a new one after a reset."""

    __tablename__ = "invitations"

    practitioner: UUID = Field(foreign_key="practitioners.id", index=True)
    made_by: UUID | None = None
    code_hash: str
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class Throttle(Row, table=True):
    """Tries as a debt that time pays off: `paid_off_at` moves on with each one. `bucket` is a keyed hash."""

    __tablename__ = "throttles"
    __table_args__ = ({"info": unaudited("counts tries by keyed hash; refused sign-ins record their own entries")},)

    bucket: str = Field(unique=True)
    paid_off_at: datetime = Field(sa_type=Moment, index=True)


class Notice(Row, table=True):
    """What was done to somebody's account, told at their next sign-in. `kind` is a code of `words.NOTICES`.

    `detail`, of what is missing or elsewhere: device, submissions, drafts (numbers) and since (RFC 3339).
    """

    __tablename__ = "notices"
    __table_args__ = ({"info": unaudited("tells what its own entry records; seen or not says nothing more")},)

    practitioner: UUID = Field(foreign_key="practitioners.id", index=True)
    kind: str
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=Codes)
    at: datetime = Field(default_factory=clock.now, sa_type=Moment)
    seen_at: datetime | None = Field(default=None, sa_type=Moment)

    @property
    def since(self) -> datetime | None:
        """When what is missing or elsewhere was heard of last."""
        said = self.detail.get("since")
        return datetime.fromisoformat(said) if said else None
