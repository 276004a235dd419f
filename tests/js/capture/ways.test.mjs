import assert from "node:assert/strict";
import { test } from "node:test";
import { together } from "../../../static/app/capture/composing.js";
import { wayOf } from "../../../static/app/capture/ways.js";

const NOW = new Date("2026-06-15T12:00:00Z");
/** @param {object} more @returns {any} */
const child = (more) => ({ id: "c", role: "child", ...more });

test("how a child communicates is suggested by its age, and asked where that is not known", () => {
    const ways = [{ unborn: true }, { date_of_birth: "2024-07" }, { age_estimate: 2 }, { age_estimate: 7 }, { age_estimate: 8 }, {}];
    assert.deepEqual(ways.map((more) => wayOf(child(more), NOW)), ["unborn", "pre_verbal", "young", "young", "older", undefined]);
});

test("a statement is put together from the parts that were said", () => {
    assert.equal(together(["Worried:", "They fear:", "When:"], ["the nurse", null, "at night"]), "Worried: the nurse\nWhen: at night");
    assert.equal(together(["Worried:"], [null]), "");
});
