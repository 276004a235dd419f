"""Sends the invented encounters at their invented times, and settles the old ones at the desk."""

from datetime import date, timedelta
from random import Random
from typing import Any

from firsthand.base import clock, ids
from firsthand.forms.library import Library
from firsthand.invented import settling
from firsthand.invented.answers import Answering, mode
from firsthand.invented.families import Person, Registry
from firsthand.invented.phones import Phone
from firsthand.invented.staff import ATTENDS
from firsthand.invented.stories import Story, told
from firsthand.web.world import World

SEED = 2016
_SECONDS_TO_SEND = timedelta(minutes=20)


async def send(world: World, phones: list[Phone]) -> None:
    """All stories, the oldest first. Each waits until the service has read the one before."""
    source = Random(SEED)  # noqa: S311 - an invented partnership, the same each time
    registry = Registry(source, clock.now().date())
    stories = sorted(told(registry, source), key=lambda story: -story.days_ago)
    for story in stories:
        with clock.shifted(-timedelta(days=story.days_ago)):
            await _send(world, phones[ATTENDS[story.kind]], story, source)
    await settling.settle(world, stories)


async def _send(world: World, phone: Phone, story: Story, source: Random) -> None:
    encounter = _encounter(story)
    envelopes = [phone.sealed(encounter, form, **record) for form, record in _records(world.library, story, source)]
    with clock.shifted(clock.shift() + _SECONDS_TO_SEND):
        await phone.deliver(envelopes, clock.now())
        await world.pipeline.drain()


def _encounter(story: Story) -> dict[str, Any]:
    consent = "declined" if story.severity == "unsure" else "yes"
    return {
        "id": str(ids.new()),
        "kind": story.kind,
        "started_at": clock.now().isoformat(timespec="seconds"),
        "place": story.family.place,
        "language": story.family.language,
        "address_as": story.family.address_as,
        "people": list(story.family.people),
        "asking": {"alone": "yes", "safe_to_talk": "yes", "consent": consent, "earshot": [], "interpreter": None},
        "worker_safety": {"warnings": ["dog"] if story.severity == "high" else [], "note": None},
    }


def _records(library: Library, story: Story, source: Random) -> list[tuple[tuple[str, str], dict[str, Any]]]:
    """Every form of a story: one for the encounter, a child's voice for each child who was there or is not born."""
    language = None if story.family.language == "en" else story.family.language
    records = []
    for name in story.forms:
        form = library.current(name)
        about: list[Person | None] = [*story.family.children] if form.subject == "child" else [None]
        for child in about:
            fixed = {"mode": mode(_age(child))} if child else None
            answers = Answering(source, story.severity, story.family.language, fixed).form(form)
            subject = child["id"] if child else None
            record = {"language": language, "subject": subject, "answers": answers, "attachment_keys": {}}
            records.append(((form.id, form.version), record | {"route": {"to": "unit"}}))
    return records


def _age(child: Person) -> int | None:
    """In whole years; none for one who is not born yet."""
    born = child.get("date_of_birth")
    return (clock.now().date() - date.fromisoformat(born)).days // 365 if born else None
