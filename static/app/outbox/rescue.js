/**
 * The rescue file: everything that waits sealed here, as it is. It is the body of a delivery (protocol.md), says nothing
 * of anybody, and opens at the service only; bringing it in again, or what has arrived meanwhile, changes nothing.
 */
import { problem } from "../problem.js";
import { LIMITS, nextBatch } from "./batches.js";
import { codeOfRefusal, judge } from "./failures.js";

/** @typedef {import("./failures.js").Answer} Answer */
/** @typedef {{ received: number, known: number, refused: string[], references: string[] }} Brought  refused: codes */

/** @param {import("./queue.js").Queue} queue */
export async function save(queue) {
    const envelopes = await Promise.all((await queue.items()).map((item) => queue.envelope(item).catch(() => null)));
    const submissions = envelopes.filter((envelope) => envelope !== null);
    return { text: JSON.stringify({ submissions }), count: submissions.length, damaged: envelopes.length - submissions.length };
}

/**
 * Delivers what a file holds. What has arrived by then stays arrived, whatever happens to the rest. Problems:
 * `no-rescue-file`, `sign-in`, `unavailable`.
 * @param {string} text @param {(body: { submissions: string[] }) => Promise<Answer>} send @returns {Promise<Brought>}
 */
export async function bringIn(text, send) {
    let left = read(text);
    const limits = { ...LIMITS };
    /** @type {Set<string>} */
    const alone = new Set();
    /** @type {Brought} */
    const brought = { received: 0, known: 0, refused: [], references: [] };
    while (left.length) {
        const batch = nextBatch(left, limits, alone);
        const judged = judge(await send({ submissions: batch.map(({ envelope }) => envelope) }).catch(() => null), batch.length);
        if (judged.kind === "sign-in") throw problem("sign-in");
        if (judged.kind === "again") throw problem("unavailable");
        if (judged.kind === "answered") for (const result of judged.results) count(brought, result);
        else if (batch.length === 1) brought.refused.push(judged.kind === "halve" ? "too-large" : judged.code);
        else if (judged.kind === "halve") limits.count = Math.floor(batch.length / 2);
        else for (const { id } of batch) alone.add(id);
        if (judged.kind === "answered" || batch.length === 1) left = left.filter((item) => !batch.includes(item));
    }
    return brought;
}

/** @param {Brought} brought @param {import("./failures.js").Result} result */
function count(brought, { status, problem: refusal, reference }) {
    if (status === "refused") brought.refused.push(codeOfRefusal(refusal));
    else brought[status === "already_stored" ? "known" : "received"] += 1;
    if (reference && !brought.references.includes(reference)) brought.references.push(reference);
}

/** @param {string} text */
function read(text) {
    const { submissions } = parsed(text) ?? {};
    if (!Array.isArray(submissions) || submissions.length === 0 || !submissions.every((one) => typeof one === "string")) throw problem("no-rescue-file");
    return submissions.map((envelope, place) => ({ id: String(place), size: envelope.length, envelope }));
}

/** @param {string} text */
function parsed(text) {
    try {
        return JSON.parse(text);
    } catch {
        return null;
    }
}
