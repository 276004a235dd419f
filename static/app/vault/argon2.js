/** @typedef {import("../store/registry.js").Cost} Cost */
/** @typedef {(secret: string, salt: Uint8Array, cost: Cost) => Promise<Uint8Array<ArrayBuffer>>} Argon2 */

/** What a new wrap is made with; what is below it is raised at the next unlock. @type {Cost} */
export const DEFAULT_COST = { memory: 64 * 1024, passes: 3, lanes: 1 };

/** Below this nothing is ever made. @type {Cost} */
export const LOWEST_COST = { memory: 19 * 1024, passes: 2, lanes: 1 };

/** @param {Cost} cost @param {Cost} wanted */
export const isBelow = (cost, wanted) => cost.memory < wanted.memory || cost.passes < wanted.passes;

/**
 * Each derivation has a worker of its own, gone afterwards with its 64 MiB and with the secret.
 * @param {() => Worker} newWorker @returns {Argon2}
 */
export function createArgon2(newWorker) {
    return (secret, salt, cost) =>
        new Promise((resolve, reject) => {
            const worker = newWorker();
            /** @param {() => void} settle */
            const end = (settle) => (worker.terminate(), settle());
            worker.onmessage = ({ data }) =>
                end(() => (data.hash ? resolve(data.hash) : reject(new Error(data.error))));
            worker.onerror = (event) => end(() => reject(new Error(event.message)));
            worker.postMessage({ secret, salt, cost });
        });
}
