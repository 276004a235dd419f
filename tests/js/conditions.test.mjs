import assert from "node:assert/strict";
import { test } from "node:test";
import { opened, triggersOf, verdict } from "../../static/app/capture/conditions.js";
import { factorsOf, valueOf } from "../../static/app/capture/definition.js";

/** @import { Definition } from "../../static/app/capture/definition.js" */

/** @type {Definition} */
const FORM = {
    id: "small",
    version: "1",
    sections: [
        {
            id: "first",
            question: [
                { id: "second_factor", kind: "answer", factor: 2 },
                {
                    id: "first_factor",
                    kind: "answer",
                    factor: 1,
                    follow_up: [
                        { id: "which", kind: "choices", options: ["a", "b"], when: ["yes"] },
                        { id: "why_not", kind: "text", when: ["declined"] },
                    ],
                },
            ],
        },
        {
            id: "opened",
            opens_when: { any_yes: ["second_factor"] },
            question: [
                { id: "school", kind: "answer", opens_when: { age_under: 18 } },
                { id: "gaps", kind: "text", opens_when: { count: { answer: ["yes"], of: "factors", fewer_than: "$two" } } },
            ],
        },
    ],
    rules: [],
    thresholds: { two: 2 },
};

/** @param {...string} ids */
const yes = (...ids) => Object.fromEntries(ids.map((id) => [id, { value: "yes" }]));

test("a section opens by its trigger and takes its questions along", () => {
    assert.deepEqual([...opened(FORM, {}, {}).sections], ["first"]);
    const open = opened(FORM, yes("second_factor"), {});
    assert.deepEqual([...open.sections], ["first", "opened"]);
    assert.ok(open.questions.has("gaps"));
});

test("a follow-up opens by its answer alone", () => {
    assert.ok(opened(FORM, yes("first_factor"), {}).questions.has("which"));
    assert.ok(opened(FORM, { first_factor: { value: "declined" } }, {}).questions.has("why_not"));
    assert.deepEqual([...opened(FORM, {}, {}).questions], ["second_factor", "first_factor"]);
});

test("what is not known is asked", () => {
    const asked = [{}, { age: null }, { age: 17 }, { age: 18 }].map((known) =>
        opened(FORM, yes("second_factor"), known).questions.has("school"),
    );
    assert.deepEqual(asked, [true, true, true, false]);
});

test("a test that fails decides before one that is unknown", () => {
    const condition = { any_yes: ["first_factor"], age_under: 18 };
    assert.deepEqual(verdict(condition, FORM, {}, {}), { holds: false, unknown: [] });
    assert.deepEqual(verdict(condition, FORM, yes("first_factor"), {}), { holds: null, unknown: ["age"] });
});

test("only triggers and parents can open or close anything", () => {
    assert.deepEqual([...triggersOf(FORM)].sort(), ["first_factor", "second_factor"]);
});

test("factors go by their number", () => {
    assert.deepEqual(factorsOf(FORM), ["first_factor", "second_factor"]);
});

test("whatever has no readable value is blank", () => {
    const odd = [undefined, null, "yes", ["yes"], {}, { value: "" }, { value: [] }, { value: null }];
    assert.deepEqual(odd.map((entry) => valueOf({ q: entry }, "q")), odd.map(() => null));
    assert.equal(valueOf({}, "constructor"), null);
    assert.equal(valueOf({ q: { value: 0 } }, "q"), 0);
});
