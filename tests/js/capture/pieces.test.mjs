/** Recordings as they lie in a draft: how long, how loud, what is sent and what never is. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { asideOf, carried } from "../../../static/app/capture/enclosed.js";
import { FLOOR, peakOf, recent, shareOf, wordOf } from "../../../static/app/capture/levels.js";
import { bytesOf, contentsOf, gone, isSilent, left, MOST, pieceOf, recordingOf } from "../../../static/app/capture/pieces.js";

/** @param {number[]} bytes */
const of = (...bytes) => Uint8Array.from(bytes);

/** @param {string} id @param {import("../../../static/app/capture/pieces.js").Piece[]} pieces @returns {Record<string, any>} */
const recorded = (id, ...pieces) => ({
    [`sound.${id}`]: { question: "sound", media_type: "audio/webm" },
    ...Object.fromEntries(pieces.map((piece, n) => [`sound.${id}.${n}`, piece])),
});

/** @param {string[]} ids */
const named = (...ids) => ({ "answer.sound": { value: ids, source: "child" } });

test("the pieces, in order, are the file", () => {
    const pieces = Array.from({ length: 12 }, (_, n) => pieceOf(of(n, 255, n), 5000 * (n + 1), 0.2));
    const fields = Object.fromEntries(Object.entries(recorded("a", ...pieces)).reverse());
    const recording = recordingOf(fields, "a");
    assert.ok(recording);
    assert.equal(recording.ms, 60_000);
    assert.deepEqual([...bytesOf(recording)], pieces.flatMap((_, n) => [n, 255, n]));
});

test("what is sent has the browser's own type, for each that an answer names", () => {
    const fields = { ...recorded("a", pieceOf(of(1, 2), 900, 0.1)), ...recorded("b", pieceOf(of(3), 900, 0.1)), ...named("a") };
    assert.deepEqual(contentsOf(fields), [{ id: "a", media_type: "audio/webm", bytes: of(1, 2) }]);
});

test("what nobody heard, and what is empty, is no recording; what nobody measured may be one", () => {
    const quiet = [pieceOf(of(1), 5000, 0), pieceOf(of(2), 6000, FLOOR / 2)];
    assert.equal(isSilent(recordingOf(recorded("a", ...quiet), "a")), true);
    assert.equal(isSilent(recordingOf(recorded("a", ...quiet, pieceOf(of(3), 7000, FLOOR)), "a")), false);
    assert.equal(isSilent(recordingOf(recorded("a", pieceOf(of(), 5000, 0.5)), "a")), true);
    assert.equal(isSilent(recordingOf(recorded("a", pieceOf(of(1), 5000, null)), "a")), false);
    assert.equal(isSilent(recordingOf(recorded("a"), "a")), true);
    assert.deepEqual(contentsOf({ ...recorded("a", ...quiet), ...named("a") }), []);
});

test("a form keeps three minutes in all, however often it was begun", () => {
    const fields = { ...recorded("a", pieceOf(of(1), 100_000, 0.1)), ...recorded("b", pieceOf(of(1), 79_500, 0.1)) };
    assert.deepEqual([left(fields, []), left(fields, ["a"]), left(fields, ["a", "b"])], [MOST.all, 80_000, 0]);
});

test("what was taken out can be brought back, what was let go of has gone", () => {
    const fields = recorded("a", pieceOf(of(1), 900, 0.1), pieceOf(of(2), 1800, 0.1));
    assert.deepEqual(asideOf(fields, "sound", "sound", []), ["a"]);
    assert.deepEqual(asideOf(fields, "drawing", "sound", []), []);
    assert.deepEqual(Object.keys(gone(fields, "a")), Object.keys(fields));
    assert.deepEqual(gone(fields, "another"), {});
});

test("an amendment takes along a recording that this phone still has", () => {
    const earlier = recorded("a", pieceOf(of(1, 2), 900, 0.1));
    const fields = carried(named("a", "elsewhere"), earlier, () => "fresh");
    assert.deepEqual(fields["answer.sound"].value, ["fresh", "elsewhere"]);
    assert.deepEqual(contentsOf(fields), [{ id: "fresh", media_type: "audio/webm", bytes: of(1, 2) }]);
});

test("a level has a word, and a bar as ears hear it", () => {
    assert.ok(Math.abs(peakOf(Float32Array.from([0.1, -0.4, 0.2])) - 0.4) < 1e-6);
    assert.deepEqual([null, 0, FLOOR, 0.02, 0.05, 1].map(wordOf), ["unknown", "silent", "quiet", "quiet", "heard", "heard"]);
    assert.deepEqual([null, 0, 0.0001, 1, 2].map(shareOf), [0, 0, 0, 1, 1]);
    assert.ok(shareOf(0.1) > shareOf(0.01) && shareOf(0.01) > 0);
    assert.deepEqual([recent([], 3), recent([null, null], 3), recent([0.9, 0.1, null, 0.2], 3)], [null, null, 0.2]);
});
