/**
 * What is listed and what is heavy lie apart, so that either tells enough of the other to make good what is spoilt: a row
 * from its envelope, an envelope from the JWS that its author can still open.
 */
import { sha256 } from "../vault/seal.js";
import { jsonOf } from "./base64url.js";

/** @typedef {import("./queue.js").Item} Item */
/** @typedef {import("./queue.js").ItemRow} ItemRow */

/** @param {{ queue: import("./queue.js").Queue }} parts */
export function createMending({ queue }) {
    /** @param {Item} item */
    async function mend(item) {
        const heavy = await queue.heavy(item).catch(() => null);
        const row = (await rowOf(item, heavy?.envelope)) ?? (heavy?.jws ? resealed(item) : null);
        if (row) await queue.mend(item, row);
    }

    return async () => {
        for (const item of await queue.items()) if (item.state === "attention" && item.problem === "damaged") await mend(item);
    };
}

/** @param {Item} item @param {unknown} envelope @returns {Promise<ItemRow | null>} */
async function rowOf(item, envelope) {
    const header = typeof envelope === "string" ? headerOf(envelope) : null;
    if (header?.id !== item.id || item.sha256) return null;
    const { alg: _alg, enc: _enc, typ: _typ, cty: _cty, epk: _epk, kid, ...about } = header;
    const text = String(envelope);
    const queued_at = new Date(about.captured_at).toISOString();
    const known = { sha256: await sha256(text), size: text.length, kid, queued_at };
    return { id: item.id, about, ...known, chase: true, state: "waiting", reseal: false, problem: null };
}

/** Waits for its author; what the row does not say any more stands in what they signed. @param {Item} item @returns {ItemRow} */
const resealed = ({ id, about, sha256: hash, size, kid, queued_at, chase }) => ({
    ...{ id, about: { ...about, id }, size, kid, chase, state: "waiting", reseal: true, problem: "damaged" },
    sha256: hash || "unknown",
    queued_at: queued_at || begunAt(id),
});

/** A UUIDv7 begins with its moment. @param {string} id */
const begunAt = (id) => new Date(Number.parseInt(id.replace("-", "").slice(0, 12), 16)).toISOString();

/** @param {string} envelope @returns {any} null where it can't be read */
function headerOf(envelope) {
    try {
        return jsonOf(envelope, 0);
    } catch {
        return null;
    }
}
