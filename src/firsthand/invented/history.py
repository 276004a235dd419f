"""Sends the invented encounters at their invented times, and settles the old ones at the desk."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from firsthand.base import clock, ids
from firsthand.forms.conditions import opened
from firsthand.forms.definitions import Form
from firsthand.forms.library import Library
from firsthand.invented import settling
from firsthand.invented.answers import Answering, Answers
from firsthand.invented.decided import decided, plans
from firsthand.invented.families import Person, Registry
from firsthand.invented.phones import Filled, Phone
from firsthand.invented.pictures import picture
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
    sent = [phone.sealed(encounter, record) for record in _records(world.library, story, source)]
    with clock.shifted(clock.shift() + _SECONDS_TO_SEND):
        await phone.deliver([each.envelope for each in sent], clock.now())
        for each in sent:
            await phone.upload(each)
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


def _records(library: Library, story: Story, source: Random) -> Iterator[Filled]:
    """Every form of a story: one for the encounter, or one for each child, born or not."""
    for form in map(library.current, story.forms):
        about: list[Person | None] = [*story.family.children] if form.subject == "child" else [None]
        for child in about:
            if form.id != "safety_plan" or (child and plans(child)):
                yield _filled(form, story, child, source)


def _filled(form: Form, story: Story, child: Person | None, source: Random) -> Filled:
    answering = Answering(source, story.severity, story.family.language, decided(form, story, child))
    language = None if story.family.language == "en" else story.family.language
    record = {"language": language, "subject": child["id"] if child else None, "route": {"to": "unit"}}
    answers = answering.form(form)
    return Filled((form.id, form.version), record | {"answers": answers}, _drawn(form, answers, source))


def _drawn(form: Form, answers: Answers, source: Random) -> dict[str, bytes]:
    """Half of those who could draw did."""
    asked = (name for name, each in form.questions.items() if each.kind == "drawing")
    return {
        name: picture(source) for name in asked if name in opened(form, answers, {}).questions and source.random() < 0.5
    }
