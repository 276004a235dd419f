/** Where nothing is recorded, and what stays in sight of what was. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { opened } from "../../../static/app/capture/conditions.js";
import { askedAt, noSound } from "../../../static/app/capture/no_sound.js";

const GLOBALS = /** @type {any} */ (globalThis);
const NAVIGATOR = Object.getOwnPropertyDescriptor(globalThis, "navigator");

beforeEach(() => {
    GLOBALS.MediaRecorder = class {};
    Object.defineProperty(globalThis, "navigator", { value: { mediaDevices: {} }, configurable: true });
});
afterEach(() => {
    delete GLOBALS.MediaRecorder;
    if (NAVIGATOR) Object.defineProperty(globalThis, "navigator", NAVIGATOR);
});

const definition = () =>
    /** @type {any} */ ({
        ...{ id: "voice", version: "1", rules: [], thresholds: {} },
        sections: [
            { id: "words", question: [{ id: "crime", kind: "choices", options: ["told"] }] },
            {
                id: "sound",
                opens_when: { count: { answer: ["told"], of: ["crime"], fewer_than: 1 } },
                question: [
                    { id: "agreed", kind: "choice", options: ["agreed", "not_agreed"] },
                    { id: "sound", kind: "sound", opens_when: { count: { answer: ["agreed"], of: ["agreed"], at_least: 1 } } },
                ],
            },
        ],
    });
const RECORDED = { sound: { value: ["a"], source: "child" } };
const TOLD = { crime: { value: ["told"], source: "practitioner" } };

/** @param {string} kind @param {Record<string, any>} answers */
function form(kind, answers) {
    const fields = /** @type {Record<string, any>} */ ({});
    const put = async (/** @type {string} */ name, /** @type {unknown} */ value) => void (fields[name] = value);
    return /** @type {any} */ ({ encounter: { kind }, sheet: { answers }, saver: { fields, put } });
}

/** @param {string} kind @param {Record<string, any>} answers */
const parts = (kind, answers) => [...opened(askedAt(definition(), { kind }, answers), answers, {}).sections];

test("nothing is recorded at an incident, nor by a browser that can't", () => {
    assert.deepEqual([noSound(form("incident", {})), noSound(form("home_visit", {}))], ["incident", ""]);
    delete GLOBALS.MediaRecorder;
    assert.equal(noSound(form("home_visit", {})), "browser");
});

test("a crime that was told of ends it in that form, also where the tick is taken back", () => {
    const told = form("home_visit", { ...TOLD });
    assert.equal(noSound(told), "crime");
    delete told.sheet.answers.crime;
    assert.equal(noSound(told), "crime");
});

test("the part for sound is passed over at an incident, unless something in it was answered before", () => {
    assert.deepEqual(parts("incident", {}), ["words"]);
    assert.deepEqual(parts("home_visit", {}), ["words", "sound"]);
    assert.deepEqual(parts("incident", { agreed: { value: "agreed" } }), ["words", "sound"]);
});

test("what was recorded stays in sight when the child tells of a crime, and says no after all", () => {
    assert.deepEqual(parts("home_visit", TOLD), ["words"]);
    const answers = { ...TOLD, ...RECORDED, agreed: { value: "not_agreed" } };
    assert.ok(opened(askedAt(definition(), { kind: "home_visit" }, answers), answers, {}).questions.has("sound"));
});
