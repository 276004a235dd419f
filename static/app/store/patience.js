/** Waits for each of several that answer, and for none of them long: one that hangs or fails holds up no other. */

const LONGEST = 3000;
const ANEW = 60_000;
/** What stands for an answer that failed or did not come. */
export const LATE = Symbol("late");

/** @typedef {ReturnType<typeof createPatience>} Patience */

/** @param {number} [longest] milliseconds */
export function createPatience(longest = LONGEST) {
    /** Whose last answer failed or is still awaited. @type {Set<string>} */
    const silent = new Set();
    /** Since when an answer is awaited. @type {Map<string, number>} */
    const hanging = new Map();

    /** @template T @param {string} name @param {() => Promise<T>} work @returns {Promise<T>} */
    async function listen(name, work) {
        hanging.set(name, Date.now());
        const answer = await work().finally(() => hanging.delete(name));
        silent.delete(name);
        return answer;
    }

    return {
        /** @param {string} name */
        isSilent: (name) => silent.has(name),

        /**
         * The answer, or nothing where there is none in time. Whoever hangs is asked again after a minute.
         * @template T @param {string} name @param {() => Promise<T>} work @returns {Promise<T[]>}
         */
        async ask(name, work) {
            if (silent.has(name) && Date.now() - (hanging.get(name) ?? -Infinity) < ANEW) return [];
            const first = await inTime(listen(name, work), longest);
            if (first !== LATE) return [first];
            silent.add(name);
            return [];
        },
    };
}

/** @template T @param {Promise<T>} answer @param {number} milliseconds @returns {Promise<T | typeof LATE>} */
export async function inTime(answer, milliseconds) {
    let timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
    const late = new Promise((resolve) => void (timer = setTimeout(resolve, milliseconds, LATE)));
    const first = await Promise.race([answer, late]).catch(() => LATE);
    clearTimeout(timer);
    return /** @type {T | typeof LATE} */ (first);
}
