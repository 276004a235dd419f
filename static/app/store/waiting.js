/**
 * What was typed and is not yet on the disk: in memory, the newest value of each field. It is theirs whose vault was open
 * when it was typed, and nobody else's to see or to store; what was typed while all were locked is of whoever unlocks next.
 */

/** @typedef {import("./records.js").Head} Head */
/** @typedef {{ resolve: () => void, reject: (error: unknown) => void }} Waiter */
/** @typedef {{ vault: string | null, head: Head | null, fields: Map<string, unknown>, waiters: Waiter[] }} Batch */
/** @typedef {ReturnType<typeof createWaiting>} Waiting */

/** @param {() => string | null} whose  the vault that is open */
export function createWaiting(whose) {
    /** @type {Map<string, Batch>} */
    const drafts = new Map();

    /** @param {string} id @param {string | null} [vault] */
    function of(id, vault = whose()) {
        /** @type {Batch} */
        const batch = drafts.get(id) ?? { vault, head: null, fields: new Map(), waiters: [] };
        batch.vault ??= vault;
        drafts.set(id, batch);
        return batch;
    }

    /** @param {Batch} batch */
    const isOurs = ({ vault }) => vault === null || vault === whose();

    const ours = () => [...drafts].filter(([, batch]) => isOurs(batch));

    /** @param {string} id @returns {Batch | undefined} */
    function peek(id) {
        const batch = drafts.get(id);
        return batch && isOurs(batch) ? batch : undefined;
    }

    return {
        ids: () => ours().map(([id]) => id),
        /** @param {string} id */
        has: (id) => peek(id) !== undefined,
        peek,
        heads: () => ours().flatMap(([, { head }]) => head ?? []),
        /** Everybody's: it would be lost with the tab. */
        count: () => [...drafts.values()].reduce((sum, { head, fields }) => sum + fields.size + (head ? 1 : 0), 0),

        /** @param {Head} head */
        begin: (head) => void (of(head.id).head = head),

        /** Resolves once it is written. @param {string} id @param {Record<string, unknown>} fields @returns {Promise<void>} */
        add(id, fields) {
            const batch = of(id);
            for (const [field, value] of Object.entries(fields)) batch.fields.set(field, value);
            return new Promise((resolve, reject) => batch.waiters.push({ resolve, reject }));
        },

        /** @param {string} id @returns {Batch | undefined} */
        take(id) {
            const batch = peek(id);
            if (batch) drafts.delete(id);
            return batch;
        },

        /** It could not be written: held on, under what was typed since. @param {string} id @param {Batch} batch */
        putBack(id, batch) {
            const newer = of(id, batch.vault);
            newer.head ??= batch.head;
            newer.fields = new Map([...batch.fields, ...newer.fields]);
        },
    };
}
