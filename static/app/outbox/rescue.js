/**
 * The rescue file: everything that waits sealed here, as it is. It is the body of a delivery (protocol.md), says nothing
 * of anybody, and opens at the service only; bringing it in again, or what has arrived meanwhile, changes nothing.
 */
import { base64, fromBase64 } from "../base64.js";
import { problem } from "../problem.js";
import { LIMITS, nextBatch } from "./batches.js";
import { codeOfRefusal, judge } from "./failures.js";
import { stateOf } from "./files.js";
import { sendFile } from "./tus.js";

/** @typedef {import("./failures.js").Answer} Answer */
/** @typedef {import("./queue.js").Queue} Queue */
/** @typedef {{ submission: string, id: string, sha256: string, bytes: string }} Attachment  bytes: base64 */
/** @typedef {{ received: number, known: number, refused: string[], references: string[] }} Brought  refused: codes */

/** @param {Queue} queue */
export async function save(queue) {
    const items = await queue.items();
    const envelopes = await Promise.all(items.map((item) => queue.envelope(item).catch(() => null)));
    const submissions = envelopes.filter((envelope) => envelope !== null);
    const files = await Promise.all(items.flatMap((item) => filesOf(queue, item)));
    const attachments = files.filter((file) => file !== null);
    const text = JSON.stringify(attachments.length ? { submissions, attachments } : { submissions });
    const damaged = envelopes.length - submissions.length + files.length - attachments.length;
    return { text, count: submissions.length, damaged };
}

/** @param {Queue} queue @param {import("./queue.js").Item} item @returns {Promise<Attachment | null>[]} */
const filesOf = (queue, item) =>
    item.about.attachments
        .filter(({ id }) => !stateOf(item, id).held)
        .map(async (file) => {
            const bytes = await queue.file(item, file);
            return bytes && { submission: item.id, id: file.id, sha256: file.sha256, bytes: base64(bytes) };
        });

/**
 * Delivers what a file holds. What has arrived by then stays arrived, whatever happens to the rest. Problems:
 * `no-rescue-file`, `sign-in`, `unavailable`.
 * @param {string} text @param {(body: { submissions: string[] }) => Promise<Answer>} send
 * @param {import("./tus.js").Carry} carry @returns {Promise<Brought>}
 */
export async function bringIn(text, send, carry) {
    const { submissions, attachments } = read(text);
    let left = submissions;
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
    for (const file of attachments) await bringFile(brought, file, carry);
    return brought;
}

/** @param {Brought} brought @param {Attachment} file @param {import("./tus.js").Carry} carry */
async function bringFile(brought, file, carry) {
    const bytes = fromBase64(file.bytes);
    const outcome = await sendFile(carry, { ...file, place: undefined }, bytes, async () => {});
    if (outcome.kind === "sign-in") throw problem("sign-in");
    if (outcome.kind === "again") throw problem("unavailable");
    if (outcome.kind === "refused") brought.refused.push(outcome.code);
}

/** @param {Brought} brought @param {import("./failures.js").Result} result */
function count(brought, { status, problem: refusal, reference }) {
    if (status === "refused") brought.refused.push(codeOfRefusal(refusal));
    else brought[status === "already_stored" ? "known" : "received"] += 1;
    if (reference && !brought.references.includes(reference)) brought.references.push(reference);
}

/** @param {string} text */
function read(text) {
    const { submissions, attachments = [] } = parsed(text) ?? {};
    if (!Array.isArray(submissions) || submissions.length === 0 || !submissions.every((one) => typeof one === "string")) throw problem("no-rescue-file");
    if (!Array.isArray(attachments) || !attachments.every(isAttachment)) throw problem("no-rescue-file");
    return { submissions: submissions.map((envelope, place) => ({ id: String(place), size: envelope.length, envelope })), attachments };
}

/** @param {string} text */
function parsed(text) {
    try {
        return JSON.parse(text);
    } catch {
        return null;
    }
}

/** @param {any} one @returns {one is Attachment} */
const isAttachment = (one) => ["submission", "id", "sha256", "bytes"].every((name) => typeof one?.[name] === "string") && /^[\w+/]*=*$/.test(one.bytes);
