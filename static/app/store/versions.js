/**
 * A database that another build wrote. Within an era of a hundred versions a build only adds stores and indexes, so
 * that an earlier one, after the service went back, works with what it knows. What it could not work with begins
 * the next era: the earlier build then says so, and touches nothing.
 */
import { openDB } from "idb";
import { problem } from "../problem.js";

const ERA = 100;

/**
 * Problem: `newer`.
 * @param {string} name @param {number} version @param {import("idb").OpenDBCallbacks<any>} heard
 * @returns {Promise<import("idb").IDBPDatabase<any>>}
 */
export async function openShared(name, version, heard) {
    try {
        return await openDB(name, version, heard);
    } catch (error) {
        if (!(error instanceof DOMException) || error.name !== "VersionError") throw error;
    }
    const db = await openDB(name, undefined, heard);
    if (eraOf(db.version) === eraOf(version)) return db;
    db.close();
    throw problem("newer");
}

/** @param {number} version */
const eraOf = (version) => Math.floor(version / ERA);
