"""My submissions: what I sent, what became of it, to read, amend and print. Online, and never cached."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from sqlmodel import Session

from firsthand.referrals import files, records, rules, standings
from firsthand.referrals.standings import Standing
from firsthand.referrals.views import Record
from firsthand.web import desk, language_names, locales
from firsthand.web.guards import Signed
from firsthand.web.knew import knew
from firsthand.web.offered import title
from firsthand.web.reasons import Reasons
from firsthand.web.rendering import render
from firsthand.web.told import told
from firsthand.web.world import World

AnyRequest = Request[Any, Any, Any]


@get(locales.paths("/submissions"), opt={"field": True}, include_in_schema=False)
async def list_submissions(request: AnyRequest, world: World, practitioner: Signed) -> Response[str]:
    """One row for each encounter, the newest first; an amendment stands beside what it amends."""
    if asked_afresh(request, practitioner):
        return _door(request, practitioner)

    def read(session: Session) -> dict[str, Any]:
        mine = standings.by_author(session, practitioner.id)
        again = {asked.row.id for asked in standings.asked_again(session, practitioner.id)}
        came = files.of_rows(session, [standing.row for standing in mine])
        return {"encounters": by_reference(mine), "files": came, "again": again}

    return _page(request, world, practitioner, "submissions/list.html", **await world.reads.run(read))


def by_reference(mine: list[Standing]) -> list[list[Standing]]:
    """What shares a reference belongs to one encounter; in the order of the newest of each."""
    found: dict[str, list[Standing]] = {}
    for standing in mine:
        found.setdefault(standing.row.reference, []).append(standing)
    return list(found.values())


def asked_afresh(request: AnyRequest, signed: Signed) -> bool:
    """A browser that was just opened, or whose open vault is not that practitioner's: the session outlives the lock.

    The app names whose vault is open; a desk has none.
    """
    owner = request.headers.get("X-Vault-Owner", str(signed.id))
    return request.headers.get("HX-Request") != "true" or owner != str(signed.id)


def _door(request: AnyRequest, signed: Signed) -> Response[str]:
    """Asks for the passphrase where the device has a vault, then fetches the page that was asked for."""
    return render(request, "submissions/door.html", locale=locale_of(request, signed))


def locale_of(request: AnyRequest, signed: Signed) -> str:
    """The app's, where its address names one; else the account's."""
    named = locales.of_path(request.scope["path"])
    return signed.locale if named == locales.SOURCE else named


@get(locales.paths("/submissions/{submission:uuid}"), opt={"field": True}, include_in_schema=False)
async def show_submission(request: AnyRequest, world: World, practitioner: Signed, submission: UUID) -> Response[str]:
    """The look is written down first. Its print is the same page on paper."""
    if asked_afresh(request, practitioner):
        return _door(request, practitioner)
    shown = await _opened(world, practitioner, submission)
    return _page(request, world, practitioner, "submissions/show.html", **shown)


async def _opened(world: World, signed: Signed, submission: UUID) -> dict[str, Any]:
    look = await world.writes.run(lambda session: records.look_at_own(session, submission, signed))

    def read(session: Session) -> dict[str, Any]:
        record = records.open_one(session, look)[0]
        about = {"record": record, "standing": standings.of_row(session, record.row), "names": desk.staff(session)}
        return {**about, "files": files.of_rows(session, [record.row])}

    found = await world.reads.run(read)
    return {**found, **_words(world, found["record"]), "read_at": look.at}


def _words(world: World, record: Record) -> dict[str, Any]:
    """`told` is None where the form version is unknown or the payload could not be read."""
    said, row = record.payload, record.row
    if said is None:
        return {"told": None, "record_json": None, "knew": None}
    shown = told(world.library, said)
    scored = knew(said) if shown and shown.scored else None
    return {
        "told": shown,
        "record_json": amendable(record, at=_to_be_given_again(world, record)),
        "knew": scored,
        "row": row,
    }


def _to_be_given_again(world: World, record: Record) -> str | None:
    """The part of the form where it is scored, where that is what is asked for."""
    if record.missed is None or record.missed.answered_at:
        return None
    form = world.library.form(record.row.form or "", record.row.form_version or "")
    return next(part.id for part in form.sections if any(each.kind == "scale" for each in part.walk()))


def amendable(record: Record, at: str | None = None) -> dict[str, Any]:
    """What a phone begins an amendment with: the payload as it was signed, shown from the part `at` on."""
    raw = record.raw or {}
    return {
        "id": str(record.row.submission),
        "form": record.row.form,
        "version": record.row.form_version,
        "language": raw.get("language"),
        "subject": raw.get("subject"),
        "encounter_id": str(record.row.encounter),
        "encounter": raw.get("encounter") or {},
        "answers": raw.get("answers") or {},
        "route": raw.get("route"),
        "knew": raw.get("knew"),
        "at": at,
    }


def _page(request: AnyRequest, world: World, signed: Signed, template: str, **context: Any) -> Response[str]:
    locale = locale_of(request, signed)
    shared: dict[str, Any] = {
        "signed": signed,
        "reasons": Reasons(world.library),
        "title_of": {form.id: title(world.library, form, locale) for form in world.library.offered()},
        "language_name": lambda tag: language_names.name(tag, locale),
        "outcomes": rules.OUTCOMES,
    }
    return render(request, template, locale=locale, **shared, **context)


routes = [list_submissions, show_submission]
