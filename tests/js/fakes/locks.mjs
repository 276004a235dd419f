/** Web Locks as one browser has them, for tests: exclusive ones, with `ifAvailable`, `steal` and `signal`. */

/** @returns {LockManager} */
export function createLocks() {
    /** @type {Map<string, { release: () => void, broken: (error: unknown) => void }>} */
    const held = new Map();
    /** @type {Map<string, (() => void)[]>} */
    const queues = new Map();

    /** @param {string} name */
    function next(name) {
        held.delete(name);
        queues.get(name)?.shift()?.();
    }

    /** @param {string} name @param {LockOptions} options @returns {Promise<void>} */
    function turn(name, { signal, steal }) {
        if (steal) {
            const lost = held.get(name);
            held.delete(name);
            lost?.broken(new DOMException("stolen", "AbortError"));
        }
        if (!held.has(name)) return Promise.resolve();
        return new Promise((resolve, reject) => {
            const queue = queues.get(name) ?? [];
            queues.set(name, [...queue, resolve]);
            signal?.addEventListener("abort", () => {
                queues.set(name, (queues.get(name) ?? []).filter((one) => one !== resolve));
                reject(signal.reason);
            });
        });
    }

    /** @param {string} name @param {any} second @param {any} [third] */
    async function request(name, second, third) {
        const [options, work] = third ? [second, third] : [{}, second];
        if (options.ifAvailable && held.has(name)) return await work(null);
        await turn(name, options);
        /** @type {(error: unknown) => void} */
        let broken = () => {};
        const stolen = new Promise((_, reject) => void (broken = reject));
        const mine = { release: () => {}, broken };
        held.set(name, mine);
        try {
            return await Promise.race([work({ name, mode: "exclusive" }), stolen]);
        } finally {
            if (held.get(name) === mine) next(name);
        }
    }
    return /** @type {any} */ ({ request, query: async () => ({ held: [...held.keys()], pending: [] }) });
}
