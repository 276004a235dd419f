"""Persons, what was said of them, and links, as stored."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from firsthand.base import clock
from firsthand.base.sealed import Sealed
from firsthand.base.tables import Codes, Moment, Row


class Person(Row, table=True):
    """One human being as one encounter names them; `named` is the id that the phone gave."""

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("encounter", "named"),)

    encounter: UUID = Field(index=True)
    named: UUID
    role: str
    is_child: bool = False
    versions: int = 0


class PersonVersion(Row, table=True):
    """What one submission said of a person that no earlier one had said; all versions stay and are shown."""

    __tablename__ = "person_versions"
    __table_args__ = (UniqueConstraint("person", "said"),)

    person: UUID = Field(foreign_key="people.id")
    number: int
    submission: UUID
    at: datetime = Field(sa_type=Moment)
    said: str
    """Keyed hash of the whole description, to know a new one by."""
    role: str
    given_name: str | None = Field(default=None, sa_type=Sealed("person_versions.given_name"))
    family_name: str | None = Field(default=None, sa_type=Sealed("person_versions.family_name"))
    date_of_birth: str | None = Field(default=None, sa_type=Sealed("person_versions.date_of_birth"))
    nhs_number: str | None = Field(default=None, sa_type=Sealed("person_versions.nhs_number"))
    phone: str | None = Field(default=None, sa_type=Sealed("person_versions.phone"))
    address: str | None = Field(default=None, sa_type=Sealed("person_versions.address"))


class PersonKey(Row, table=True):
    """A keyed hash by which a person is found: `nhs_number`, or `name_born`."""

    __tablename__ = "person_keys"
    __table_args__ = (UniqueConstraint("kind", "key", "person"),)

    kind: str
    key: str
    person: UUID = Field(foreign_key="people.id")


class AddressKey(Row, table=True):
    """A keyed hash of an address that an encounter names: where it happened, or where one of its people lives."""

    __tablename__ = "address_keys"
    __table_args__ = (UniqueConstraint("key", "encounter"),)

    key: str
    encounter: UUID = Field(index=True)


class Link(Row, table=True):
    """Two rows that are one person. `one` is the lesser id; `because` lists the kinds of key that agreed."""

    __tablename__ = "links"
    __table_args__ = (UniqueConstraint("one", "other"),)

    one: UUID = Field(foreign_key="people.id")
    other: UUID = Field(foreign_key="people.id", index=True)
    because: list[str] = Field(default_factory=list, sa_type=Codes)
    made_at: datetime = Field(default_factory=clock.now, sa_type=Moment)
    undone_at: datetime | None = Field(default=None, sa_type=Moment)
    undone_by: UUID | None = None
