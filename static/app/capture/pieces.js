/**
 * A recording in its draft: `sound.<id>` {question, media_type, whole, played} and every five seconds a piece
 * `sound.<id>.<n>` {data: base64, ms, peak}, `ms` as long as it is by then. Pure.
 */
import { base64, fromBase64 } from "../base64.js";
import { namedIn, piecesOf } from "./enclosed.js";
import { FLOOR } from "./levels.js";

/** @typedef {{ data: string, ms: number, peak: number | null }} Piece  peak: 0 to 1; null where nothing measured it */
/** @typedef {{ question: string, media_type: string, whole?: boolean, played?: boolean }} Head  whole: it was ended and did not break off */
/** @typedef {{ head: Head, pieces: Piece[], ms: number }} Recording */

/** Milliseconds: of all that one form keeps, and of a piece. */
export const MOST = { all: 180_000, piece: 5000 };
/** Milliseconds below which there is no room for another. */
const LEAST = 1000;

/** @param {Uint8Array} bytes @param {number} ms @param {number | null} peak @returns {Piece} */
export const pieceOf = (bytes, ms, peak) => ({ data: base64(bytes), ms: Math.round(ms), peak });

/** As far as it can be read; null where there is none. @param {Record<string, any>} fields @param {string} id @returns {Recording | null} */
export function recordingOf(fields, id) {
    const pieces = /** @type {Piece[]} */ (piecesOf(fields, "sound", id));
    const head = /** @type {Head | undefined} */ (fields[`sound.${id}`]);
    return head && pieces.length ? { head, pieces, ms: Math.max(...pieces.map(({ ms }) => ms)) } : null;
}

/** The file as the browser made it, piece by piece. @param {Recording} recording @returns {Uint8Array<ArrayBuffer>} */
export function bytesOf({ pieces }) {
    const all = pieces.map(({ data }) => fromBase64(data));
    const bytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
    all.reduce((at, piece) => (bytes.set(piece, at), at + piece.length), 0);
    return bytes;
}

/** Nothing was heard, or nothing came: no recording. What nobody measured may be one. @param {Recording | null} recording */
export const isSilent = (recording) =>
    recording === null || recording.pieces.every(({ data }) => !data) || recording.pieces.every(({ peak }) => peak !== null && peak < FLOOR);

/** Milliseconds that may still be recorded; 0: none. @param {Record<string, any>} fields @param {string[]} ids those that are kept */
export function left(fields, ids) {
    const rest = MOST.all - ids.reduce((sum, id) => sum + (recordingOf(fields, id)?.ms ?? 0), 0);
    return rest < LEAST ? 0 : rest;
}

/** What takes a recording out of its draft for good. @param {Record<string, any>} fields @param {string} id @returns {Record<string, undefined>} */
export const gone = (fields, id) =>
    Object.fromEntries(Object.keys(fields).filter((name) => name === `sound.${id}` || name.startsWith(`sound.${id}.`)).map((name) => [name, undefined]));

/** What is sent: each that an answer names, and in which there is something. @param {Record<string, any>} fields */
export const contentsOf = (fields) =>
    namedIn(fields).flatMap((id) => {
        const recording = recordingOf(fields, id);
        return recording && !isSilent(recording) ? [{ id, media_type: recording.head.media_type, bytes: bytesOf(recording) }] : [];
    });
