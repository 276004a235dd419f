/** Web Locks as one browser has them, for tests: exclusive ones, with `ifAvailable`, `steal` and `signal`. */

/** @typedef {{ broken: (error: unknown) => void }} Holder */

/** @returns {LockManager} */
export function createLocks() {
    /** @type {Map<string, Holder>} */
    const held = new Map();
    /** @type {Map<string, { holder: Holder, granted: () => void }[]>} */
    const queues = new Map();

    /** @param {string} name @param {Holder} holder */
    function release(name, holder) {
        if (held.get(name) !== holder) return;
        held.delete(name);
        const next = queues.get(name)?.shift();
        if (next) held.set(name, next.holder);
        next?.granted();
    }

    /** @param {string} name @param {Holder} holder @param {LockOptions} options @returns {Promise<void> | undefined} */
    function take(name, holder, { signal, steal }) {
        const other = held.get(name);
        if (!other || steal) {
            held.set(name, holder);
            other?.broken(new DOMException("stolen", "AbortError"));
            return undefined;
        }
        return new Promise((granted, reject) => {
            const waiter = { holder, granted };
            queues.set(name, [...(queues.get(name) ?? []), waiter]);
            signal?.addEventListener("abort", () => {
                queues.set(name, (queues.get(name) ?? []).filter((one) => one !== waiter));
                reject(signal.reason);
            });
        });
    }

    /** @param {string} name @param {any} second @param {any} [third] */
    async function request(name, second, third) {
        const [options, work] = third ? [second, third] : [{}, second];
        if (options.ifAvailable && held.has(name)) return await work(null);
        /** @type {Holder} */
        const holder = { broken: () => {} };
        const stolen = new Promise((_, reject) => void (holder.broken = reject));
        stolen.catch(() => {});
        await take(name, holder, options);
        try {
            return await Promise.race([work({ name, mode: "exclusive" }), stolen]);
        } finally {
            release(name, holder);
        }
    }
    return /** @type {any} */ ({ request, query: async () => ({ held: [...held.keys()], pending: [] }) });
}
