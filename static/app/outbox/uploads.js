/**
 * Sends the files of what was received, one after another, one tab for the whole browser. A round of its own, with pauses
 * of its own: a submission never waits for a file.
 */
import { inTime, LATE } from "../store/patience.js";
import { pauseBefore } from "./failures.js";
import { stateOf, unsent } from "./files.js";
import { sendFile } from "./tus.js";

/** @typedef {import("./queue.js").Item} Item */
/** @typedef {ReturnType<typeof createUploads>} Uploads */
/** @typedef {{ item: Item, file: import("../vault/attachment.js").AttachmentAbout }} Due */

/** Milliseconds in which a store must have given a file. */
const PATIENCE = 10_000;

/**
 * @param {object} parts
 * @param {import("./queue.js").Queue} parts.queue
 * @param {import("./tus.js").Carry} parts.carry
 * @param {() => void} parts.tell  something has changed
 * @param {() => void} parts.complete  all files of a submission were sent: it is time to ask for them
 * @param {() => void} parts.signIn  the service asks who we are
 * @param {LockManager} parts.locks
 * @param {() => number} [parts.random]
 * @param {(work: () => void, milliseconds: number) => unknown} [parts.later]
 */
export function createUploads({ queue, carry, tell, complete, signIn, locks, random = Math.random, later = setTimeout }) {
    /** @type {Promise<void> | null} */
    let running = null;
    let again = false;
    let tries = 0;
    let turn = 0;

    /** What could not be looked at in this round. @type {Set<string>} */
    const stuck = new Set();

    /** @returns {Promise<Due | undefined>} */
    async function next() {
        const due = (await queue.items()).flatMap((item) => unsent(item).map((file) => ({ item, file })));
        return due.find(({ item, file }) => !stuck.has(file.id) && !stuck.has(item.database));
    }

    /** Seconds to wait before what is left; null where nothing is to be waited for. @returns {Promise<number | null>} */
    async function round() {
        stuck.clear();
        for (let due = await next(); due; due = await next()) {
            const seconds = await one(due);
            if (seconds !== undefined) return seconds;
        }
        return stuck.size ? 0 : null;
    }

    /** @param {Due} due @returns {Promise<number | null | undefined>} undefined: on to the next */
    async function one({ item, file }) {
        const bytes = await inTime(queue.file(item, file), PATIENCE);
        if (bytes === LATE) return void stuck.add(item.database);
        if (bytes === null) return await note(item, file.id, { problem: "damaged" });
        const sent = { ...file, submission: item.id, place: stateOf(item, file.id).place };
        const outcome = await sendFile(carry, sent, bytes, (place) => queue.note(item, file.id, { place }));
        if (outcome.kind === "again") return outcome.seconds;
        if (outcome.kind === "sign-in") return (signIn(), null);
        await note(item, file.id, outcome.kind === "sent" ? { sent: true } : { problem: outcome.code });
        tries = 0;
        return undefined;
    }

    /** @param {Item} item @param {string} id @param {import("./files.js").FileState} state */
    async function note(item, id, state) {
        await queue.note(item, id, state).catch(() => stuck.add(id));
        tell();
        const now = (await queue.items()).find((one) => one.id === item.id);
        if (now && unsent(now).length === 0) complete();
        return undefined;
    }

    /** @param {number} asked seconds */
    function waitAndTry(asked) {
        const mine = turn;
        later(() => mine === turn && void upload(), 1000 * pauseBefore(tries, random(), asked));
        tries += 1;
    }

    async function run() {
        try {
            do {
                again = false;
                turn += 1;
                const seconds = await locks.request("firsthand-files", round);
                if (seconds !== null && !again) waitAndTry(seconds);
            } while (again);
        } catch {
            waitAndTry(0);
        } finally {
            running = null;
        }
    }

    /** Tries at once. Called while it runs, it looks once more afterwards. */
    function upload() {
        if (running) again = true;
        running ??= run();
        return running;
    }

    return { upload };
}
