/** The rows of a store, as far as the browser can still read them: one that is spoilt takes no other along. */
import { codeOf } from "../problem.js";

/** @typedef {import("./database.js").Database} Database */

/**
 * @param {Database} database @param {string} name @param {{ index: string, value: string }} [only]
 * @returns {Promise<{ rows: any[], spoilt: string[] }>} spoilt: keys of rows that don't come back
 */
export async function readRows(database, name, only) {
    const from = (/** @type {import("./database.js").Reading} */ tx) => (only ? tx.objectStore(name).index(only.index) : tx.objectStore(name));
    try {
        return { rows: await database.read([name], (tx) => from(tx).getAll(only?.value)), spoilt: [] };
    } catch (error) {
        if (codeOf(error) !== "storage") throw error;
    }
    const keys = /** @type {string[]} */ (await database.read([name], (tx) => from(tx).getAllKeys(only?.value)));
    const found = await Promise.all(keys.map((key) => readRow(database, name, key)));
    return { rows: found.filter((row) => row !== undefined), spoilt: keys.filter((_, place) => found[place] === undefined) };
}

/** @param {Database} database @param {string} name @param {string} key */
const readRow = (database, name, key) => database.read([name], (tx) => tx.objectStore(name).get(key)).catch(() => undefined);
