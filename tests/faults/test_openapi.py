"""Whatever is sent to the API, well formed or not, by whomever: the answer is one that its document describes."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi import checks
from sqlmodel import delete

from faults.house import House
from faults.rounds import Rounds
from faults.tablets import Tablet
from firsthand.identity.tables import Throttle
from firsthand.web.api import tus

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.unsupported_method,
]
SLOW = {"POST /api/v1/session", "POST /api/v1/invitation", "POST /api/v1/passphrase"}
"""Each of these stretches a passphrase."""

NOT_UNDERSTOOD = {400, 405, 415}
"""Never the answer to what the document allows."""
LENIENT = {"POST /api/v1/submissions"}
"""One bad item never holds up the rest: it is refused in an answer of 200."""

Caller = Callable[[House], dict[str, str]]


@schemathesis.serializer(tus.BYTES)
def offset_bytes(_: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def stranger(_: House) -> dict[str, str]:
    return {}


def signed_in(house: House) -> dict[str, str]:
    tablet = Tablet()
    house.enrol(house.hire(), tablet)
    ((token, csrf),) = tablet.sessions.values()
    return {"Cookie": f"firsthand={token}", "X-CSRF-Token": csrf}


def enrolled(house: House) -> dict[str, str]:
    tablet = Tablet()
    house.enrol(house.hire(), tablet)
    return {"Cookie": f"firsthand-device={tablet.cookie}"}


CALLERS = {stranger: "nothing", signed_in: "session", enrolled: "device"}
"""Each with the scheme that it goes by."""


def operations(house: House) -> Iterator[Any]:
    """Who calls is ours to say."""
    refused = {"negative_data_rejection": {"expected-statuses": ["4xx"]}}
    how = SchemathesisConfig.from_dict({"generation": {"with-security-parameters": False}, "checks": refused})
    schema = schemathesis.openapi.from_dict(house.http.get("/schema/openapi.json").json(), config=how)
    for found in schema.get_all_operations():
        yield found.ok()


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_answer_is_as_described(mode: GenerationMode, house: House, rounds: Rounds) -> None:
    for number in rounds.seeds():
        for operation in operations(house):
            judge = partial(_play, house, operation, mode)
            with suppress(Unsatisfiable):  # of what takes nothing, nothing wrong can be made
                rounds.once(number, judge, examples=3 if operation.label in SLOW else 8)


def _play(house: House, operation: Any, mode: GenerationMode, how: settings) -> Callable[[], None]:
    def judged(case: Case, caller: Caller) -> None:
        _judge(house, case, caller)

    return how(given(case=operation.as_strategy(mode), caller=st.sampled_from(list(CALLERS)))(judged))


def _judge(house: House, case: Case, caller: Caller) -> None:
    house.write(lambda session: session.exec(delete(Throttle)) and None)
    sent = _prepared(case, caller(house))
    answer = house.http.request(sent.method, sent.url, headers=dict(sent.headers), content=sent.body or b"")
    excused = [checks.negative_data_rejection] if case.operation.label in LENIENT else []
    case.validate_response(answer, checks=CHECKS, excluded_checks=excused)
    if case.meta and case.meta.generation.mode is GenerationMode.POSITIVE:
        assert answer.status_code not in NOT_UNDERSTOOD, answer.text
        assert not _is_barred(case, caller) or answer.status_code in {401, 403}, answer.text


def _is_barred(case: Case, caller: Caller) -> bool:
    """By what the document says of who may call."""
    needed = {name for way in case.operation.definition.raw.get("security", ()) for name in way}
    return bool(needed) and CALLERS[caller] not in needed


def _prepared(case: Case, who: dict[str, str]) -> requests.PreparedRequest:
    """With the cookies and the token of the caller, in the place of those that were made up."""
    told = case.as_transport_kwargs(base_url="http://testserver.local")
    headers = {name: value for name, value in told["headers"].items() if name.lower() not in ("cookie", "x-csrf-token")}
    body = {name: told[name] for name in ("data", "json", "params") if name in told}
    return requests.Request(told["method"], told["url"], headers=headers | who, **body).prepare()
