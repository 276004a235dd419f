/**
 * The one place, with `versions.js`, that names IndexedDB.
 *
 * WebKit ends connections under memory pressure and a page comes back from the background with a dead
 * one, so every call opens again and repeats once; one that is never answered counts as dead. Work must
 * therefore be repeatable: puts and deletes by key. Writes are strictly durable: they return once the
 * browser says that they are on the disk.
 */
import { deleteDB } from "idb";
import { problem } from "../problem.js";
import { openShared } from "./versions.js";

/** @typedef {import("idb").IDBPDatabase<any>} Connection */
/** @typedef {import("idb").IDBPTransaction<any, string[], "readonly">} Reading */
/** @typedef {import("idb").IDBPTransaction<any, string[], "readwrite">} Writing */
/** @typedef {{ code: string } & Error} Coded */
/** @typedef {ReturnType<typeof createDatabase>} Database */

/** What a connection says that was closed under the work, or was never there. We abort by refusals of our own only. */
const DEAD = new Set(["InvalidStateError", "UnknownError", "TimeoutError", "AbortError"]);

/** Milliseconds that a browser is given to open a database, and to do one work. */
const PATIENCE = { open: 4000, work: 10_000 };

/** @param {{ name: string, version: number, upgrade: (db: Connection, from: number) => void, patience?: typeof PATIENCE }} shape */
export function createDatabase({ name, version, upgrade, patience = PATIENCE }) {
    /** @type {Promise<Connection> | null} */
    let connection = null;

    const forget = () => void (connection = null);

    function connect() {
        connection ??= openShared(name, version, { upgrade, blocking, terminated: forget }).catch((error) => {
            forget();
            throw error;
        });
        return within(connection, patience.open, refused);
    }

    /** Whatever is under way on it may still end. */
    function leave() {
        connection?.then((db) => db.close()).catch(() => {});
        forget();
    }

    /** @param {number} _from @param {number | null} _to @param {IDBVersionChangeEvent} event */
    function blocking(_from, _to, event) {
        forget();
        /** @type {IDBDatabase} */ (event.target).close();
    }

    /** @template T @param {(db: Connection) => Promise<T>} work @returns {Promise<T>} */
    async function twice(work) {
        try {
            return await within(work(await connect()), patience.work, lateness);
        } catch (error) {
            if (!isDead(error)) throw named(error);
            leave();
            return await within(connect().then(work), patience.work, lateness).catch((again) => Promise.reject(named(again)));
        }
    }

    return {
        name,

        /** @template T @param {string[]} stores @param {(tx: Reading) => Promise<T> | T} work @returns {Promise<T>} */
        read: (stores, work) => twice(async (db) => await settle(db.transaction(stores, "readonly"), work)),

        /** @template T @param {string[]} stores @param {(tx: Writing) => Promise<T> | T} work @returns {Promise<T>} */
        write: (stores, work) =>
            twice(async (db) => await settle(db.transaction(stores, "readwrite", { durability: "strict" }), work)),

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

/**
 * What does not end in time is not waited for, and may end later.
 * @template T @param {Promise<T>} work @param {number} milliseconds @param {() => Error} late @returns {Promise<T>}
 */
function within(work, milliseconds, late) {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(late()), milliseconds);
        work.then(resolve, reject).finally(() => clearTimeout(timer));
    });
}

const lateness = () => new DOMException("no answer", "TimeoutError");

/** A browser that doesn't open a database is not asked to do so again for the same work. */
const refused = () => problem("storage", { name: "TimeoutError" });

/** @param {unknown} error */
const isDead = (error) =>
    error instanceof DOMException && (DEAD.has(error.name) || /connection|server lost/i.test(error.message));

/** @param {unknown} error A refusal of ours passes as it is. */
function named(error) {
    if (!(error instanceof DOMException)) return error;
    return problem(error.name === "QuotaExceededError" ? "quota" : "storage", { name: error.name }, error);
}
