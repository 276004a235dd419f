/**
 * Taking one's own store off a device of several: by its owner, with the passphrase, once everything submitted has been
 * received, and nothing of it is left but what its owner gave up.
 */
import { problem } from "../problem.js";
import { createTries } from "./tries.js";
import { DEFAULT_COST } from "./argon2.js";

/** @typedef {ReturnType<typeof createRemoval>} Removal */

/**
 * @param {object} parts
 * @param {import("./unlock.js").VaultCore} parts.vault
 * @param {import("../store/registry.js").Registry} parts.registry
 * @param {import("../store/databases.js").Databases} parts.databases
 * @param {import("./argon2.js").Argon2} parts.argon2
 * @param {import("../store/registry.js").Cost} [parts.cost]
 * @param {() => number} [parts.now]
 */
export function createRemoval({ vault, registry, databases, argon2, cost = DEFAULT_COST, now = Date.now }) {
    const tries = createTries({ registry, argon2, cost, now });

    async function ownRecord() {
        const record = vault.safe && (await registry.vault(vault.safe.id));
        if (!record) throw problem("locked");
        return record;
    }

    /** @param {string} own */
    const counted = (own) =>
        databases.of(own).read(["drafts", "outbox"], async (tx) => ({
            unsent: await tx.objectStore("outbox").count(),
            drafts: await tx.objectStore("drafts").index("state").count("open"),
        }));

    /** @param {string} own @param {number} givenUp */
    async function insist(own, givenUp) {
        const { unsent, drafts } = await counted(own);
        if (unsent) throw problem("unsent", { unsent });
        if (drafts > givenUp) throw problem("drafts", { drafts });
    }

    return {
        /** What of the open vault is still here. */
        held: async () => await counted((await ownRecord()).database),

        /**
         * Problems: `locked`, `unsent`, `drafts`, `wrong-passphrase`, `pause` {seconds}.
         * @param {string} passphrase @param {{ givenUp?: number }} [how] givenUp: how many open drafts may be lost
         */
        async remove(passphrase, { givenUp = 0 } = {}) {
            const record = await ownRecord();
            await insist(record.database, givenUp);
            await tries.open(record, [{ kind: "passphrase", secret: passphrase }]);
            await vault.lock("removed");
            await insist(record.database, Infinity);
            await registry.remove(record, now());
            await vault.refresh();
            await databases.destroy(record.database);
        },

        /** A removal that the end of its tab cut short. */
        async finish() {
            for (const { database } of await registry.removed()) await databases.destroy(database);
        },
    };
}
