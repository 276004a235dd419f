import assert from "node:assert/strict";
import { test } from "node:test";
import { circumstancesOf, meetingCode } from "../../../static/app/meeting/meetings.js";
import { openScore, ownOf } from "../../../static/app/meeting/scores.js";
import { isRunning, standingOf } from "../../../static/app/meeting/standing.js";
import { createEnrolledPhone } from "../fakes/phone.mjs";

test("a code may be typed in small letters, with spaces, and with o for 0, i or l for 1", () => {
    for (const typed of ["7k3m-q9tc", " 7K3M Q9TC ", "7k3mq9tc", "7K3M–Q9TC", "7K3M.Q9TC"]) assert.equal(meetingCode(typed), "7K3M-Q9TC");
    assert.equal(meetingCode("oilo-OILO"), "0110-0110");
});

test("what can't be a code is none", () => {
    for (const typed of ["", "7K3M-Q9T", "7K3M-Q9TCX", "7K3M-Q9TU", "żółw-1234"]) assert.equal(meetingCode(typed), null);
});

test("those who are let in are told who they are, and not how or where to reach them", () => {
    const victim = { id: "v", role: "victim", given_name: "Anna", date_of_birth: "1990", phones: ["07700 900001"], addresses: [{ lines: ["1 Invented Row"] }], safe_contact: { number: "07700 900002" } };
    const told = circumstancesOf({ kind: "meeting", place: { postcode: "ZZ99 3WZ" }, danger_now: "no", asking: { consent: "yes" }, worker_safety: { note: "dog" }, "person.v": victim, "answer.x": 1 });
    assert.deepEqual(told, { kind: "meeting", people: [{ id: "v", role: "victim", given_name: "Anna", date_of_birth: "1990" }] });
});

const now = Date.parse("2026-11-23T12:00:00Z");
const met = { kind: "meeting", meeting: "m", meeting_ends_at: "2026-11-23T14:00:00Z" };

test("a meeting runs until it ends, and as long as nobody said when", () => {
    assert.ok(isRunning(met, now));
    assert.ok(isRunning({ meeting: "m" }, now));
    assert.ok(!isRunning(met, Date.parse("2026-11-23T14:00:00Z")));
    assert.ok(!isRunning({ kind: "meeting" }, now));
});

test("an encounter of kind meeting waits to be opened, unless it was sent without", () => {
    /** @param {Record<string, any>} fields @param {any} state */
    const of = (fields, state = "open") => standingOf({ fields, state });
    assert.equal(of({ kind: "meeting" }), "unopened");
    assert.equal(of({ kind: "meeting" }, "submitted"), null);
    assert.equal(of({ kind: "incident" }), null);
    assert.equal(of({ kind: "meeting", meeting: "m" }, "submitted"), "runs");
    assert.equal(of({ kind: "meeting", meeting: "m", meeting_ends_at: "2020-01-01T00:00:00Z" }), "over");
});

/** @type {any} */
const scale = { id: "sos", version: "1", current: true, definition: { sections: [{ id: "s", question: [{ id: "score", kind: "scale" }] }], rules: [] } };
/** @type {any} */
const other = { id: "dash", version: "1", current: true, definition: { sections: [], rules: [] } };
/** @param {any} draft @param {string} [form] @returns {any} */
const task = (draft, form = "sos") => ({ form, asked: true, draft: draft && { version: "1", ...draft } });
/** @param {any[]} tasks @param {string[]} [waiting] */
const own = (tasks, waiting = []) => ownOf({ catalogue: { asked: {}, forms: [scale, other] }, encounter: /** @type {any} */ ({}), tasks }, new Set(waiting));

test("one's score is not begun, begun, waiting, or received", () => {
    assert.equal(own([task(null, "dash"), task(null)]).own, "none");
    assert.equal(own([task({ id: "1", state: "open" })]).own, "begun");
    assert.equal(own([task({ id: "1", state: "submitted" })], ["1"]).own, "waiting");
    assert.equal(own([task({ id: "1", state: "submitted" })]).own, "received");
});

test("the one in hand counts before what was sent, and of those the newest", () => {
    const [first, second] = [task({ id: "1", state: "submitted" }), task({ id: "2", state: "submitted" })];
    assert.equal(own([first, second]).task, second);
    assert.equal(own([first, task({ id: "3", state: "open" }), second]).own, "begun");
    assert.equal(own([task({ id: "9", state: "submitted" }, "dash"), task(null)]).own, "none");
});

test("a score that is changed keeps what its scorer knew, and how it was to go on", async () => {
    const { tab } = await createEnrolledPhone();
    const knew = { at: "2026-11-23T12:00:00Z", from: "server", people: {} };
    const fields = { "answer.score": { value: 3 }, knew, route: "refer", language: "pl" };
    const encounter = await tab.drafts.create({ type: "encounter" });
    const sent = { id: "1", type: "form", encounter, form: "sos", version: "1", state: "submitted", fields };
    /** @type {any} */
    const app = { drafts: tab.drafts, vault: tab.vault, current: {}, navigate: async () => {} };
    await openScore(app, /** @type {any} */ ({ list: {}, task: { draft: sent } }));
    const draft = await tab.drafts.load(app.current.draft);
    assert.deepEqual([draft.amends, draft.language], ["1", "pl"]);
    assert.deepEqual(draft.fields, { "answer.score": { value: 3 }, knew, route: "refer" });
});
