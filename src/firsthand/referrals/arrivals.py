"""How submissions reach the queue: they open the referral of their encounter, or join it; none is lowered by it."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, select

from firsthand.audit import entries
from firsthand.base.settings import Deadlines
from firsthand.encounters import readings
from firsthand.encounters.rules import NO_ASSESSMENT, highest, joined, rank
from firsthand.encounters.tables import Encounter, Reading
from firsthand.intake import references
from firsthand.intake.tables import Submission
from firsthand.referrals import acts, gradings, reopenings, rules
from firsthand.referrals.tables import Referral, Reopening


def refer(
    session: Session, encounter: Encounter, deadlines: Deadlines, *, arrived: Submission | None = None
) -> Referral | None:
    """Brings the encounter's referral up to all that it says now; none while nothing of it refers.

    `arrived` is the submission that is new, if one is: what was decided without it is open again.
    """
    read = [reading for reading in readings.of(session, encounter.id) if reading.refers]
    if not read:
        return None
    referral = of_encounter(session, encounter.id)
    if referral is None:
        assert arrived is not None
        return _opened(session, encounter, read, arrived, deadlines)
    _tell(session, encounter, referral, read, deadlines, arrived)
    return referral


def of_encounter(session: Session, encounter: UUID) -> Referral | None:
    return session.exec(select(Referral).where(Referral.encounter == encounter).with_for_update()).first()


def of_envelope(session: Session, envelope: UUID) -> Referral | None:
    """The referral of a record that is attributed to nobody."""
    return session.exec(select(Referral).where(Referral.envelope == envelope).with_for_update()).first()


def _opened(
    session: Session, encounter: Encounter, read: Sequence[Reading], arrived: Submission, deadlines: Deadlines
) -> Referral:
    starts = rules.clock_starts(encounter.started_at, encounter.received_at)
    referral = of_envelope(session, arrived.id) or Referral(
        level="standard",
        reference=_reference(session, encounter, read, arrived),
        received_at=encounter.received_at,
        clock_at=starts,
        due_at=starts,
    )
    referral.encounter, referral.envelope = encounter.id, None
    referral.author, referral.agency = encounter.author, encounter.agency
    _describe(referral, encounter, read)
    _set_clock(session, referral, encounter, read, deadlines)
    session.add(referral)
    session.flush()
    _note(session, "referral.opened", referral, arrived)
    return referral


def _reference(session: Session, encounter: Encounter, read: Sequence[Reading], arrived: Submission) -> str:
    """Of whoever brought it; for a guest of another agency, whose encounter it is not, the one of who began it."""
    if any(each.envelope == arrived.id and each.agency != encounter.agency for each in read):
        pair = (encounter.named, encounter.author)
        return references.of(session, {pair})[pair]
    return arrived.reference


def _tell(
    session: Session,
    encounter: Encounter,
    referral: Referral,
    read: Sequence[Reading],
    deadlines: Deadlines,
    arrived: Submission | None,
) -> None:
    before = referral.level
    _describe(referral, encounter, read)
    raised = rank(referral.level) > max(rank(before), rank(rules.standing(before, referral.graded)))
    raised = raised and (referral.waiting or arrived is not None)
    if arrived and referral.stage in ("decided", "closed"):
        reopenings.by_arrival(
            session, referral, submission=arrived.submission, arrived=arrived.received_at, deadlines=deadlines
        )
    if raised and referral.stage != "needs_grading":
        acts.move(referral, "needs_grading")
    if raised:
        _raise(session, referral)
    if arrived and referral.graded:
        acts.flag(referral, add=("new_information",))
    _set_clock(session, referral, encounter, read, deadlines)
    if arrived:
        _note(session, "referral.joined", referral, arrived)
    elif referral.level != before:
        _note(session, "referral.level_changed", referral, None)


def _raise(session: Session, referral: Referral) -> None:
    gradings.withdraw(session, referral)
    if referral.graded:
        referral.graded = None
        acts.flag(referral, add=("level_raised",))


def _describe(referral: Referral, encounter: Encounter, read: Sequence[Reading]) -> None:
    computed = highest(reading.level for reading in read)
    gravest = sorted((each for each in read if each.level), key=lambda each: -rank(each.level or "standard"))
    referral.level = computed or "not_established"
    named = [f"{each.form}/{each.form_version}/{code}" for each in gravest for code in each.reasons]
    referral.reasons = named if computed else [NO_ASSESSMENT]
    referral.prompts = joined([f"{each.form}/{each.form_version}/{code}" for each in gravest for code in each.prompts])
    referral.counts = dict(gravest[0].counts) if gravest else {}
    referral.incidents = max((each.incidents for each in read if each.incidents is not None), default=None)
    referral.kind, referral.started_at = encounter.kind, encounter.started_at
    referral.children = encounter.children
    told = joined(encounter.flags, *(each.flags for each in read))
    referral.flags = [*told, *(code for code in referral.flags if code in rules.OF_THE_DESK)]
    acts.flag(referral)


def _set_clock(
    session: Session, referral: Referral, encounter: Encounter, read: Sequence[Reading], deadlines: Deadlines
) -> None:
    if session.exec(select(Reopening.id).where(Reopening.referral == referral.id)).first() is None:
        starts = rules.clock_starts(encounter.started_at, encounter.received_at)
        referral.clock_at = min(referral.clock_at, starts)
    if referral.graded:
        acts.set_due(referral, deadlines)
    else:
        acts.set_due(referral, deadlines, referral.level, *(each.level for each in read if each.level))


def _note(session: Session, action: str, referral: Referral, arrived: Submission | None) -> None:
    detail = {"level": referral.level, "stage": referral.stage}
    if arrived:
        detail["submission"] = str(arrived.submission)
    entries.record(session, action, subject=referral.id, detail=detail)


def keep_apart(session: Session, submission: Submission, reading: Reading, deadlines: Deadlines) -> Referral:
    """A record attributed to nobody: its own row in the queue, joined to no encounter, linked to no person."""
    referral = of_envelope(session, submission.id)
    if referral is None:
        arrived = submission.received_at
        referral = Referral(
            envelope=submission.id,
            reference=submission.reference,
            level=reading.level or "not_verified",
            received_at=arrived,
            clock_at=arrived,
            due_at=arrived,
        )
        session.add(referral)
        _note(session, "referral.opened", referral, submission)
    referral.level = reading.level or "not_verified"
    referral.flags = list(reading.flags)
    acts.flag(referral)
    acts.set_due(referral, deadlines)
    return referral


def settle_apart(session: Session, submission: Submission) -> None:
    """What stood apart until its record could be read has a referral of its own encounter now."""
    apart = of_envelope(session, submission.id)
    if apart and apart.stage != "closed":
        acts.move(apart, "closed")
        entries.record(session, "referral.superseded", subject=apart.id)
