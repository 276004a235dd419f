import assert from "node:assert/strict";
import { test } from "node:test";
import { LIMITS, nextBatch } from "../../static/app/outbox/batches.js";
import { codeOfRefusal, judge, pauseBefore } from "../../static/app/outbox/failures.js";
import { aboutOf, LIMIT, payloadOf } from "../../static/app/outbox/payload.js";
import { rfc3339 } from "../../static/app/time.js";
import { oneMore, pauseAfter, secondsLeft } from "../../static/app/vault/pause.js";
import { coded } from "./fakes/phone.mjs";

const SENT = { captured_at: "2026-03-01T02:14:00+00:00", device: "d", author: "a" };

/** @param {object} [fields] @param {object} [head] @returns {import("../../static/app/types.d.ts").Draft} */
const form = (fields = {}, head = {}) =>
    /** @type {any} */ ({ id: "f", type: "form", encounter: "e", form: "dash", version: "2026.1", language: "pl", fields, ...head });
/** @param {object} [fields] @returns {import("../../static/app/types.d.ts").Draft} */
const encounter = (fields = {}) => /** @type {any} */ ({ id: "e", type: "encounter", fields });

test("what is signed has the protocol's members and nothing that stays on the phone", () => {
    const about = aboutOf(form({}, { amends: "earlier" }), SENT);
    assert.deepEqual(about, { id: "f", encounter: "e", form: "dash", form_version: "2026.1", ...SENT, attachments: [], amends: "earlier" });
    const fields = { kind: "incident", started_at: "t", danger_now: "no", "person.p1": { role: "victim", given_name: "Invented" }, "person.p2": null };
    const said = { "answer.a": { value: "yes", source: "victim" }, "answer.b": { note: "only a note" }, "answer.c": null, route: { to: "agency" }, unfinished: { reason: "she left" }, seen: 3 };
    const payload = JSON.parse(payloadOf(about, form(said), encounter(fields)));
    assert.deepEqual(payload, {
        about,
        language: "pl",
        subject: null,
        route: { to: "agency" },
        encounter: { kind: "incident", started_at: "t", people: [{ role: "victim", given_name: "Invented", id: "p1" }] },
        answers: { a: { value: "yes", source: "victim" }, b: { value: null, note: "only a note" } },
        attachment_keys: {},
        unfinished: { reason: "she left" },
    });
});

test("a form goes to the unit where nobody chose", () => {
    assert.deepEqual(JSON.parse(payloadOf(aboutOf(form(), SENT), form(), encounter())).route, { to: "unit" });
});

test("size is counted in bytes, before sealing", () => {
    const about = aboutOf(form(), SENT);
    const size = new TextEncoder().encode(payloadOf(about, form({ "answer.a": { value: "" } }), encounter())).length;
    const fits = "ą".repeat(Math.floor((LIMIT - size) / 2));
    payloadOf(about, form({ "answer.a": { value: fits } }), encounter());
    assert.throws(() => payloadOf(about, form({ "answer.a": { value: `${fits}ąą` } }), encounter()), coded("too-large"));
});

test("a time carries the offset of its place (RFC 3339)", () => {
    const date = new Date("2026-07-01T22:30:15.999Z");
    assert.equal(rfc3339(date, 60), "2026-07-01T23:30:15+01:00");
    assert.equal(rfc3339(date, -210), "2026-07-01T19:00:15-03:30");
    assert.equal(rfc3339(date, 0), "2026-07-01T22:30:15+00:00");
});

test("batches keep to fifty and four megabytes, and leave out those that go alone", () => {
    const items = Array.from({ length: 60 }, (_, n) => ({ id: String(n), size: 100 }));
    assert.equal(nextBatch(items, LIMITS, new Set()).length, 50);
    const heavy = Array.from({ length: 40 }, (_, n) => ({ id: String(n), size: 256 * 1024 }));
    assert.equal(nextBatch(heavy, LIMITS, new Set()).length, 15);
    assert.deepEqual(nextBatch(items, LIMITS, new Set(["0"])).map(({ id }) => id), ["0"]);
    assert.ok(!nextBatch(items, LIMITS, new Set(["3"])).some(({ id }) => id === "3"));
});

test("each kind of failure is told from the others", () => {
    const json = { type: "about:blank" };
    /** @type {[import("../../static/app/outbox/failures.js").Answer | null, string][]} */
    const kinds = [
        [null, "again"],
        [{ status: 200, json: null, retryAfter: null }, "again"],
        [{ status: 200, json: { results: [] }, retryAfter: null }, "again"],
        [{ status: 200, json: { results: [{ status: "stored" }] }, retryAfter: null }, "answered"],
        [{ status: 302, json, retryAfter: null }, "again"],
        [{ status: 401, json, retryAfter: null }, "sign-in"],
        [{ status: 401, json: null, retryAfter: null }, "again"],
        [{ status: 403, json, retryAfter: null }, "alone"],
        [{ status: 404, json, retryAfter: null }, "alone"],
        [{ status: 408, json, retryAfter: null }, "again"],
        [{ status: 413, json: null, retryAfter: null }, "halve"],
        [{ status: 422, json, retryAfter: null }, "alone"],
        [{ status: 429, json, retryAfter: 7 }, "again"],
        [{ status: 500, json, retryAfter: null }, "again"],
        [{ status: 503, json: null, retryAfter: null }, "again"],
    ];
    for (const [answer, kind] of kinds) assert.equal(judge(answer, 1).kind, kind, JSON.stringify(answer));
});

test("a refusal's code is read from either form of a problem", () => {
    assert.equal(codeOfRefusal("too-large"), "too-large");
    assert.equal(codeOfRefusal({ type: "/problems#unknown-sealing-key" }), "unknown-sealing-key");
    assert.equal(codeOfRefusal({ type: "/problems#x", code: "too-large" }), "too-large");
    assert.equal(codeOfRefusal(undefined), "refused");
});

test("pauses double, spread, and stop growing at five minutes", () => {
    assert.deepEqual([0, 1, 2, 3].map((tries) => pauseBefore(tries, 1)), [2, 4, 8, 16]);
    assert.deepEqual([0, 1, 2, 3].map((tries) => pauseBefore(tries, 0)), [1, 2, 4, 8]);
    assert.equal(pauseBefore(500, 1), 300);
    assert.equal(pauseBefore(0, 0, 4000), 300);
});

test("the pause after wrong passphrases grows and ends, and a clock that was set back doesn't lengthen it", () => {
    assert.deepEqual([1, 2, 3, 4, 5, 6, 30].map(pauseAfter), [0, 0, 0, 5, 10, 20, 900]);
    const failures = oneMore({ count: 4, until: 0 }, 1_000_000);
    assert.equal(secondsLeft(failures, 1_000_000), 10);
    assert.equal(secondsLeft(failures, 1_010_000), 0);
    assert.equal(secondsLeft(failures, 0), 10);
});
