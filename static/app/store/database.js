/**
 * The one place that names IndexedDB.
 *
 * WebKit ends connections under memory pressure and a page comes back from the background with a dead
 * one, so every call opens again and repeats once. Work must therefore be repeatable: puts and deletes
 * by key. Writes are strictly durable: they return once the browser says that they are on the disk.
 */
import { deleteDB, openDB } from "idb";
import { problem } from "../problem.js";

/** @typedef {import("idb").IDBPDatabase<any>} Connection */
/** @typedef {import("idb").IDBPTransaction<any, string[], "readonly">} Reading */
/** @typedef {import("idb").IDBPTransaction<any, string[], "readwrite">} Writing */
/** @typedef {{ code: string } & Error} Coded */
/** @typedef {ReturnType<typeof createDatabase>} Database */

const DEAD = new Set(["InvalidStateError", "UnknownError", "TimeoutError"]);

/** @param {{ name: string, version: number, upgrade: (db: Connection, from: number) => void }} shape */
export function createDatabase({ name, version, upgrade }) {
    /** @type {Promise<Connection> | null} */
    let connection = null;

    const forget = () => void (connection = null);

    function connect() {
        connection ??= openDB(name, version, { upgrade, blocking, terminated: forget }).catch((error) => {
            forget();
            throw error;
        });
        return connection;
    }

    /** @param {number} _from @param {number | null} _to @param {IDBVersionChangeEvent} event */
    function blocking(_from, _to, event) {
        forget();
        /** @type {IDBDatabase} */ (event.target).close();
    }

    /** @template T @param {() => Promise<T>} attempt @returns {Promise<T>} */
    async function twice(attempt) {
        try {
            return await attempt();
        } catch (error) {
            if (!isDead(error)) throw named(error);
            forget();
            return await attempt().catch((again) => Promise.reject(named(again)));
        }
    }

    return {
        name,

        /** @template T @param {string[]} stores @param {(tx: Reading) => Promise<T> | T} work @returns {Promise<T>} */
        read: (stores, work) =>
            twice(async () => {
                const tx = (await connect()).transaction(stores, "readonly");
                return await settle(tx, work);
            }),

        /** @template T @param {string[]} stores @param {(tx: Writing) => Promise<T> | T} work @returns {Promise<T>} */
        write: (stores, work) =>
            twice(async () => {
                const tx = (await connect()).transaction(stores, "readwrite", { durability: "strict" });
                return await settle(tx, work);
            }),

        async close() {
            const open = connection;
            forget();
            await open?.then((db) => db.close());
        },

        async destroy() {
            await this.close();
            await deleteDB(name);
        },
    };
}

/**
 * @template T @template {Reading | Writing} Tx
 * @param {Tx} tx @param {(tx: Tx) => Promise<T> | T} work @returns {Promise<T>}
 */
async function settle(tx, work) {
    const done = tx.done;
    done.catch(() => {});
    try {
        const result = await work(tx);
        await done;
        return result;
    } catch (error) {
        abort(tx);
        throw tx.error ?? error;
    }
}

/** @param {Reading | Writing} tx */
function abort(tx) {
    try {
        tx.abort();
    } catch {
        // It has ended already.
    }
}

/** @param {unknown} error */
const isDead = (error) =>
    error instanceof DOMException && (DEAD.has(error.name) || /connection|server lost/i.test(error.message));

/** @param {unknown} error A refusal of ours passes as it is. */
function named(error) {
    if (!(error instanceof DOMException)) return error;
    return problem(error.name === "QuotaExceededError" ? "quota" : "storage", { name: error.name }, error);
}
