import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { afterFrame, calmly } from "../../static/app/frames.js";

/** What the browser holds. @type {{ frames: (() => void)[], timers: { work: () => void, milliseconds: number }[] }} */
const held = { frames: [], timers: [] };

Object.assign(globalThis, {
    requestAnimationFrame: (/** @type {() => void} */ work) => held.frames.push(work),
    setTimeout: (/** @type {() => void} */ work, milliseconds = 0) => held.timers.push({ work, milliseconds }),
    reportError: () => {},
});

const frame = () => held.frames.splice(0).forEach((work) => work());

/** @param {number} upTo milliseconds */
function timers(upTo) {
    const due = held.timers.filter(({ milliseconds }) => milliseconds <= upTo);
    held.timers = held.timers.filter(({ milliseconds }) => milliseconds > upTo);
    for (const { work } of due) work();
}

beforeEach(() => {
    frame();
    timers(Infinity);
});

test("what waits for a frame begins behind it, all of it, once", () => {
    /** @type {string[]} */
    const done = [];
    afterFrame(() => done.push("first"));
    afterFrame(() => done.push("second"));
    frame();
    assert.deepEqual(done, []);
    timers(0);
    assert.deepEqual(done, ["first", "second"]);
    timers(Infinity);
    assert.deepEqual(done, ["first", "second"]);
});

test("what comes once a frame has begun waits for the next one", () => {
    /** @type {string[]} */
    const done = [];
    afterFrame(() => done.push("early"));
    frame();
    afterFrame(() => done.push("late"));
    timers(0);
    assert.deepEqual(done, ["early"]);
    frame();
    timers(0);
    assert.deepEqual(done, ["early", "late"]);
});

test("where nobody looks it is done all the same", () => {
    let done = 0;
    afterFrame(() => (done += 1));
    timers(Infinity);
    frame();
    timers(Infinity);
    assert.equal(done, 1);
});

test("one that fails leaves the others their turn", () => {
    let done = 0;
    afterFrame(() => {
        throw new Error("of the test");
    });
    afterFrame(() => (done += 1));
    frame();
    timers(0);
    assert.equal(done, 1);
});

test("however often it is asked, it is done calmly", () => {
    let done = 0;
    const calm = calmly(() => (done += 1));
    calm();
    calm();
    frame();
    timers(0);
    assert.equal(done, 1);
    calm();
    frame();
    timers(0);
    assert.equal(done, 2);
});
