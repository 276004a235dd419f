/**
 * Sends one file by tus 1.0.0, from where it was cut. Our own, since all that it needs is four requests over fetch
 * (docs/decisions/0140).
 */
import { LONGEST_PAUSE } from "./failures.js";

/** @typedef {{ status: number, headers: Headers, json: any, retryAfter: number | null }} Reply */
/** @typedef {(method: string, path: string, headers: Record<string, string>, body?: Uint8Array<ArrayBuffer>) => Promise<Reply>} Carry  path under /api/v1; rejects where the network fails */
/** @typedef {{ submission: string, id: string, sha256: string, place?: string | undefined }} FileToSend */
/** @typedef {{ kind: "sent" } | { kind: "again", seconds: number } | { kind: "sign-in" } | { kind: "refused", code: string }} Outcome */

/** Bytes of one request: what a bad line has a chance to carry. */
const PIECE = 256 * 1024;
const CALL = "/attachments";
const VERSION = { "Tus-Resumable": "1.0.0" };
/** An upload that is not there any more, or never was: it is begun anew. */
const GONE = [403, 404, 410];
/** Requests in a row that may bring nothing on before it waits. */
const PATIENCE = 3;

/**
 * @param {Carry} carry @param {FileToSend} file @param {Uint8Array<ArrayBuffer>} bytes
 * @param {(place: string) => Promise<unknown>} begun  where it is sent to, to be remembered
 * @returns {Promise<Outcome>}
 */
export async function sendFile(carry, file, bytes, begun) {
    try {
        return await send(carry, file, bytes, begun);
    } catch (error) {
        return error instanceof Stop ? error.outcome : { kind: "again", seconds: 0 };
    }
}

/** What ends it before the end. */
class Stop extends Error {
    /** @param {Outcome} outcome */
    constructor(outcome) {
        super(outcome.kind);
        this.outcome = outcome;
    }
}

/** @type {typeof sendFile} */
async function send(carry, file, bytes, begun) {
    let { place, offset } = await resumed(carry, file.place, bytes.length);
    if (!place) {
        [place, offset] = [await create(carry, file, bytes.length), 0];
        await begun(place);
    }
    for (let fruitless = 0; offset < bytes.length; ) {
        if (fruitless === PATIENCE) return { kind: "again", seconds: 0 };
        const next = await patch(carry, place, bytes, offset);
        fruitless = next > offset ? 0 : fruitless + 1;
        offset = next;
    }
    return { kind: "sent" };
}

/** @param {Carry} carry @param {string | undefined} place @param {number} size */
async function resumed(carry, place, size) {
    if (!place) return { place: "", offset: 0 };
    const reply = await carry("HEAD", place, VERSION);
    if (GONE.includes(reply.status)) return { place: "", offset: 0 };
    const offset = offsetOf(accepted(reply));
    return offset <= size ? { place, offset } : { place: "", offset: 0 };
}

/** @param {Carry} carry @param {FileToSend} file @param {number} size */
async function create(carry, { submission, id, sha256 }, size) {
    const metadata = { submission, attachment: id, sha256 };
    const written = Object.entries(metadata).map(([name, value]) => `${name} ${btoa(value)}`).join(",");
    const reply = await carry("POST", CALL, { ...VERSION, "Upload-Length": String(size), "Upload-Metadata": written });
    // A service of before has no such call: it may have it another day.
    if ([404, 405].includes(reply.status)) throw new Stop({ kind: "again", seconds: LONGEST_PAUSE });
    return placeOf(accepted(reply));
}

/** How much is there after one more piece. @param {Carry} carry @param {string} place @param {Uint8Array<ArrayBuffer>} bytes @param {number} offset */
async function patch(carry, place, bytes, offset) {
    const headers = { ...VERSION, "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) };
    const reply = await carry("PATCH", place, headers, bytes.slice(offset, offset + PIECE));
    if (reply.status === 409) return offsetOf(accepted(await carry("HEAD", place, VERSION)));
    if (GONE.includes(reply.status)) throw new Stop({ kind: "again", seconds: 0 });
    return offsetOf(accepted(reply));
}

/** An answer of ours that says yes. @param {Reply} reply */
function accepted(reply) {
    const { status, headers, json, retryAfter } = reply;
    const isOurs = headers.has("Tus-Resumable") || json !== null;
    if (isOurs && status < 300) return reply;
    if (status === 401) throw new Stop({ kind: "sign-in" });
    const isRefusal = isOurs && status >= 400 && status < 500 && ![408, 409, 423, 429, 460].includes(status);
    if (isRefusal) throw new Stop({ kind: "refused", code: json?.code ?? `http-${status}` });
    throw new Stop({ kind: "again", seconds: retryAfter ?? 0 });
}

/** @param {Reply} reply */
function offsetOf({ headers }) {
    const offset = Number(headers.get("Upload-Offset") ?? NaN);
    if (!Number.isSafeInteger(offset) || offset < 0) throw new Stop({ kind: "again", seconds: 0 });
    return offset;
}

/** Of our own service alone, whatever the answer names. @param {Reply} reply */
function placeOf({ headers }) {
    const path = new URL(headers.get("Location") ?? "", "http://here").pathname;
    const [, place = ""] = /^\/api\/v1(\/attachments\/[\w-]+)$/.exec(path) ?? [];
    if (!place) throw new Stop({ kind: "again", seconds: 0 });
    return place;
}
