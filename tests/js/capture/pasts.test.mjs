import assert from "node:assert/strict";
import { test } from "node:test";
import { canBeFound } from "../../../static/app/capture/findable.js";
import { answers, asked, isFresh, isNewer, knewOf, knownOf, questionOf } from "../../../static/app/capture/pasts.js";

const OLA = { id: "a", role: "child", given_name: "Ola", family_name: "Sample", date_of_birth: "2014-05-09", school: "Invented" };
const ANNA = { id: "b", role: "victim", given_name: "Anna", nhs_number: "999 000 0018" };
const JAN = { id: "c", role: "other", given_name: "Jan", family_name: "Wilk", date_of_birth: "1988" };
/** @param {number} ever @param {number} [incidents] */
const past = (ever, incidents = ever) => ({ in_12_months: 1, ever, incidents_in_12_months: 1, incidents_ever: incidents, days_since_last: 4 });
const ASKED = questionOf("e", [OLA]);
/** @param {number} ever @param {number} [incidents] */
const told = (ever, incidents) => knownOf(ASKED, { at: "2026-05-12T10:00:00Z", people: [{ id: "a", ...past(ever, incidents) }] });

test("whoever has an NHS number, or a name with a full birth date, can be found", () => {
    assert.deepEqual([OLA, ANNA, JAN].map(canBeFound), [true, true, false]);
});

test("children are asked after first, and no more of anybody than finds them", () => {
    const { people } = questionOf("e", [JAN, ANNA, OLA]);
    assert.deepEqual(people.map(({ id }) => id), ["a", "b"]);
    assert.equal(JSON.stringify(people).includes("Invented"), false);
});

test("no more than twenty are asked after", () => {
    assert.equal(asked(Array.from({ length: 25 }, (_, n) => ({ ...JAN, id: String(n) }))).length, 20);
});

test("an answer is one to the people as they were described", () => {
    assert.equal(answers(told(1), ASKED), true);
    assert.equal(answers(told(1), questionOf("e", [{ ...OLA, given_name: "Ole" }])), false);
    assert.equal(answers(undefined, ASKED), false);
});

test("an answer is asked for again after five minutes", () => {
    const at = Date.parse("2026-05-12T10:00:00Z");
    assert.equal(isFresh(told(1), at + 60_000), true);
    assert.equal(isFresh(told(1), at + 600_000), false);
});

test("what stood on the screen goes along; nothing stood there without an answer", () => {
    assert.deepEqual(knewOf(told(3)), { at: "2026-05-12T10:00:00Z", from: "server", people: { a: past(3) } });
    assert.deepEqual(knewOf(undefined), { at: null, from: "phone", people: {} });
});

test("what came after the number is newer; the same numbers are not", () => {
    assert.equal(isNewer(knewOf(undefined), told(0)), true);
    assert.equal(isNewer(undefined, told(1)), true);
    assert.equal(isNewer(knewOf(told(1)), told(1)), false);
    assert.equal(isNewer(knewOf(told(1)), told(2)), true);
    assert.equal(isNewer(knewOf(told(2, 1)), told(2, 2)), true);
    assert.equal(isNewer(knewOf(undefined), undefined), false);
});
