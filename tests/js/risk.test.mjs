import assert from "node:assert/strict";
import { test } from "node:test";
import { opened } from "../../static/app/capture/conditions.js";
import { evaluate, highest, unfinished } from "../../static/app/capture/risk.js";

/** @import { Definition } from "../../static/app/capture/definition.js" */

/** @type {Definition} */
const FORM = {
    id: "small",
    version: "1",
    judgement: "judged",
    sections: [
        {
            id: "only",
            question: [
                { id: "one", kind: "answer", factor: 1 },
                { id: "two", kind: "answer", factor: 2 },
                { id: "judged", kind: "choice", options: ["standard", "medium", "high"], required: true },
            ],
        },
    ],
    rules: [
        { id: "all", level: "high", when: { all_yes: ["one", "two"] } },
        { id: "few", level: "not_established", when: { count: { answer: ["yes", "no"], of: "factors", fewer_than: "$enough" } } },
        { id: "some", level: "medium", when: { any_yes: ["one", "two"] } },
        { id: "again", prompt: "again", when: { incidents_in_12_months: { at_least: 3 } } },
        { id: "twice", prompt: "again", when: { any_yes: ["one"] } },
    ],
    thresholds: { enough: 2 },
};

/** @param {Record<string, string>} given */
const answers = (given) => Object.fromEntries(Object.entries(given).map(([id, value]) => [id, { value }]));

test("no rule fired is standard, and nothing answered is not established", () => {
    assert.equal(evaluate(FORM, answers({ one: "no", two: "no" }), {}).level, "standard");
    assert.equal(evaluate(FORM, {}, {}).level, "not_established");
    assert.equal(evaluate(FORM, answers({ one: "declined", two: "dont_know" }), {}).level, "not_established");
});

test("high wins over everything and every reason is given", () => {
    assert.deepEqual(evaluate(FORM, answers({ one: "yes", two: "yes" }), {}).reasons, ["all", "some"]);
    assert.equal(highest(["medium", "high", "not_established"]), "high");
    assert.equal(highest([]), "standard");
});

test("judgement raises, says so, and never lowers", () => {
    const raised = evaluate(FORM, answers({ one: "no", two: "no", judged: "high" }), {});
    assert.deepEqual([raised.level, raised.reasons], ["high", ["professional_judgement"]]);
    assert.equal(evaluate(FORM, answers({ one: "yes", two: "yes", judged: "standard" }), {}).level, "high");
});

test("an unknown history fires nothing and is named; a prompt is given once", () => {
    assert.deepEqual(evaluate(FORM, {}, {}).unknown, ["incidents_in_12_months"]);
    const known = evaluate(FORM, answers({ one: "yes" }), { incidents_in_12_months: 4 });
    assert.deepEqual([known.prompts, known.unknown, known.counts.incidents], [["again"], [], 4]);
});

test("counts keep a blank apart from a no", () => {
    const { counts } = evaluate(FORM, answers({ one: "no" }), {});
    assert.deepEqual([counts.no, counts.answered, counts.not_answered, counts.factors, counts.enough], [1, 1, 1, 2, 2]);
});

test("what is expected, open and blank is unfinished", () => {
    const given = answers({ one: "declined" });
    const open = opened(FORM, given, {});
    assert.deepEqual(unfinished(FORM, given, open).map((question) => question.id), ["two", "judged"]);
});
