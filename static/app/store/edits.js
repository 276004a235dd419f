/**
 * Who edits a draft: one tab. Web Locks answer that, and let go by themselves when a tab dies. A tab that only wrote
 * in passing gives way to the next one that writes; one that edits is asked to save and let go, by a person who takes
 * over, and is taken from where it doesn't answer within three seconds.
 */
import { createListeners } from "../listeners.js";

/** @typedef {ReturnType<typeof createEdits>} Edits */
/** @typedef {{ release: () => void, lost: ReturnType<typeof createListeners<[]>>, kept: boolean }} Hold */

const PATIENCE = 3000;
const COURTESY = 400;

/**
 * @param {object} parts
 * @param {LockManager} parts.locks
 * @param {import("../shell/channel.js").Channel} parts.channel
 * @param {(id: string) => Promise<unknown>} parts.settle  saves what waits for a draft
 * @param {(id: string) => void} parts.forget  what was known of the draft is no longer sure
 */
export function createEdits({ locks, channel, settle, forget }) {
    /** @type {Map<string, Hold>} */
    const held = new Map();
    /** @type {Map<string, Promise<boolean>>} */
    const asking = new Map();

    channel.on("take-over", (id) => void giveUp(id));
    channel.on("give-way", (id) => void (held.get(id)?.kept === false && giveUp(id)));

    /** @param {string} id */
    async function giveUp(id) {
        const hold = held.get(id);
        if (!hold) return;
        for (const lost of hold.lost.newestFirst()) await Promise.resolve(lost()).catch(() => {});
        await settle(id).catch(() => {});
        hold.release();
    }

    /** @param {string} id @param {LockOptions} options @returns {Promise<boolean>} */
    const request = (id, options) =>
        new Promise((resolve, reject) => {
            locks.request(name(id), options, (lock) => (lock ? hold(id, resolve) : resolve(false))).catch((error) => {
                if (held.has(id) && error?.name === "AbortError") void lose(id);
                reject(error);
            });
        });

    /** @param {string} id @param {(mine: boolean) => void} resolve @returns {Promise<void>} lasts as long as the lock */
    function hold(id, resolve) {
        const ended = new Promise((release) => {
            held.set(id, { kept: false, lost: createListeners(), release: () => (held.delete(id), forget(id), release(undefined)) });
        });
        resolve(true);
        return /** @type {Promise<void>} */ (ended);
    }

    /** Asked twice at once it asks once: a lock refuses its own tab too. @param {string} id */
    function ask(id) {
        const answer = asking.get(id) ?? courteously(id).finally(() => asking.delete(id));
        asking.set(id, answer);
        return answer;
    }

    /** @param {string} id */
    async function courteously(id) {
        if (await request(id, { ifAvailable: true })) return true;
        channel.tell("give-way", id);
        return await request(id, { signal: within(COURTESY) }).catch(() => false);
    }

    /** It was taken from us. @param {string} id */
    async function lose(id) {
        const lost = held.get(id)?.lost;
        held.get(id)?.release();
        lost?.tell();
    }

    return {
        /** @param {string} id */
        isMine: (id) => held.has(id),

        /** True once this tab may write; false where another tab has it. @param {string} id */
        acquire: async (id) => held.has(id) || (await ask(id)),

        /** From now on it is let go only when it is released or taken over. @param {string} id */
        keep: (id) => void Object.assign(held.get(id) ?? {}, { kept: true }),

        /** @param {string} id */
        async takeOver(id) {
            if (held.has(id)) return;
            channel.tell("take-over", id);
            await request(id, { signal: within(PATIENCE) }).catch(() => request(id, { steal: true }));
            this.keep(id);
        },

        /** @param {string} id @param {() => unknown} lost */
        onLost: (id, lost) => held.get(id)?.lost.add(lost) ?? (() => {}),

        /** @param {string} id */
        release: (id) => held.get(id)?.release(),

        releaseAll: () => [...held.values()].forEach((hold) => hold.release()),
    };
}

/** @param {number} milliseconds */
function within(milliseconds) {
    const ending = new AbortController();
    setTimeout(() => ending.abort(), milliseconds);
    return ending.signal;
}

/** @param {string} id */
const name = (id) => `firsthand-edit-${id}`;
