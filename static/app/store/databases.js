/**
 * The databases of this device: one for all (who is enrolled, keys of the server, settings) and one for
 * each vault, under a random name, so that one practitioner's can go without touching another's.
 */
import { createDatabase } from "./database.js";

/** @typedef {import("./database.js").Database} Database */
/** @typedef {ReturnType<typeof createDatabases>} Databases */

/** @param {string} [name] */
export function createDatabases(name = "firsthand") {
    /** @type {Map<string, Database>} */
    const open = new Map();
    const shared = createDatabase({ name, version: 1, upgrade: layShared });

    return {
        shared,

        /** The database of one vault. @param {string} own */
        of(own) {
            const known = open.get(own) ?? createDatabase({ name: own, version: 1, upgrade: layOwn });
            open.set(own, known);
            return known;
        },

        async close() {
            await Promise.all([shared, ...open.values()].map((database) => database.close()));
        },
    };
}

/** @param {import("./database.js").Connection} db */
function layShared(db) {
    db.createObjectStore("vaults", { keyPath: "id" });
    db.createObjectStore("settings");
}

/** @param {import("./database.js").Connection} db */
function layOwn(db) {
    db.createObjectStore("drafts", { keyPath: "key" }).createIndex("state", "state");
    db.createObjectStore("fields", { keyPath: "key" }).createIndex("draft", "draft");
    db.createObjectStore("outbox", { keyPath: "id" });
    db.createObjectStore("envelopes", { keyPath: "id" });
    db.createObjectStore("received", { keyPath: "id" });
}
