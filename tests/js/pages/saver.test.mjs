import assert from "node:assert/strict";
import { test } from "node:test";
import { createSaver } from "../../../static/app/capture/saver.js";

/** @param {(field: string, value: unknown) => Promise<void>} [put] */
function saverWith(put = async () => {}) {
    /** @type {[string, unknown][]} */
    const saved = [];
    /** @type {unknown[]} */
    const problems = [];
    const drafts = /** @type {any} */ ({ put: async (/** @type {string} */ _, /** @type {string} */ field, /** @type {unknown} */ value) => (saved.push([field, value]), put(field, value)) });
    return { saved, problems, saver: createSaver(drafts, "e", {}, (problem) => problems.push(problem)) };
}

test("typing is gathered for a moment, then saved once", (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const { saved, saver } = saverWith();
    saver.soon("place", () => "1 T");
    saver.soon("place", () => "1 Test Street");
    assert.deepEqual(saved, []);
    context.mock.timers.tick(400);
    assert.deepEqual(saved, [["place", "1 Test Street"]]);
});

test("what is in hand is saved at once when asked", async () => {
    const { saved, saver } = saverWith();
    saver.soon("place", () => "1 Test Street");
    await saver.flush();
    await saver.flush();
    assert.deepEqual(saved, [["place", "1 Test Street"]]);
});

test("a failure is told and the value stays on the screen", async () => {
    const { problems, saver } = saverWith(async () => Promise.reject(new Error("quota")));
    await saver.put("kind", "incident");
    assert.equal(problems.length, 1);
    assert.equal(saver.fields.kind, "incident");
});

test("a field is taken away by saying nothing", async () => {
    const { saver } = saverWith();
    await saver.put("kind", "incident");
    await saver.put("kind", undefined);
    assert.deepEqual(saver.fields, {});
});
