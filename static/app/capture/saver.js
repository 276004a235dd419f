/**
 * Fields of one draft as they stand on the screen, each saved as soon as it changes; typing is
 * gathered for a moment first, and `flush` saves what is in hand.
 * @import { Drafts, Id } from "../types.d.ts"
 */

const TYPING_MS = 400;

/**
 * @typedef {object} Saver
 * @property {Record<string, any>} fields what was said so far
 * @property {(field: string, value: unknown) => Promise<void>} put
 * @property {(field: string, read: () => unknown) => void} soon
 * @property {() => Promise<void>} flush
 */

/**
 * @param {Drafts} drafts
 * @param {Id} id
 * @param {Record<string, any>} fields
 * @param {(problem: unknown) => void} failed
 * @returns {Saver}
 */
export function createSaver(drafts, id, fields, failed) {
    /** @type {Map<string, {timer: ReturnType<typeof setTimeout>, read: () => unknown}>} */
    const inHand = new Map();

    /** @param {string} field @param {unknown} value */
    async function put(field, value) {
        forget(field);
        if (value === undefined) delete fields[field];
        else fields[field] = value;
        await drafts.put(id, field, value).catch(failed);
    }

    /** @param {string} field @param {() => unknown} read */
    function soon(field, read) {
        forget(field);
        inHand.set(field, { read, timer: setTimeout(() => put(field, read()), TYPING_MS) });
    }

    /** @param {string} field */
    function forget(field) {
        clearTimeout(inHand.get(field)?.timer);
        inHand.delete(field);
    }

    async function flush() {
        await Promise.all([...inHand].map(([field, { read }]) => put(field, read())));
    }

    return { fields, put, soon, flush };
}
