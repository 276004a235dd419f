/**
 * The drainer: one in the whole browser, while anything waits. It never drops anything: a submission leaves by a
 * receipt, waits for its author to seal it anew, or is laid aside where a person can see it.
 */
import { inTime, LATE } from "../store/patience.js";
import { inTurns, LIMITS, nextBatch } from "./batches.js";
import { codeOfRefusal, judge, pauseBefore } from "./failures.js";
import { refused } from "./files.js";
import { named, readReceipt } from "./receipts.js";

/** @typedef {import("./queue.js").Item} Item */
/** @typedef {import("./queue.js").ItemRow} ItemRow */
/** @typedef {import("./failures.js").Answer} Answer */
/** @typedef {{ sending: { done: number, total: number } | null, hold: null | "trying-again" | "sign-in", next_try_at: string | null }} Progress */
/** @typedef {ReturnType<typeof createDelivery>} Delivery */

/** Milliseconds in which a store must have given or taken what belongs to one submission. */
const PATIENCE = 10_000;
/** @type {Progress} */
const IDLE = { sending: null, hold: null, next_try_at: null };

/**
 * @param {object} parts
 * @param {import("./queue.js").Queue} parts.queue
 * @param {import("./keyset.js").Keyset} parts.keys
 * @param {(body: { submissions: string[], sent_at: string }) => Promise<Answer>} parts.send  rejects where the network fails
 * @param {() => Promise<void>} parts.reseal  what can be sealed anew now
 * @param {() => Promise<void>} parts.revoked
 * @param {(progress: Progress) => void} parts.tell
 * @param {LockManager} parts.locks
 * @param {() => number} [parts.now]
 * @param {() => number} [parts.random]
 * @param {(work: () => void, milliseconds: number) => unknown} [parts.later]
 */
export function createDelivery({ queue, keys, send, reseal, revoked, tell, locks, now = Date.now, random = Math.random, later = setTimeout }) {
    /** @type {Promise<void> | null} */
    let running = null;
    let again = false;
    let tries = 0;
    let turn = 0;
    /** Stores that failed in this round. What is in them stays for the next one, and holds up no other. @type {Set<string>} */
    const stuck = new Set();

    /** @param {Item} item */
    const isStuck = ({ database }) => stuck.has(database);

    /** @template T @param {Item} item @param {() => Promise<T>} work @returns {Promise<T | undefined>} */
    async function attempt(item, work) {
        if (isStuck(item)) return undefined;
        const done = await inTime(work(), PATIENCE);
        if (done !== LATE) return done;
        stuck.add(item.database);
        return undefined;
    }

    /** What of a batch can be sent; what is damaged is laid aside. @param {Item[]} batch */
    async function loaded(batch) {
        const found = await Promise.all(batch.map(async (item) => ({ item, envelope: await attempt(item, () => queue.envelope(item)) })));
        for (const { item, envelope } of found) if (envelope === null) await refuse(item, "damaged");
        return found.flatMap(({ item, envelope }) => (envelope ? [{ item, envelope }] : []));
    }

    async function drain() {
        stuck.clear();
        const limits = { ...LIMITS };
        /** @type {Set<string>} */
        const alone = new Set();
        /** @type {Item[]} */
        const sent = [];
        let done = 0;
        for (;;) {
            await reseal().catch(() => {});
            const waiting = (await queue.waiting()).filter((item) => !isStuck(item));
            if (waiting.length === 0) return stuck.size ? waitAndTry(0) : tell(IDLE);
            tell({ ...IDLE, sending: { done, total: done + waiting.length } });
            const found = await loaded(nextBatch(inTurns(waiting, sent), limits, alone));
            const [first, ...others] = found.map(({ item }) => item);
            if (!first) continue;
            const batch = [first, ...others];
            const submissions = found.map(({ envelope }) => envelope);
            const answer = await send({ submissions, sent_at: new Date(now()).toISOString() }).catch(() => null);
            const judgement = judge(answer, batch.length);
            if (judgement.kind === "sign-in") return tell({ ...IDLE, hold: "sign-in" });
            if (judgement.kind === "again") return waitAndTry(judgement.seconds);
            if (judgement.kind === "answered") {
                sent.push(...batch);
                const held = stuck.size;
                const settled = await apply(batch, judgement);
                if (judgement.revoked) await revoked();
                if (settled === 0 && stuck.size === held) return waitAndTry(0);
                done += settled;
                tries = 0;
            } else if (others.length === 0) await refuse(first, judgement.kind === "halve" ? "too-large" : judgement.code);
            else if (judgement.kind === "halve") limits.count = Math.floor(batch.length / 2);
            else for (const { id } of batch) alone.add(id);
        }
    }

    /** How many of the batch no longer wait to be sent. It is the receipt that counts, whatever the word. @param {Item[]} batch @param {Extract<import("./failures.js").Judgement, { kind: "answered" }>} answered */
    async function apply(batch, { results, receipt }) {
        const received = await readReceipt(receipt, keys);
        let settled = 0;
        for (const [index, item] of batch.entries()) {
            const { status = "", problem } = results[index] ?? {};
            const note = status === "refused" ? undefined : named(received, item);
            if (note) await attempt(item, () => queue.letGo(item, note));
            else if (status === "refused") await refuse(item, codeOfRefusal(problem));
            else continue;
            if (!isStuck(item)) settled += 1;
        }
        return settled;
    }

    /** @param {Item} item @param {string} code */
    const refuse = (item, code) => attempt(item, () => queue.change(item, (there) => asRefused(there, code)));

    /** @param {number} asked seconds */
    function waitAndTry(asked) {
        const milliseconds = 1000 * pauseBefore(tries, random(), asked);
        const mine = ++turn;
        tries += 1;
        tell({ ...IDLE, hold: "trying-again", next_try_at: new Date(now() + milliseconds).toISOString() });
        later(() => mine === turn && void deliver(), milliseconds);
    }

    /** Over in the same moment in which it last looked whether it was called again. */
    async function run() {
        try {
            do {
                again = false;
                turn += 1;
                await locks.request("firsthand-outbox", drain);
            } while (again);
        } catch {
            waitAndTry(0);
        } finally {
            running = null;
        }
    }

    /** Tries at once. Called while it runs, it looks once more afterwards. */
    function deliver() {
        if (running) again = true;
        running ??= run();
        return running;
    }

    return { deliver };
}

/** One that was received already only asked for its files. @param {ItemRow} item @param {string} code @returns {Partial<ItemRow>} */
function asRefused(item, code) {
    if (item.state === "files") return { files: refused(item, code) };
    return code === "unknown-sealing-key" ? { reseal: true, problem: code } : { state: "attention", problem: code };
}
