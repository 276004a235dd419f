"""What the submission calls take and answer, as JSON."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from litestar.openapi.spec import OpenAPIMediaType, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType
from litestar.params import Parameter
from msgspec import UNSET, Struct, UnsetType

from firsthand.intake import rules
from firsthand.intake.submissions import Result
from firsthand.web.openapi import Described

SubmissionId = Annotated[str, Parameter(schema_extra={"format": "uuid"})]


class Item(Struct, omit_defaults=True):
    """One result; `id` is null where the envelope could not be read."""

    id: str | None
    status: Literal["stored", "already_stored", "stored_conflict", "refused"]
    reference: str | UnsetType = UNSET
    problem: Literal["unreadable-envelope", "unknown-sealing-key", "too-large"] | UnsetType = UNSET

    @classmethod
    def of(cls, result: Result) -> "Item":
        reference = result.arrival.reference if result.arrival else UNSET
        problem: Any = result.problem or UNSET
        status: Any = result.status
        return cls(result.id, status, reference, problem)


class Answer(Struct, omit_defaults=True):
    """One result per item in the same order; the receipt is a JWS over all that is held."""

    results: list[Item]
    receipt: str | UnsetType = UNSET
    device: Literal["revoked"] | UnsetType = UNSET

    @classmethod
    def of(cls, results: Iterable[Result], receipt: str | None, *, revoked: bool) -> "Answer":
        return cls([Item.of(result) for result in results], receipt or UNSET, "revoked" if revoked else UNSET)


class Attachment(Struct):
    """An attachment that is held whole; `sha256` in lower-case hex."""

    id: str
    sha256: str


class Decision(Struct):
    """What the referral unit decided last, and why."""

    outcome: str
    reason: str
    at: str


class Status(Struct, omit_defaults=True):
    """How a submission stands; `stage` is null while it is no referral. Whoever may know no more gets `status`."""

    status: Literal["received", "processed", "needs_attention"]
    stage: Literal["needs_grading", "graded", "decided", "closed"] | UnsetType | None = UNSET
    reference: str | UnsetType = UNSET
    received_at: str | UnsetType = UNSET
    attachments: list[Attachment] | UnsetType = UNSET
    decision: Decision | UnsetType = UNSET


@dataclass
class Delivered(Described):
    """The request body of a delivery; it is read by hand, so that envelopes stay the bytes that came."""

    def __post_init__(self) -> None:
        super().__post_init__()
        envelope = Schema(type=OpenAPIType.STRING, max_length=rules.MAX_ENVELOPE, description="A compact JWE")
        envelopes = Schema(type=OpenAPIType.ARRAY, items=envelope, min_items=1, max_items=rules.MAX_ITEMS)
        sent_at = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.DATE_TIME, description="The device's clock")
        body = Schema(
            type=OpenAPIType.OBJECT,
            properties={"submissions": envelopes, "sent_at": sent_at},
            required=["submissions"],
        )
        self.request_body = RequestBody(content={"application/json": OpenAPIMediaType(schema=body)}, required=True)
