/**
 * A drawing as what was done to it, one act after another: so that each is one thing to undo, and little to save. It lies
 * in the draft as `drawing.<id>` {width, height, question} and, a few acts a field, `drawing.<id>.<n>`. Pure.
 */
import { namedIn, piecesOf } from "./enclosed.js";
import { thinned } from "./thinning.js";

/** @typedef {[x: number, y: number]} Point  whole numbers within the sheet */
/** @typedef {"black" | "red" | "orange" | "yellow" | "green" | "blue" | "purple" | "brown"} Colour */
/** @typedef {{ colour: Colour, width: number, points: Point[] }} Stroke  width: 1 to 64 */
/** @typedef {{ width: number, height: number }} Size */
/** @typedef {Stroke | "clear"} Act */
/** @typedef {{ acts: Act[], undone: Act[] }} Drawing */

/** What a sheet takes (protocol.md). */
export const MOST = { strokes: 2000, points: 20_000 };
/** Acts in one field: what is written again as each stroke ends. */
const PIECE = 16;
/** Where the sheet's size can't be read any more. */
const SHEET = { width: 1000, height: 1000 };

/** What is to be seen: since it was cleared. @param {readonly Act[]} acts @returns {Stroke[]} */
export const strokesOf = (acts) => /** @type {Stroke[]} */ (acts.slice(acts.lastIndexOf("clear") + 1));

/** With a stroke more, thinned, as far as there is room. @param {Drawing} drawing @param {Stroke} stroke @returns {Drawing} */
export function added(drawing, stroke) {
    const points = thinned(stroke.points).slice(0, room(drawing.acts));
    return points.length ? { acts: [...drawing.acts, { ...stroke, points }], undone: [] } : drawing;
}

/** One clearing back is kept, and what was there before it. @param {Drawing} drawing @returns {Drawing} */
export function cleared({ acts, undone }) {
    const strokes = strokesOf(acts);
    return strokes.length ? { acts: [...strokes, "clear"], undone: [] } : { acts, undone };
}

/** @param {Drawing} drawing @returns {Drawing} */
export function undo({ acts, undone }) {
    const last = acts.at(-1);
    return last === undefined ? { acts, undone } : { acts: acts.slice(0, -1), undone: [...undone, last] };
}

/** @param {Drawing} drawing @returns {Drawing} */
export function redo({ acts, undone }) {
    const next = undone.at(-1);
    return next === undefined ? { acts, undone } : { acts: [...acts, next], undone: undone.slice(0, -1) };
}

/** How many points more the sheet takes. @param {readonly Act[]} acts */
export function room(acts) {
    const strokes = strokesOf(acts);
    if (strokes.length >= MOST.strokes) return 0;
    return Math.max(0, MOST.points - strokes.reduce((sum, { points }) => sum + points.length, 0));
}

/** Fields that differ from what was saved last; undefined: no longer there. @param {string} id @param {readonly Act[]} before @param {readonly Act[]} acts */
export function changed(id, before, acts) {
    /** @type {Record<string, Act[] | undefined>} */
    const fields = {};
    const pieces = Math.ceil(Math.max(before.length, acts.length) / PIECE);
    for (let n = 0; n < pieces; n++) {
        const [was, is] = [pieceOf(before, n), pieceOf(acts, n)];
        if (was.length !== is.length || is.some((act, place) => act !== was[place])) fields[`drawing.${id}.${n}`] = is.length ? is : undefined;
    }
    return fields;
}

/** @param {readonly Act[]} acts @param {number} n */
const pieceOf = (acts, n) => acts.slice(n * PIECE, (n + 1) * PIECE);

/** A drawing out of a draft, as far as it can be read; null where there is none. @param {Record<string, any>} fields @param {string} id */
export function drawingOf(fields, id) {
    const acts = /** @type {Act[]} */ (piecesOf(fields, "drawing", id).flat());
    if (acts.length === 0) return null;
    const { width, height } = /** @type {Size} */ (fields[`drawing.${id}`] ?? SHEET);
    return { acts, size: { width, height } };
}

/** What differs from before, with its head where it begins or ends. @param {string} id @param {readonly Act[]} before @param {readonly Act[]} acts @param {Size & { question: string }} head */
export function stored(id, before, acts, head) {
    const pieces = changed(id, before, acts);
    return (before.length > 0) === (acts.length > 0) ? pieces : { ...pieces, [`drawing.${id}`]: acts.length ? head : undefined };
}

/** What is sent: each drawing that an answer names, and that is not empty. @param {Record<string, any>} fields */
export const contentsOf = (fields) =>
    namedIn(fields).flatMap((id) => {
        const drawing = drawingOf(fields, id);
        const strokes = drawing ? strokesOf(drawing.acts) : [];
        if (!drawing || strokes.length === 0) return [];
        const text = JSON.stringify({ kind: "drawing", version: 1, ...drawing.size, strokes });
        return [{ id, media_type: "application/json", bytes: new TextEncoder().encode(text) }];
    });
