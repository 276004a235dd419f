/** Whose is what waits on a device of several practitioners, and whose device is revoked. */

/** @import { OutboxSummary } from "../types.d.ts" */
/** @typedef {import("./queue.js").Item} Item */

/**
 * @param {object} parts
 * @param {import("../vault/unlock.js").VaultCore} parts.vault
 * @param {import("../store/registry.js").Registry} parts.registry
 * @param {import("../store/databases.js").Databases} parts.databases
 */
export function createOwners({ vault, registry, databases }) {
    /** Whoever has this device alone. */
    async function alone() {
        const enrolled = (await registry.vaults()).filter(({ device, revoked }) => device && !revoked);
        const people = new Set(enrolled.map(({ practitioner }) => practitioner.id));
        return people.size === 1 ? [...people][0] : undefined;
    }

    return {
        /** The vaults whose submissions are "mine": none while a device of several is locked. */
        async mine() {
            const own = vault.owner?.practitioner.id ?? (await alone());
            return new Set((await registry.vaults()).filter(({ practitioner }) => practitioner.id === own).map(({ id }) => id));
        },

        /** How much of whose has not been received; null where that store does not answer. @param {Item[]} items @returns {Promise<OutboxSummary["whose"]>} */
        async whose(items) {
            const counts = (await registry.vaults()).map(({ id, database }) => {
                const unsent = items.filter((item) => item.vault === id).length;
                return { vault: id, unsent: databases.isSilent(database) ? null : unsent };
            });
            return counts.filter(({ unsent }) => unsent !== 0);
        },

        /**
         * The answer to a delivery says that a device is revoked, and not whose: with several practitioners nobody's keys
         * go for another's, and the answer to a report says which.
         */
        async revoked() {
            const sole = await alone();
            for (const { id, practitioner } of await registry.vaults()) {
                if (practitioner.id === sole) await registry.change(id, (record) => ({ ...record, erase: true }));
            }
        },
    };
}
