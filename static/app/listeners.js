/** @import { Stop } from "./types.d.ts" */

/**
 * A set of functions that are told of a change.
 * @template {unknown[]} Args
 */
export function createListeners() {
    /** @type {Set<(...args: Args) => unknown>} */
    const listeners = new Set();
    return {
        /** @param {(...args: Args) => unknown} listener @returns {Stop} */
        add(listener) {
            listeners.add(listener);
            return () => void listeners.delete(listener);
        },
        /** @param {Args} args */
        tell(...args) {
            for (const listener of [...listeners]) listener(...args);
        },
        /** Newest first, since who came later stands on who came before. */
        newestFirst: () => [...listeners].reverse(),
    };
}
