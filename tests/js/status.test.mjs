import assert from "node:assert/strict";
import { test } from "node:test";
import { mount, partsOf, stateOf } from "../../static/app/shell/status.js";

const SAVED = { unsaved: 0, needsUnlock: false, problem: null };
const CLEAR = { waiting: 0, sending: null, attention: 0, oldest: null, overdue: 0, whose: [], last: null, hold: null, next_try_at: null };
const LAST = { id: "i", reference: "FH-7K3M-Q9TC", received_at: "2026-03-01T02:14:00Z" };

/** @param {object} saving @param {object} summary @param {boolean} [online] */
const keys = (saving, summary, online = true) =>
    partsOf({ ...SAVED, ...saving }, /** @type {any} */ ({ ...CLEAR, ...summary }), online).map(([key]) => key);

test("the line says what is true, the worst of it first", () => {
    assert.deepEqual(keys({}, {}), ["saved"]);
    assert.deepEqual(keys({}, { last: LAST }), ["received"]);
    assert.deepEqual(keys({ unsaved: 1 }, { last: LAST }), ["unsaved"]);
    assert.deepEqual(keys({ unsaved: 1, problem: "quota" }, {}), ["quota"]);
    assert.deepEqual(keys({}, { waiting: 2, oldest: "t" }), ["saved", "waiting", "oldest"]);
    assert.deepEqual(keys({}, { waiting: 2, oldest: "t" }, false), ["saved", "waiting", "oldest", "offline"]);
    assert.deepEqual(keys({}, { waiting: 2, oldest: "t", sending: { done: 1, total: 5 } }), ["saved", "sending", "oldest"]);
    assert.deepEqual(keys({}, { waiting: 1, oldest: "t", hold: "sign-in" }), ["saved", "waiting", "oldest", "sign-in"]);
    assert.deepEqual(keys({}, { waiting: 1, attention: 1, overdue: 1, oldest: "t" }), ["overdue", "saved", "attention", "waiting", "oldest"]);
    assert.deepEqual(keys({}, { attention: 1, oldest: "t", last: LAST }), ["saved", "attention"]);
});

test("it never says that all was received while anything is not", () => {
    for (const summary of [{ waiting: 1 }, { attention: 1 }, { whose: [{ vault: "v", unsent: null }] }]) assert.ok(!keys({}, { ...summary, last: LAST }).includes("received"));
});

test("its mark is calm only when nothing waits", () => {
    /** @param {object} saving @param {object} summary */
    const state = (saving, summary) => stateOf({ ...SAVED, ...saving }, /** @type {any} */ ({ ...CLEAR, ...summary }));
    assert.equal(state({}, {}), "clear");
    assert.equal(state({ unsaved: 1 }, {}), "waiting");
    assert.equal(state({}, { waiting: 1 }), "waiting");
    assert.equal(state({}, { waiting: 1, hold: "sign-in" }), "attention");
    assert.equal(state({ problem: "storage" }, {}), "attention");
    assert.equal(state({}, { overdue: 1 }), "attention");
});

/** A line of a page without words, and what it listens to. `tell` is any change; `summaries` answer one after another. */
function mounted() {
    /** @type {(() => void)[]} */
    const told = [];
    /** @type {((summary: object) => void)[]} */
    const summaries = [];
    const source = { subscribe: (/** @type {() => void} */ show) => (told.push(show), () => {}) };
    const outbox = { ...source, summary: () => new Promise((answer) => summaries.push(answer)) };
    const line = { dataset: {}, busy: "", setAttribute: (/** @type {string} */ _, /** @type {string} */ value) => (line.busy = value), querySelectorAll: () => [] };
    const stop = /** @type {() => void} */ (mount(/** @type {any} */ (line), /** @type {any} */ ({ outbox, drafts: { ...source, saving: SAVED }, connection: { ...source, online: true }, vault: source })));
    const asked = async (/** @type {number} */ times) => {
        while (summaries.length < times) await new Promise((done) => setTimeout(done, 1));
    };
    return { line, summaries, stop, asked, tell: () => told[0]?.() };
}

test("from a change on it is marked as changing, until it says what is so", async (context) => {
    context.after(page());
    const { line, summaries, stop, asked, tell } = mounted();
    context.after(stop);
    assert.equal(line.busy, "true");
    await asked(1);
    tell();
    await answered(summaries[0]);
    assert.equal(line.busy, "true", "what was found before the change is not said");
    await asked(2);
    await answered(summaries[1]);
    assert.equal(line.busy, "false");
    tell();
    assert.equal(line.busy, "true", "at once, whenever it is shown");
});

/** @param {((summary: object) => void) | undefined} summary */
async function answered(summary) {
    summary?.(CLEAR);
    await new Promise((done) => setImmediate(done));
}

/** As much of a page as words need; gives it back. */
function page() {
    const globals = /** @type {any} */ (globalThis);
    const fakes = { document: { querySelector: () => null, documentElement: { lang: "en" }, body: { dataset: {} } }, CSS: { escape: String }, HTMLTemplateElement: class {}, requestAnimationFrame: setImmediate };
    Object.assign(globals, fakes);
    return () => Object.keys(fakes).forEach((name) => delete globals[name]);
}
