import assert from "node:assert/strict";
import { test } from "node:test";
import { createSheet, promptsOf } from "../../../static/app/capture/sheet.js";

const yes = { value: "yes", source: "victim" };
/** @param {string} id @param {object} [more] */
const answer = (id, more = {}) => ({ id, kind: "answer", ...more });
/** @type {any} */
const definition = {
    id: "short",
    version: "1",
    thresholds: { high: 2 },
    sections: [
        { id: "one", question: [answer("hurt", { factor: 1, follow_up: [{ id: "how", kind: "text", when: ["yes"] }] }), answer("afraid", { factor: 2 })] },
        { id: "two", opens_when: { any_yes: ["hurt"] }, question: [answer("before", { required: true })] },
    ],
    rules: [
        { id: "many", level: "high", when: { count: { answer: ["yes"], of: "factors", at_least: "$high" } } },
        { id: "stay", prompt: "stay", when: { any_yes: ["before"] } },
    ],
};
const sheet = (answers = {}) => createSheet(definition, answers, {});

test("an answer opens what it triggers and says so", () => {
    const made = sheet();
    assert.equal(made.open.sections.has("two"), false);
    made.put("hurt", yes);
    assert.equal(made.change().opens, true);
    assert.equal(made.change().opens, false);
    assert.equal(made.open.sections.has("two"), true);
    assert.equal(made.open.questions.has("how"), true);
});

test("a rule is new only once", () => {
    const made = sheet({ hurt: yes });
    made.put("afraid", yes);
    assert.equal(made.assessment.level, "high");
    assert.deepEqual(made.change().reasons, ["many"]);
    made.put("afraid", { ...yes, note: "again" });
    assert.deepEqual(made.change().reasons, []);
});

test("an answer that no rule looks at leaves the assessment as it is", () => {
    const made = sheet({ hurt: yes });
    const before = made.assessment;
    made.put("how", { value: "a bruise", source: "victim" });
    assert.equal(made.assessment, before);
});

test("an answer taken back is blank again, and never a no", () => {
    const made = sheet({ hurt: yes });
    made.put("hurt", undefined);
    assert.deepEqual(made.blank("one"), ["hurt", "afraid"]);
    assert.equal(made.assessment.counts.no, 0);
});

test("what is blank is asked of the open parts alone", () => {
    assert.deepEqual(sheet().blank(), ["hurt", "afraid"]);
    assert.deepEqual(sheet({ hurt: yes }).blank(), ["afraid", "before"]);
});

test("a question of how often may be left as not asked, one of another choice not", () => {
    const often = { id: "often", kind: "choice", options: ["never", "always", "not_asked_unsafe"] };
    const colour = { id: "colour", kind: "choice", options: ["red", "blue"] };
    const asked = { ...definition, sections: [{ id: "one", question: [often, colour] }] };
    assert.deepEqual(createSheet(asked, {}, {}).blank(), ["often"]);
});

test("what is not finished is named while it is open", () => {
    assert.deepEqual(sheet({ hurt: yes }).unfinished().map(({ id }) => id), ["afraid", "before"]);
});

test("a part shows the prompts that its own answers call for", () => {
    assert.deepEqual([...promptsOf(definition, "two")], ["stay"]);
    assert.deepEqual([...promptsOf(definition, "one")], []);
});
