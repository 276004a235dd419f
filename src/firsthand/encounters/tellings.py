"""What one verified submission adds: its meaning, and, if it refers, the people and the place that it names."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session

from firsthand.encounters import descriptions, families, histories, interpretations, joinings, readings, rules
from firsthand.encounters.interpretations import Interpretation
from firsthand.encounters.joinings import Told
from firsthand.encounters.payload import Payload
from firsthand.encounters.tables import Encounter, Reading
from firsthand.forms.library import Library
from firsthand.intake import rules as envelope_rules
from firsthand.intake.tables import Submission
from firsthand.people import links


def add(
    session: Session, row: Submission, encounter: Encounter, reading: Reading, said: Payload, library: Library
) -> None:
    """What stays with the author's own agency leaves its people in the sealed record, and links nobody."""
    told = descriptions.told(said, ahead=ahead(row), today=row.received_at.date())
    reading.route, reading.subject = "agency" if said.route.to == "agency" else "unit", said.subject
    found = _interpreted(row, encounter, told, said, library)
    if found.refers:
        _link(session, encounter, told, row)
        reading.incidents = histories.incidents_in_12_months(session, encounter)
        found = _interpreted(row, encounter, told, said, library, incidents=reading.incidents)
    interpretations.write(reading, found)


def again(
    session: Session, row: Submission, encounter: Encounter, reading: Reading, said: Payload, library: Library
) -> None:
    """With what is known of the family now."""
    told = descriptions.told(said, ahead=ahead(row), today=row.received_at.date())
    reading.incidents = histories.incidents_in_12_months(session, encounter)
    found = _interpreted(row, encounter, told, said, library, incidents=reading.incidents)
    interpretations.write(reading, found)


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


def _link(session: Session, encounter: Encounter, told: Told, row: Submission) -> None:
    """Where this changes what is known of a family, its earlier and later encounters are read again."""
    before = encounter.kind, encounter.started_at
    changed = joinings.tell(session, encounter, told, submission=row.submission, at=row.received_at)
    moved = before[0] is not None and before != (encounter.kind, encounter.started_at)
    if links.make(session, changed) or moved:
        families.refresh(session, encounter)


def ahead(row: Submission) -> timedelta:
    """By how much the phone's clock ran before ours."""
    return envelope_rules.clock_offset(row.sent_at, row.received_at)


def oddities(session: Session, row: Submission, said: Payload | None) -> list[str]:
    """Flags of the times, corrected, and of what it amends."""
    captured = row.captured_at - ahead(row) if row.captured_at else None
    start = said.encounter.started_at - ahead(row) if said and said.encounter.started_at else None
    told = {
        "clock_offset": bool(ahead(row)),
        "amended": row.amends is not None,
        "amends_unknown": row.amends is not None and not readings.of_submission(session, row.amends),
    }
    clocks = rules.clock_flags(start, captured, row.received_at)
    return [*clocks, *(flag for flag, raised in told.items() if raised)]
