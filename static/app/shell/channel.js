/** What the tabs of this browser tell one another: that all lock, that the outbox moved, who edits. */
import { createListeners } from "../listeners.js";

/** @typedef {ReturnType<typeof createChannel>} Channel */

/** @param {BroadcastChannel} broadcast */
export function createChannel(broadcast) {
    /** @type {Map<string, ReturnType<typeof createListeners<[any]>>>} */
    const kinds = new Map();

    broadcast.addEventListener("message", ({ data }) => kinds.get(data.kind)?.tell(data.value));

    return {
        /** To the other tabs only. @param {string} kind @param {unknown} value */
        tell: (kind, value) => broadcast.postMessage({ kind, value }),

        /** @param {string} kind @param {(value: any) => unknown} heard */
        on(kind, heard) {
            const listeners = kinds.get(kind) ?? createListeners();
            kinds.set(kind, listeners);
            return listeners.add(heard);
        },
    };
}
