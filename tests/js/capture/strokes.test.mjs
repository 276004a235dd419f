import assert from "node:assert/strict";
import { test } from "node:test";
import { asideOf, carried } from "../../../static/app/capture/enclosed.js";
import { added, changed, cleared, contentsOf, drawingOf, MOST, redo, room, stored, strokesOf, undo } from "../../../static/app/capture/strokes.js";
import { thinned } from "../../../static/app/capture/thinning.js";

/** @typedef {import("../../../static/app/capture/strokes.js").Drawing} Drawing */
/** @typedef {import("../../../static/app/capture/strokes.js").Stroke} Stroke */

/** @type {Drawing} */
const EMPTY = { acts: [], undone: [] };

/** @param {number} n @param {number} [points] @returns {Stroke} */
const stroke = (n, points = 2) => ({ colour: "blue", width: 8, points: Array.from({ length: points }, (_, at) => [at * 10, at % 2 ? 900 : n]) });

/** @param {Drawing} drawing @param {number} count */
const scribble = (drawing, count) => Array.from({ length: count }, (_, n) => stroke(n)).reduce(added, drawing);

/** @param {Record<string, any>} fields @param {Record<string, any>} more */
const saved = (fields, more) => Object.fromEntries(Object.entries({ ...fields, ...more }).filter(([, value]) => value !== undefined));

test("each stroke is one thing to undo and to do again, and a new one ends that", () => {
    const two = scribble(EMPTY, 2);
    assert.equal(strokesOf(undo(two).acts).length, 1);
    assert.deepEqual(redo(undo(two)), two);
    assert.deepEqual(redo(added(undo(two), stroke(9))).acts.length, 2);
    assert.deepEqual([undo(EMPTY), redo(EMPTY)], [EMPTY, EMPTY]);
});

test("clearing is undone like a stroke, also after the pad was closed", () => {
    const empty = cleared(scribble(EMPTY, 3));
    assert.deepEqual(strokesOf(empty.acts), []);
    const reopened = { acts: drawingOf(changed("d", [], empty.acts), "d")?.acts ?? [], undone: [] };
    assert.equal(strokesOf(undo(reopened).acts).length, 3);
    assert.deepEqual(cleared(EMPTY), EMPTY);
});

test("only the last clearing is kept", () => {
    let drawing = EMPTY;
    for (let n = 0; n < 5; n++) drawing = cleared(scribble(drawing, 4));
    assert.equal(drawing.acts.length, 5);
});

test("a stroke that ends writes one small field again, however much is on the sheet", () => {
    const many = scribble(EMPTY, 100);
    const more = added(many, stroke(100));
    const fields = changed("d", many.acts, more.acts);
    assert.deepEqual(Object.entries(fields).map(([name, acts]) => [name, acts?.length]), [["drawing.d.6", 5]]);
    assert.deepEqual(changed("d", more.acts, more.acts), {});
});

test("what was saved piece by piece is read as it was drawn", () => {
    /** @type {Record<string, any>} */
    let fields = { "drawing.d": { width: 1000, height: 1500 } };
    let drawing = EMPTY;
    for (let n = 0; n < 60; n++) {
        const next = n % 7 === 6 ? undo(drawing) : n % 25 === 24 ? cleared(drawing) : added(drawing, stroke(n));
        fields = saved(fields, changed("d", drawing.acts, next.acts));
        drawing = next;
    }
    assert.deepEqual(drawingOf(fields, "d"), { acts: drawing.acts, size: { width: 1000, height: 1500 } });
});

test("of a drawing whose pieces are spoilt the rest is read", () => {
    const { acts } = scribble(EMPTY, 40);
    const { "drawing.d.1": _, ...fields } = changed("d", [], acts);
    assert.deepEqual(drawingOf(fields, "d"), { acts: [...acts.slice(0, 16), ...acts.slice(32)], size: { width: 1000, height: 1000 } });
    assert.equal(drawingOf({}, "d"), null);
});

test("a sheet takes two thousand strokes and twenty thousand points, and no more", () => {
    const full = scribble(EMPTY, MOST.strokes + 5);
    assert.deepEqual([strokesOf(full.acts).length, room(full.acts)], [MOST.strokes, 0]);
    const long = added(added(EMPTY, stroke(0, 19_990)), stroke(1, 50));
    assert.deepEqual(long.acts.map((act) => /** @type {Stroke} */ (act).points.length), [19_990, 10]);
    assert.equal(added(long, stroke(2)), long);
    assert.equal(room(cleared(long).acts), MOST.points);
});

test("a line keeps its corners and its ends, and little else", () => {
    const straight = /** @type {[number, number][]} */ (Array.from({ length: 200 }, (_, n) => [n, n]));
    assert.deepEqual(thinned(straight), [[0, 0], [199, 199]]);
    assert.deepEqual(thinned([[0, 0], [50, 1], [100, 0], [100, 100]]), [[0, 0], [100, 0], [100, 100]]);
    assert.deepEqual(thinned([[5, 5]]), [[5, 5]]);
    const round = /** @type {[number, number][]} */ (Array.from({ length: 400 }, (_, n) => [Math.round(500 + 300 * Math.cos(n / 63)), Math.round(500 + 300 * Math.sin(n / 63))]));
    const kept = thinned(round);
    assert.ok(kept.length > 20 && kept.length < 80, String(kept.length));
});

test("a dot is a stroke", () => assert.equal(strokesOf(added(EMPTY, stroke(1, 1)).acts).length, 1));

test("what is sent has the members that the service reads, for each drawing that an answer names and that is not empty", () => {
    const { acts } = scribble(EMPTY, 2);
    const fields = {
        "answer.drawing": { value: ["a", "empty", "of before"], source: "child" },
        "answer.words": { value: "b" },
        "answer.note": { note: "only a note" },
        "drawing.a": { width: 1000, height: 1500 },
        ...changed("a", [], acts),
        ...changed("empty", [], cleared({ acts, undone: [] }).acts),
        ...changed("taken out", [], acts),
    };
    const contents = contentsOf(fields).map(({ id, media_type, bytes }) => ({ id, media_type, ...JSON.parse(new TextDecoder().decode(bytes)) }));
    assert.deepEqual(contents, [{ id: "a", media_type: "application/json", kind: "drawing", version: 1, width: 1000, height: 1500, strokes: acts }]);
});

test("an amendment takes along what this phone still has, under an id of its own, and names the rest as before", () => {
    const { acts } = scribble(EMPTY, 20);
    const earlier = { "drawing.a": { width: 1000, height: 1500 }, ...changed("a", [], acts) };
    const answers = { "answer.drawing": { value: ["a", "elsewhere"], source: "child" }, "answer.exact": { value: [{ words: "so" }] }, "answer.b": { value: "yes" } };
    const fields = carried(answers, earlier, () => "fresh");
    assert.deepEqual(fields["answer.drawing"], { value: ["fresh", "elsewhere"], source: "child" });
    assert.deepEqual([fields["answer.exact"], fields["answer.b"]], [answers["answer.exact"], answers["answer.b"]]);
    assert.deepEqual(drawingOf(fields, "fresh"), { acts, size: { width: 1000, height: 1500 } });
    assert.deepEqual(contentsOf(fields).map(({ id }) => id), ["fresh"]);
    assert.deepEqual(asideOf(fields, "drawing", "drawing", []), ["fresh"]);
});

test("what was cleared or taken out is still there to be brought back; what was wholly undone is not", () => {
    const head = { width: 1000, height: 1500, question: "drawing" };
    const drawn = scribble(EMPTY, 3);
    const empty = cleared(drawn);
    /** @type {Record<string, any>} */
    const fields = saved(stored("a", [], drawn.acts, head), stored("a", drawn.acts, empty.acts, head));
    assert.deepEqual(fields["drawing.a"], head);
    assert.deepEqual([asideOf(fields, "drawing", "drawing", []), asideOf(fields, "drawing", "drawing", ["a"]), asideOf(fields, "drawing", "another", [])], [["a"], [], []]);
    assert.deepEqual(contentsOf({ ...fields, "answer.drawing": { value: ["a"] } }), []);
    assert.deepEqual(asideOf(saved(fields, stored("a", empty.acts, [], head)), "drawing", "drawing", []), []);
    assert.equal("drawing.a" in stored("a", drawn.acts, empty.acts, head), false);
});
