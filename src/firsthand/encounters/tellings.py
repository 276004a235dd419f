"""What one verified submission adds: its meaning, and, if it refers, the people and the place that it names."""

from datetime import timedelta
from typing import Any, NamedTuple

from sqlmodel import Session

from firsthand.encounters import (
    descriptions,
    families,
    histories,
    interpretations,
    joinings,
    reviews,
    rules,
    scores,
)
from firsthand.encounters.families import Family
from firsthand.encounters.interpretations import Interpretation
from firsthand.encounters.joinings import Told
from firsthand.encounters.payload import Payload
from firsthand.encounters.tables import Encounter, Reading, Score
from firsthand.forms.library import Library
from firsthand.identity import devices
from firsthand.intake import reported
from firsthand.intake import rules as envelope_rules
from firsthand.intake.tables import Submission
from firsthand.people import links


class Clock(NamedTuple):
    """How far a phone's clock was ahead of ours when it wrote, and the flags that say how sure that is."""

    ahead: timedelta
    flags: list[str]


def add(
    session: Session, row: Submission, encounter: Encounter, reading: Reading, said: Payload, library: Library
) -> None:
    """What stays with the author's own agency leaves its people in the sealed record, and links nobody."""
    ahead = clock_of(session, row).ahead
    reading.clock_ahead = round(ahead / timedelta(minutes=1))
    told = descriptions.told(said, ahead=ahead, today=row.received_at.date())
    reading.route, reading.subject = "agency" if said.route.to == "agency" else "unit", said.subject
    found = _interpreted(row, encounter, told, said, library)
    family: Family | None = None
    if found.refers:
        family = _link(session, encounter, told, row)
        reading.incidents = histories.incidents_in_12_months(session, encounter)
        found = _interpreted(row, encounter, told, said, library, incidents=reading.incidents)
    interpretations.write(reading, found)
    _review(session, encounter, family, scores.record(session, reading, encounter, said, library))


def again(
    session: Session, row: Submission, encounter: Encounter, reading: Reading, said: Payload, library: Library
) -> None:
    """With what is known of the family now."""
    told = descriptions.told(said, ahead=clock_of(session, row).ahead, today=row.received_at.date())
    reading.incidents = histories.incidents_in_12_months(session, encounter)
    found = _interpreted(row, encounter, told, said, library, incidents=reading.incidents)
    interpretations.write(reading, found)
    _review(session, encounter, None, scores.record(session, reading, encounter, said, library))


def _interpreted(
    row: Submission, encounter: Encounter, told: Told, said: Payload, library: Library, incidents: int | None = None
) -> Interpretation:
    age = descriptions.age_of_subject(said, told.started_at, row.received_at.date())
    known: dict[str, Any] = {"incidents_in_12_months": incidents, "age": age}
    return interpretations.interpret(
        library,
        said,
        {name: value for name, value in known.items() if value is not None},
        kind=encounter.kind if encounter.kind == "incident" else told.kind,
        child_involved=encounter.children > 0 or any(each.is_child for each in told.people.values()),
    )


def _link(session: Session, encounter: Encounter, told: Told, row: Submission) -> Family | None:
    """The family, where this changes what is known of it: its earlier and later encounters are then read again."""
    before = encounter.kind, encounter.started_at
    changed = joinings.tell(session, encounter, told, submission=row.submission, at=row.received_at)
    moved = before[0] is not None and before != (encounter.kind, encounter.started_at)
    if not (links.make(session, changed) or moved):
        return None
    family = families.of_encounter(session, encounter)
    families.refresh(session, family)
    return family


def _review(session: Session, encounter: Encounter, changed: Family | None, score: Score | None) -> None:
    """Of an ordinary record that tells nothing new of a family, nothing is asked."""
    family = changed or (families.of_encounter(session, encounter) if score else None)
    if family:
        reviews.review(session, family, score)


def clock_of(session: Session, row: Submission) -> Clock:
    """What is known of the clock by which it was written: that of whoever relays it is another one."""
    own = devices.in_one_browser(session, row.device, row.relayed_device)
    offset = envelope_rules.clock_offset(row.sent_at, row.received_at) if own else timedelta()
    ahead = envelope_rules.clock_ahead(offset, row.captured_at, row.received_at)
    doubts = {"clock_offset": offset and ahead == offset, "clock_doubtful": ahead != offset, "clock_unknown": not own}
    return Clock(ahead, [flag for flag, raised in doubts.items() if raised])


def oddities(session: Session, row: Submission, said: Payload | None) -> list[str]:
    """Flags of the times, corrected, and of what it amends."""
    clock = clock_of(session, row)
    captured = row.captured_at - clock.ahead if row.captured_at else None
    start = said.encounter.started_at - clock.ahead if said and said.encounter.started_at else None
    told = {
        "amended": row.amends is not None,
        "amends_unknown": row.amends is not None and bool(reported.not_here(session, [row.amends])),
    }
    times = rules.clock_flags(start, captured, row.received_at)
    return [*times, *clock.flags, *(flag for flag, raised in told.items() if raised)]
