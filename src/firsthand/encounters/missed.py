"""What scores were made without, as it is told: to the desk with the score, to its scorer until they score again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.encounters.tables import Encounter, MissedEncounter, Score


@dataclass(frozen=True)
class Missed:
    """What one score was made without: so many `encounters`, among them `incidents`.

    `asked_at` is when its scorer was asked last; `answered_at` is none while any of it waits for an answer.
    """

    score: Score
    encounters: int
    incidents: int
    asked_at: datetime
    answered_at: datetime | None


def of_envelope(session: Session, envelope: UUID) -> Missed | None:
    found = _told(session, Score.envelope == envelope)
    return found[0] if found else None


def open_of(session: Session, author: UUID) -> list[Missed]:
    """What somebody is asked to score again, the latest first: one for each encounter, by their latest score of it."""
    waits = col(MissedEncounter.answered_at).is_(None)
    found = sorted(_told(session, Score.author == author, waits), key=lambda each: each.score.received_at)
    return list({each.score.encounter: each for each in found}.values())[::-1]


def _told(session: Session, *which: Any) -> list[Missed]:
    query = select(Score, MissedEncounter, Encounter.kind).join(MissedEncounter, col(MissedEncounter.score) == Score.id)
    found: dict[UUID, tuple[Score, list[MissedEncounter], list[str | None]]] = {}
    for score, row, kind in session.exec(
        query.join(Encounter, col(Encounter.id) == MissedEncounter.encounter).where(*which)
    ):
        _, rows, kinds = found.setdefault(score.id, (score, [], []))
        rows.append(row)
        kinds.append(kind)
    return [_summed(*each) for each in found.values()]


def _summed(score: Score, rows: list[MissedEncounter], kinds: list[str | None]) -> Missed:
    answers = [row.answered_at for row in rows]
    answered = max((each for each in answers if each), default=None) if all(answers) else None
    return Missed(score, len(rows), kinds.count("incident"), max(row.asked_at for row in rows), answered)
