"""Whatever stands at an edge of the service is read, or refused in the one way that its reader declares."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from faults.rounds import Rounds
from firsthand.audit import pages
from firsthand.base import ids
from firsthand.base import settings as choices
from firsthand.base.problems import Problem
from firsthand.encounters import payload
from firsthand.encounters import rules as encounters
from firsthand.forms import library as forms
from firsthand.forms.library import Library
from firsthand.forms.reading import Mistake
from firsthand.identity import rules as identity
from firsthand.intake import deliveries, envelopes, rules, seals
from firsthand.people import rules as people
from firsthand.referrals import queue
from support.anything import JSON
from support.authors import Author
from support.unit import victim

TODAY = date(2026, 11, 23)
DATES = st.from_regex(r"\A\d{0,4}(-\d{0,2}){0,3}\Z") | st.text(max_size=12)
NUMBERS = st.from_regex(r"\A[+0-9 ()\-]{0,16}\Z") | st.text(max_size=16)
MOMENTS = st.datetimes(timezones=st.just(UTC))
PLACES = st.from_regex(r"\A[-+0-9T:.Z]{0,30}~[0-9a-f-]{0,36}\Z") | st.text(max_size=40)
COMPACT = st.from_regex(rb"\A[A-Za-z0-9_-]{0,20}(\.[A-Za-z0-9_-]{0,20}){0,5}\Z") | st.binary(max_size=60)

Read = Callable[[Any], object]
EDGES: dict[str, tuple[Read, SearchStrategy[Any], tuple[type[Exception], ...]]] = {
    "a payload": (payload.read, JSON, (payload.Unreadable,)),
    "a delivery": (partial(deliveries.read, sealing_keys=()), st.binary(max_size=80), (Problem,)),
    "an item": (envelopes.read, JSON | COMPACT.map(lambda text: text.decode("latin-1")), (envelopes.Unreadable,)),
    "a header": (envelopes.header, COMPACT, (envelopes.Unreadable,)),
    "a part": (partial(seals.member, place=1), COMPACT, (seals.Broken,)),
    "a signer": (seals.signer, COMPACT, (seals.Broken,)),
    "a signature": (partial(seals.holds, key={"kty": "EC"}), COMPACT, ()),
    "a sent_at": (rules.moment, JSON | DATES, ()),
    "a time told by a phone": (partial(rules.clock_offset, received_at=datetime.now(UTC)), st.none() | MOMENTS, ()),
    "a partial date": (partial(encounters.age_at, day=TODAY), DATES, ()),
    "a birth date": (people.full_date, DATES, ()),
    "an NHS number": (people.nhs_number, NUMBERS, ()),
    "a postcode": (people.postcode, st.text(max_size=12), ()),
    "a reference": (ids.is_reference, st.text(max_size=16), ()),
    "an e-mail": (lambda text: identity.email_refusal(identity.normalised_email(text)), st.text(max_size=40), ()),
    "a duration": (choices.duration, JSON, ()),
    "a page of the queue": (queue.Place.read, PLACES, (ValueError, OverflowError)),
    "a page of the log": (pages.Place.read, PLACES, (ValueError, OverflowError)),
}


@pytest.mark.parametrize("edge", EDGES)
def test_nothing_comes_out_but_the_declared_refusal(edge: str, rounds: Rounds) -> None:
    read, anything, declared = EDGES[edge]

    def holds(raw: Any) -> None:
        with suppress(*declared):
            read(raw)

    rounds.play(lambda how: _apart(how, holds, anything), examples=60)


def _apart(how: settings, holds: Callable[[Any], None], anything: SearchStrategy[Any]) -> Callable[[], None]:
    def holds_anew(raw: Any) -> None:
        holds(raw)

    return how(given(anything)(holds_anew))


@cache
def _whole() -> dict[str, Any]:
    """A payload in which everything is as it should be."""
    author = Author()
    there = [victim(date_of_birth="1990-02", phones=["07700 900001"], addresses=[{"lines": ["1 Invented Row"]}])]
    said = {"kind": "incident", "started_at": "2026-11-23T02:00:00+00:00", "people": there}
    return author.payload(encounter=said, answers={"frightened": {"value": "yes", "source": "victim"}})


def _spoilt(tree: Any, draw: Callable[[SearchStrategy[Any]], Any]) -> Any:
    """One thing somewhere in it is something else."""
    if isinstance(tree, dict) and tree and draw(st.booleans()):
        name = draw(st.sampled_from(sorted(tree)))
        return tree | {name: _spoilt(tree[name], draw)}
    if isinstance(tree, list) and tree and draw(st.booleans()):
        return [_spoilt(tree[0], draw), *tree[1:]]
    return draw(JSON)


def test_a_payload_that_is_spoilt_somewhere_keeps_all_else(rounds: Rounds) -> None:
    @st.composite
    def spoilt(draw: Any) -> Any:
        return _spoilt(_whole(), draw)

    def holds(raw: Any) -> None:
        try:
            read, aside = payload.read(raw)
        except payload.Unreadable:
            return
        assert payload.read(read.model_dump(mode="json"))[1] == (), aside

    rounds.play(lambda how: _apart(how, holds, spoilt()), examples=150)


def test_what_is_written_is_read_again(rounds: Rounds) -> None:
    def holds(moment: datetime) -> None:
        row = ids.new()
        assert queue.Place.read(str(queue.Place(moment, row))) == queue.Place(moment, row)
        assert pages.Place.read(str(pages.Place(moment, row))) == pages.Place(moment, row)
        code = ids.references(1)[0]
        assert ids.is_reference(code.lower().replace("0", "o"))
        assert rules.uuid(str(row)) == row
        known = moment.year in rules.YEARS
        assert rules.moment(moment.isoformat()) == (moment if known else None)
        assert rules.clock_offset(moment, moment) == timedelta()

    rounds.play(lambda how: _apart(how, holds, MOMENTS), examples=60)


@pytest.mark.parametrize("spoilt", ["catalogue/dash/2026.9/form.toml", "i18n/dash/2026.9/en.toml"])
def test_a_pack_is_read_or_its_mistake_is_named(spoilt: str, rounds: Rounds, tmp_path: Path) -> None:
    whole = {
        "catalogue/dash/2026.9/form.toml": (forms.CATALOGUE / "dash/2026.1/form.toml"),
        "i18n/dash/2026.9/en.toml": (forms.wording_folder() / "dash/2026.1/en.toml"),
    }
    for name, source in whole.items():
        (tmp_path / name).parent.mkdir(parents=True)
        text = source.read_text(encoding="utf-8").replace('version = "2026.1"', 'version = "2026.9"', 1)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert ("dash", "2026.9") in Library.load([tmp_path]).forms
    text = (tmp_path / spoilt).read_text(encoding="utf-8")

    def holds(cut: tuple[int, int, str]) -> None:
        start, length, put = cut
        (tmp_path / spoilt).write_bytes((text[:start] + put + text[start + length :]).encode("utf-8", "surrogatepass"))
        with suppress(Mistake):
            Library.load([tmp_path])

    cuts = st.tuples(st.integers(0, len(text)), st.integers(0, 60), st.text(max_size=8))
    rounds.play(lambda how: _apart(how, holds, cuts), examples=6)
