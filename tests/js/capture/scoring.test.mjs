/** Before a score is given the form promises what is so, and no more. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { showScoring } from "../../../static/app/capture/scoring.js";

const GLOBALS = /** @type {any} */ (globalThis);

class FakeElement {
    hidden = true;
    /** @param {Record<string, string>} dataset @param {FakeElement[]} inside */
    constructor(dataset, inside = []) {
        this.dataset = dataset;
        this.inside = inside;
    }
    querySelector() {
        return this.inside[0] ?? null;
    }
    querySelectorAll() {
        return this.inside;
    }
}

before(() => (GLOBALS.HTMLElement = FakeElement));
after(() => delete GLOBALS.HTMLElement);

const met = { kind: "meeting", meeting: "m", meeting_ends_at: new Date(Date.now() + 3_600_000).toISOString() };

/** What is said: null where the whole stays hidden. @param {Record<string, any>} encounter */
function said(encounter, online = true) {
    const lines = ["runs", "offline", "unopened", "over"].map((is) => new FakeElement({ scoringIs: is }));
    const place = new FakeElement({}, lines);
    showScoring(/** @type {any} */ ({ page: new FakeElement({}, [place]), app: { connection: { online } }, encounter }), "scale");
    return place.hidden ? null : lines.filter(({ hidden }) => !hidden).map(({ dataset }) => dataset.scoringIs);
}

test("in a meeting one scores alone, with a connection and without", () => {
    assert.deepEqual(said(met), ["runs"]);
    assert.deepEqual(said(met, false), ["offline"]);
});

test("where nobody opened the meeting a score won’t be blind", () => {
    assert.deepEqual(said({ kind: "meeting" }), ["unopened"]);
});

test("after the meeting nobody is promised to score alone, nor after the reveal while it runs", () => {
    assert.deepEqual(said({ ...met, meeting_ends_at: "2020-01-01T00:00:00Z" }), ["over"]);
    assert.deepEqual(said({ ...met, meeting_revealed: true }), ["over"]);
    assert.deepEqual(said({ ...met, meeting_revealed: true }, false), ["over"]);
});

test("where there is no meeting nothing is said of one", () => {
    assert.equal(said({ kind: "incident" }), null);
});
