"""What the steps of a submission go by, and what they are told by whatever stands above them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from firsthand.base.settings import Deadlines
from firsthand.encounters.payload import Payload
from firsthand.forms.library import Library
from firsthand.intake.tables import Submission


@dataclass(frozen=True)
class Heard:
    """What a meeting makes of a record that names one: how long it goes no further, and the flags that it gets then.

    `author` and `agency`: whose encounter it joins, where that is not its own author's.
    """

    held_until: datetime | None = None
    flags: tuple[str, ...] = ()
    author: UUID | None = None
    agency: UUID | None = None


NO_MEETING = Heard()
Hear = Callable[[Session, Submission, Payload], Heard]


@dataclass(frozen=True)
class Practice:
    """What the steps go by: the forms, the partnership's deadlines, and how a meeting is heard that a record names."""

    library: Library
    deadlines: Deadlines
    hear: Hear = lambda session, row, said: NO_MEETING
