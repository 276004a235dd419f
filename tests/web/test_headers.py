"""What every answer carries, whoever asks and for whatever."""

import pytest

from support.service import Service

EVERYWHERE = ["/", "/help", "/referrals", "/nowhere", "/api/v1/keys", "/api/v1/session", "/api/v1/nowhere"]


@pytest.mark.parametrize("path", EVERYWHERE)
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_no_answer_leaves_without_its_headers(method: str, path: str, service: Service) -> None:
    answer = service.stranger().request(method, path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-build"] == service.world.assets.build
    assert answer.headers["cache-control"] == ("no-cache" if path in ("/", "/help") and method == "GET" else "no-store")


@pytest.mark.parametrize("path", ["/", "/nowhere", "/api/v1/nowhere"])
@pytest.mark.parametrize("host", ["a:999999", "a@b:0", "["])
def test_a_host_that_is_none_is_no_fault_of_ours(host: str, path: str, service: Service) -> None:
    assert service.stranger().get(path, headers={"Host": host}).status_code in (200, 400, 404)


@pytest.mark.parametrize("path", ["/api/v1/keys", "/api/v1/session", "/api/v1/nowhere"])
def test_what_a_program_reads_may_do_nothing_as_a_document(path: str, service: Service) -> None:
    policy = service.stranger().get(path).headers["content-security-policy"]
    assert policy == "default-src 'none'; frame-ancestors 'none'"


BROKEN = [b'{"email":"\xff","password":"x"}', b'{"x":' + b"[" * 20_000 + b"]" * 20_000 + b"}", b'{"x":"\\ud800"}', b"{"]


@pytest.mark.parametrize("body", BROKEN)
def test_a_body_that_is_no_json_is_its_senders_mistake(body: bytes, service: Service) -> None:
    answer = service.stranger().post("/api/v1/session", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")


def test_a_file_that_is_no_document_carries_only_what_counts_for_it(service: Service) -> None:
    assets = service.world.assets
    script = service.stranger().get(assets.url("app/main.js"))
    assert (script.headers["x-content-type-options"], "immutable" in script.headers["cache-control"]) == (
        "nosniff",
        True,
    )
    assert "content-security-policy" not in script.headers
    for path in ("icons/firsthand.svg", "app/vault/argon2-worker.js"):
        assert "default-src 'none'" in service.stranger().get(assets.url(path)).headers["content-security-policy"]
    assert "default-src 'none'" in service.stranger().get("/static/nowhere/main.js").headers["content-security-policy"]
