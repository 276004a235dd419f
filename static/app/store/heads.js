/** The heads of the open vault's drafts, as far as they are known; asked of the database when one isn't. */
import { openHead } from "./records.js";
import { readRows } from "./rows.js";

/** @typedef {import("../vault/safe.js").Safe} Safe */
/** @typedef {import("./records.js").Placed} Placed */
/** @typedef {ReturnType<typeof createHeads>} Heads */

/** @param {import("./databases.js").Databases} databases */
export function createHeads(databases) {
    /** @type {Map<string, Placed>} */
    const known = new Map();

    /** @param {Safe} safe */
    async function read(safe) {
        const { rows, spoilt } = await readRows(databases.of(safe.database), "drafts");
        const opened = await Promise.all(rows.map((row) => openHead(safe, row).catch(() => null)));
        const shut = rows.flatMap(({ key }, place) => (opened[place] ? [] : [String(key)]));
        return { placed: opened.filter((one) => one !== null), shut: [...shut, ...spoilt] };
    }

    /** @param {Safe} safe @returns {Promise<Placed[]>} what can't be opened is left where it is */
    async function all(safe) {
        const { placed } = await read(safe);
        known.clear();
        for (const one of placed) known.set(one.head.id, one);
        return placed;
    }

    /** Keys of the drafts that don't open: their head is spoilt, or is gone and left its fields behind. @param {Safe} safe */
    async function shut(safe) {
        const database = databases.of(safe.database);
        const found = await read(safe);
        const owners = await database.read(["fields"], (tx) => distinct(tx.objectStore("fields").index("draft")));
        const there = new Set([...found.placed.map(({ key }) => key), ...found.shut]);
        return [...found.shut, ...owners.filter((key) => !there.has(key))];
    }

    return {
        all,
        shut,
        /** @param {Safe} safe @param {string} id */
        find: async (safe, id) => known.get(id) ?? (await all(safe)).find(({ head }) => head.id === id),
        /** @param {Placed} placed */
        place: (placed) => void known.set(placed.head.id, placed),
        /** @param {string} id */
        forget: (id) => void known.delete(id),
        forgetAll: () => known.clear(),
    };
}

/** @param {import("idb").IDBPIndex<any, any, any, any, "readonly">} index @returns {Promise<string[]>} */
async function distinct(index) {
    const keys = [];
    for (let at = await index.openKeyCursor(null, "nextunique"); at; at = await at.continue()) keys.push(String(at.key));
    return keys;
}
