/** Whose is what waits on a device of several practitioners, and whose device is revoked. */

/** @import { OutboxSummary } from "../types.d.ts" */
/** @typedef {import("../store/registry.js").VaultRecord} VaultRecord */
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
        const people = new Set((await registry.vaults()).filter(({ device }) => device).map(({ practitioner }) => practitioner.id));
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
         * A service that doesn't say whose device is revoked is believed only where there is one practitioner: nobody's
         * keys go for another's. @param {import("./failures.js").Revoked} devices
         */
        async revoked(devices) {
            const sole = await alone();
            const isTheirs = (/** @type {VaultRecord} */ { device, practitioner }) =>
                devices === "unnamed" ? practitioner.id === sole : devices.includes(String(device));
            for (const { id } of (await registry.vaults()).filter(isTheirs)) {
                await registry.change(id, (record) => ({ ...record, erase: true }));
            }
        },
    };
}
