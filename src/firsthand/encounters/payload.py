"""What one submission says: the signed payload of the protocol, as pydantic models and JSON Schema.

Only ids, roles and `value` are required; members that we don't know are kept and shown. `read`
takes a payload in which some things are not as they should be, and says which it left aside.
"""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from firsthand.encounters.pruning import misfit, without
from firsthand.intake.rules import YEARS


def _plausible(time: datetime) -> datetime:
    if time.year not in YEARS:
        raise ValueError("no time of anybody's life")
    return time


Time = Annotated[AwareDatetime, AfterValidator(_plausible)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class Said(BaseModel):
    """An object of the payload. `model_extra` holds the members that this version doesn't know."""

    model_config = ConfigDict(extra="allow", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, said: Any) -> Any:
        if not isinstance(said, dict):
            return said
        optional = {each.alias or name for name, each in cls.model_fields.items() if not each.is_required()}
        return {name: value for name, value in said.items() if value is not None or name not in optional}


class Attachment(Said):
    """Of the encrypted bytes; `size` in bytes, `sha256` lower-case hex."""

    id: UUID
    sha256: str | None = Field(default=None, examples=["9f86d081884c7d65…"])
    size: int | None = None
    media_type: str | None = None


class About(Said):
    """The members of the envelope's header, signed once more."""

    id: UUID
    encounter: UUID
    form: str
    form_version: str
    captured_at: Time | None = None
    device: UUID
    author: UUID
    attachments: list[Attachment] = []
    amends: UUID | None = None


class Route(Said):
    """`unit`: the referral unit. `agency`: kept with the author's own."""

    to: str = Field(default="unit", examples=["unit", "agency"])
    basis: str | None = None
    reason: str | None = None


class Place(Said):
    lines: list[str] = []
    postcode: str | None = None


class SafeContact(Said):
    how: str | None = None
    number: str | None = None
    when: str | None = None
    who_may_answer: str | None = None
    never: str | None = None


class Person(Said):
    """Dates may be partial: "2016", "2016-05". The unborn: role `child` with `due_date`."""

    id: UUID
    role: str = Field(examples=["victim", "alleged_perpetrator", "child", "other"])
    relationship: str | None = Field(default=None, description="To the victim.")
    given_name: str | None = None
    family_name: str | None = None
    aliases: list[str] | str | None = None
    address_as: str | None = Field(default=None, examples=["f", "m", "n"])
    date_of_birth: str | None = Field(default=None, examples=["2016", "2016-05", "2016-05-09"])
    age_estimate: float | str | None = None
    due_date: str | None = None
    nhs_number: str | None = None
    language: str | None = Field(default=None, description="BCP 47.")
    phones: list[str] = []
    addresses: list[Place] = []
    gp: str | None = None
    school: str | None = None
    lives_here: bool | str | None = None
    present: bool | str | None = None
    safe_contact: SafeContact | None = None
    no_record_reason: str | None = Field(default=None, description="Of a child: why there is no child's voice.")


class Interpreter(Said):
    mode: str | None = None
    id: str | None = None
    language: str | None = None
    is_child: bool | None = None
    is_family: bool | None = None
    from_community: bool | None = None


class Asking(Said):
    """The conditions under which it was asked; the first three are of the six answers."""

    alone: str | None = None
    safe_to_talk: str | None = None
    consent: str | None = None
    earshot: list[UUID] = []
    note: str | None = None
    interpreter: Interpreter | None = None


class WorkerSafety(Said):
    warnings: list[str] = Field(default=[], examples=[["weapon", "dog", "threat_to_staff", "two_workers", "other"]])
    note: str | None = None


class Circumstances(Said):
    """What every form of one encounter shares."""

    kind: str | None = Field(default=None, examples=["incident", "enquiry", "home_visit", "meeting", "other"])
    started_at: Time | None = None
    place: Place | None = None
    language: str | None = None
    address_as: str | None = Field(default=None, examples=["f", "m", "n"])
    people: list[Person] = []
    asking: Asking | None = None
    worker_safety: WorkerSafety | None = None
    meeting: Any = Field(default=None, description="Id of the meeting in which it was written.")


class Unfinished(Said):
    """Why some of what was expected has no answer."""

    reason: str | None = None


class Answer(Said):
    """`value` by kind of question.

    answer, choice, text, observation, date: string · choices: [string] · scale: 0..10 · person: id
    · exact_words: [{words, prompt, language, english, translated_by}] · drawing, sound: [attachment id]
    """

    value: Any
    source: str | None = Field(default=None, examples=["victim", "practitioner", "child", "records", "other"])
    note: str | None = None


class KnownPast(Said):
    """Of one person, as `POST /histories` answers; the days are null where there was no encounter."""

    in_12_months: Count = 0
    ever: Count = 0
    incidents_in_12_months: Count = 0
    incidents_ever: Count = 0
    days_since_last: Count | None = None


class Knew(Said):
    """What stood on the screen when the number of a scale was given.

    `from`: `server`, by whose clock `at` is and whose answer `people` has, by person id; `phone`: nothing was known on
    it of what others had recorded.
    """

    at: Time | None = None
    source: str = Field(default="phone", alias="from", examples=["server", "phone"])
    people: dict[UUID, KnownPast] = {}


class Payload(Said):
    """The JWS payload: UTF-8 JSON, at most 128 KiB."""

    about: About
    language: str | None = Field(default=None, description="BCP 47 tag of the wording beside the English.")
    subject: UUID | None = Field(default=None, description="The person that the form is about.")
    route: Route = Route()
    encounter: Circumstances = Circumstances()
    answers: dict[str, Answer] = {}
    knew: Knew | None = Field(default=None, description="Of a form with a scale.")
    unfinished: Unfinished | None = None
    attachment_keys: dict[str, str] = {}

    def told(self) -> dict[str, dict[str, Any]]:
        """The answers as plain values, as `forms.rules` and `forms.answers` take them."""
        return {name: answer.model_dump() for name, answer in self.answers.items()}


_SPARED = {("about", "captured_at")}
"""What of `about` can be left aside: it says when, not what or whose."""


class Unreadable(ValueError):
    """Not a payload: `about` itself is missing or broken."""


def read(raw: Any) -> tuple[Payload, tuple[str, ...]]:
    """The payload, and the places ("encounter.people.1.phones") that did not fit and were left aside.

    The raw payload stays in the sealed record; show it beside these. Raises Unreadable.
    """
    aside: list[str] = []
    while True:
        try:
            return Payload.model_validate(raw), tuple(aside)
        except ValidationError as error:
            spots = {misfit(raw, tuple(each["loc"])) for each in error.errors()}
        if any(spot == () or (spot[0] == "about" and spot not in _SPARED) for spot in spots):
            raise Unreadable("the payload's own description of itself can't be read")
        aside += sorted(".".join(map(str, spot)) for spot in spots)
        raw = without(raw, spots)
