/**
 * The databases of this device: one for all (who is enrolled, keys of the server, settings) and one for
 * each vault, under a random name, so that one practitioner's can go, hang or be spoilt without touching another's.
 */
import { createDatabase } from "./database.js";
import { createPatience } from "./patience.js";

/** @typedef {import("./database.js").Database} Database */
/** @typedef {ReturnType<typeof createDatabases>} Databases */

/** @param {string} [name] @param {number} [longest] milliseconds that one of several databases is waited for */
export function createDatabases(name = "firsthand", longest) {
    /** @type {Map<string, Database>} */
    const open = new Map();
    const shared = createDatabase({ name, version: 1, upgrade: layShared });
    const patience = createPatience(longest);

    return {
        shared,

        /**
         * Asks the database of each vault. Of several, one that hangs or fails is left out and not waited for any more until it answers.
         * @template {{ database: string }} Vault @template T
         * @param {Vault[]} vaults @param {(vault: Vault) => Promise<T>} ask @returns {Promise<T[]>}
         */
        async each(vaults, ask) {
            const [only] = vaults;
            if (only && vaults.length === 1) return [await ask(only)];
            const asked = vaults.map((vault) => patience.ask(vault.database, () => ask(vault)));
            return (await Promise.all(asked)).flat(1);
        },

        /** Whether the database of a vault was silent when it was asked last. @param {string} own */
        isSilent: (own) => patience.isSilent(own),

        /** The database of one vault. @param {string} own */
        of(own) {
            const known = open.get(own) ?? createDatabase({ name: own, version: 2, upgrade: layOwn });
            open.set(own, known);
            return known;
        },

        /** @param {string} own */
        async destroy(own) {
            await this.of(own).destroy();
            open.delete(own);
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

/** @param {import("./database.js").Connection} db @param {number} from  the version that was there; 0: none */
function layOwn(db, from) {
    if (from < 1) layFirst(db);
    if (from < 2) db.createObjectStore("files", { keyPath: "id" });
}

/** @param {import("./database.js").Connection} db */
function layFirst(db) {
    db.createObjectStore("drafts", { keyPath: "key" }).createIndex("state", "state");
    db.createObjectStore("fields", { keyPath: "key" }).createIndex("draft", "draft");
    db.createObjectStore("outbox", { keyPath: "id" });
    db.createObjectStore("envelopes", { keyPath: "id" });
    db.createObjectStore("received", { keyPath: "id" });
}
