import assert from "node:assert/strict";
import { test } from "node:test";
import { isListed } from "../../../static/app/capture/start.js";
import { fieldsOf } from "../../../static/app/shell/amend.js";
import { rhythm } from "../../../static/app/shell/enrol.js";
import { onePerReference } from "../../../static/app/shell/returned.js";
import { spoken } from "../../../static/app/shell/sent_page.js";
import { filled } from "../../../static/app/shell/words.js";

test("gaps of a sentence are filled, and an unknown one stays in sight", () => {
    assert.equal(filled(" Waiting: {n} of {total} ", { n: 2 }), "Waiting: 2 of {total}");
});

test("a rhythm is quick and slow taps", () => {
    assert.deepEqual(rhythm([0, 200, 900, 1000]), [0, 1, 0]);
});

test("a reference is spoken in the radio alphabet", () => {
    assert.equal(spoken("FH-7K3M"), "Foxtrot Hotel 7 Kilo 3 Mike");
});

test("one answer is asked for each reference, the newest five", () => {
    const items = Array.from({ length: 8 }, (_, n) => /** @type {any} */ ({ id: `i${n}`, reference: `FH-${Math.floor(n / 2)}` }));
    assert.deepEqual(onePerReference(items).map(({ id }) => id), ["i0", "i2", "i4", "i6"]);
});

test("an amendment begins with the people of the encounter as they were sent", () => {
    const encounter = { kind: "incident", address_as: null, people: [{ id: "p", role: "victim" }] };
    assert.deepEqual(fieldsOf(encounter), { kind: "incident", "person.p": { id: "p", role: "victim" } });
});

const now = Date.parse("2026-11-23T12:00:00Z");
/** @param {Record<string, unknown>} more @returns {any} */
const head = (more) => ({ id: "e", type: "encounter", state: "open", changed_at: "2026-11-23T11:00:00Z", ...more });

test("an encounter is listed while it is open, and for a day after it was submitted", () => {
    assert.ok(isListed(head({ changed_at: "2026-01-01T00:00:00Z" }), [], now));
    assert.ok(isListed(head({ state: "submitted" }), [], now));
    assert.ok(!isListed(head({ state: "submitted", changed_at: "2026-11-20T00:00:00Z" }), [], now));
    assert.ok(!isListed(head({ state: "discarded" }), [], now));
});
