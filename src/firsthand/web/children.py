"""One child on one page, across encounters: the child's words first, how safe they were found, then each encounter."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from sqlmodel import Session

from firsthand.encounters.payload import Person
from firsthand.forms.library import Library
from firsthand.referrals import children, files, rules
from firsthand.referrals.children import Chapter
from firsthand.referrals.views import Record, Words
from firsthand.web import described, desk
from firsthand.web.desk import desk_page
from firsthand.web.guards import Signed
from firsthand.web.opened import CHILDS_RECORD, Sheet, raw_lines, sheets
from firsthand.web.reasons import Reasons
from firsthand.web.scores import Score, scores
from firsthand.web.world import World

AnyRequest = Request[Any, Any, Any]


@dataclass(frozen=True)
class Told:
    """What one encounter says of the child. `sheets` are the forms about the child alone; `person` is none unread.

    `scores`: the latest first.
    """

    chapter: Chapter
    person: Person | None
    sheets: list[Sheet]
    scores: list[tuple[Record, Score]]

    @property
    def words(self) -> list[Words]:
        return [words for sheet in self.sheets for words in sheet.record.words]

    @property
    def has_voice(self) -> bool:
        return any(sheet.record.row.form == CHILDS_RECORD for sheet in self.sheets)


def _told(library: Library, chapter: Chapter) -> Told:
    people = described.standing(described.told(chapter.records, chapter.encounter.agency))
    about = [each for each in sheets(library, chapter.records, people) if each.about and each.about.id in chapter.named]
    person = next((people[each] for each in chapter.named if each in people), None)
    return Told(chapter, person, about, list(_scores(library, chapter))[::-1])


def _scores(library: Library, chapter: Chapter) -> Iterator[tuple[Record, Score]]:
    """Of this child, or of the family as a whole."""
    for record in chapter.records:
        said = record.payload
        if said and (said.subject is None or said.subject in chapter.named):
            yield from ((record, score) for score in scores(library, said))


@get("/children/{person:uuid}", opt={"roles": rules.DESK})
async def show_child(request: AnyRequest, world: World, practitioner: Signed, person: UUID) -> Response[str]:
    """All that the desk knows of a child. The look is in the audit log before anything is opened."""
    return await _page(request, world, practitioner, person, "children/show.html")


@get("/children/{person:uuid}/print", opt={"roles": rules.DESK})
async def print_child(request: AnyRequest, world: World, practitioner: Signed, person: UUID) -> Response[str]:
    """The same on paper."""
    return await _page(request, world, practitioner, person, "children/print.html")


async def _page(request: AnyRequest, world: World, signed: Signed, person: UUID, template: str) -> Response[str]:
    seen = await world.writes.run(lambda session: children.look(session, person, signed))

    def read(session: Session) -> dict[str, Any]:
        child = children.open(session, seen)
        told = [_told(world.library, each) for each in child.chapters]
        rows = [record.row for each in child.chapters for record in each.records]
        top = desk.pressing(session, signed, world.settings.zone)
        came = files.of_rows(session, rows)
        accounts = described.accounts(each.person for each in told if each.person)
        shared = {"files": came, "names": desk.staff(session), "top": top}
        return {"child": child, "told": told, "accounts": accounts, **shared}

    shown = await world.reads.run(read)
    words = {"reasons": Reasons(world.library), "seen": seen, "raw_lines": raw_lines}
    return desk_page(request, signed, template, **words, **shown)


routes = [show_child, print_child]
