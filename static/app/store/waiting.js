/** What was typed and is not yet on the disk: in memory, the newest value of each field. */

/** @typedef {import("./records.js").Head} Head */
/** @typedef {{ resolve: () => void, reject: (error: unknown) => void }} Waiter */
/** @typedef {{ head: Head | null, fields: Map<string, unknown>, waiters: Waiter[] }} Batch */
/** @typedef {ReturnType<typeof createWaiting>} Waiting */

export function createWaiting() {
    /** @type {Map<string, Batch>} */
    const drafts = new Map();

    /** @param {string} id */
    function of(id) {
        /** @type {Batch} */
        const batch = drafts.get(id) ?? { head: null, fields: new Map(), waiters: [] };
        drafts.set(id, batch);
        return batch;
    }

    return {
        ids: () => [...drafts.keys()],
        /** @param {string} id */
        has: (id) => drafts.has(id),
        /** @param {string} id @returns {Batch | undefined} */
        peek: (id) => drafts.get(id),
        heads: () => [...drafts.values()].flatMap(({ head }) => head ?? []),
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
            const batch = drafts.get(id);
            drafts.delete(id);
            return batch;
        },

        /** It could not be written: held on, under what was typed since. @param {string} id @param {Batch} batch */
        putBack(id, batch) {
            const newer = of(id);
            newer.head ??= batch.head;
            newer.fields = new Map([...batch.fields, ...newer.fields]);
        },
    };
}
