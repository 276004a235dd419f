import assert from "node:assert/strict";
import { test } from "node:test";
import { ageOf, isChild, peopleOf } from "../../../static/app/capture/people.js";

const now = new Date("2026-11-23T12:00:00Z");
/** @param {Record<string, unknown>} more @returns {any} */
const person = (more) => ({ id: "p", role: "other", ...more });

test("people come in the order in which they were added", () => {
    const fields = { "person.02": person({ id: "02" }), kind: "incident", "person.01": person({ id: "01" }) };
    assert.deepEqual(peopleOf(fields).map(({ id }) => id), ["01", "02"]);
});

test("age is read from as much of the date as there is", () => {
    assert.equal(ageOf(person({ date_of_birth: "2016-11-22" }), now), 10);
    assert.equal(ageOf(person({ date_of_birth: "2016-12" }), now), 9);
    assert.equal(ageOf(person({ date_of_birth: "2016" }), now), 10);
    assert.equal(ageOf(person({ age_estimate: 3 }), now), 3);
    assert.equal(ageOf(person({}), now), null);
});

test("a child is a child by role, by age or by being unborn", () => {
    assert.ok(isChild(person({ role: "child" }), now));
    assert.ok(isChild(person({ unborn: true }), now));
    assert.ok(isChild(person({ role: "alleged_perpetrator", age_estimate: 17 }), now));
    assert.ok(!isChild(person({ role: "victim", age_estimate: 18 }), now));
    assert.ok(!isChild(person({}), now));
});
