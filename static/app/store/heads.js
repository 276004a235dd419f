/** The heads of the open vault's drafts, as far as they are known; asked of the database when one isn't. */
import { openHead } from "./records.js";

/** @typedef {import("../vault/safe.js").Safe} Safe */
/** @typedef {import("./records.js").Placed} Placed */
/** @typedef {ReturnType<typeof createHeads>} Heads */

/** @param {import("./databases.js").Databases} databases */
export function createHeads(databases) {
    /** @type {Map<string, Placed>} */
    const known = new Map();

    /** @param {Safe} safe @returns {Promise<Placed[]>} what can't be opened is left where it is */
    async function all(safe) {
        const rows = await databases.of(safe.database).read(["drafts"], (tx) => tx.objectStore("drafts").getAll());
        const opened = await Promise.all(rows.map((row) => openHead(safe, row).catch(() => null)));
        const placed = opened.filter((one) => one !== null);
        known.clear();
        for (const one of placed) known.set(one.head.id, one);
        return placed;
    }

    return {
        all,
        /** @param {Safe} safe @param {string} id */
        find: async (safe, id) => known.get(id) ?? (await all(safe)).find(({ head }) => head.id === id),
        /** @param {Placed} placed */
        place: (placed) => void known.set(placed.head.id, placed),
        /** @param {string} id */
        forget: (id) => void known.delete(id),
        forgetAll: () => known.clear(),
    };
}
