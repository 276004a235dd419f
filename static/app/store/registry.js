/** Who is enrolled on this device, and small settings of the device as a whole. Holds wrapped keys, never a key. */

/**
 * A key or a value under AES-256-GCM.
 * @typedef {{ iv: Uint8Array<ArrayBuffer>, data: ArrayBuffer }} Sealed
 *
 * A rhythm of taps: 0 for a quick one, 1 for a slow one.
 * @typedef {{ salt: string, digest: string, length: number }} Gesture
 *
 * Argon2id: memory in KiB.
 * @typedef {{ memory: number, passes: number, lanes: number }} Cost
 *
 * The vault key under one secret. Two of kind "passphrase" stand side by side while it is being changed.
 * @typedef {{ id: string, kind: "passphrase" | "recovery", salt: Uint8Array<ArrayBuffer>, cost: Cost } & Sealed} Wrap
 *
 * @typedef {object} VaultRecord
 * @property {string} id
 * @property {import("../types.d.ts").Practitioner} practitioner
 * @property {string | null} device  null until the server has registered it
 * @property {string} author_key_id  RFC 7638 thumbprint
 * @property {JsonWebKey} author_public
 * @property {Sealed | null} author_key  PKCS#8 under the vault key; null once erased
 * @property {Wrap[]} wraps
 * @property {string | null} recovery  the wrap whose code the server keeps
 * @property {string} database  name of this vault's own database
 * @property {boolean} kept  could not be opened, kept for whoever remembers the passphrase
 * @property {boolean} [erase]  the server said that this device is revoked: erase once nothing waits
 * @property {boolean} revoked  erased
 * @property {{ count: number, until: number }} failures  until: milliseconds since 1970
 * @property {number} created_at  milliseconds since 1970
 * @property {Gesture} [gesture]  leaves the hidden screen
 * @property {number} [used_at]  when it was last opened, milliseconds since 1970
 *
 * A store that its owner took off this device: it is reported as empty, not as lost.
 * @typedef {{ device: string, database: string, at: number }} Removed
 */

/** @typedef {ReturnType<typeof createRegistry>} Registry */

/** @param {{ shared: import("./database.js").Database }} databases */
export function createRegistry({ shared }) {
    return {
        /** @returns {Promise<VaultRecord[]>} the last used first, those that don't open last */
        async vaults() {
            const all = await shared.read(["vaults"], (tx) => tx.objectStore("vaults").getAll());
            return all.sort((a, b) => Number(isShut(a)) - Number(isShut(b)) || lastUse(b) - lastUse(a));
        },

        /** @param {string} id @returns {Promise<VaultRecord | undefined>} */
        vault: (id) => shared.read(["vaults"], (tx) => tx.objectStore("vaults").get(id)),

        /** @param {VaultRecord} record */
        add: (record) => shared.write(["vaults"], (tx) => tx.objectStore("vaults").put(record)),

        /**
         * Reads, changes and writes in one transaction, so that two tabs never undo one another.
         * @param {string} id @param {(record: VaultRecord) => VaultRecord} change @returns {Promise<VaultRecord | null>}
         */
        change: (id, change) =>
            shared.write(["vaults"], async (tx) => {
                const record = await tx.objectStore("vaults").get(id);
                if (!record) return null;
                const changed = change(record);
                await tx.objectStore("vaults").put(changed);
                return changed;
            }),

        /** Without its wraps a vault can't be opened any more, by anybody. @param {string} id @returns {Promise<unknown>} */
        erase(id) {
            return this.change(id, (record) => ({ ...record, wraps: [], author_key: null, revoked: true }));
        },

        /** By its owner. @param {VaultRecord} record @param {number} now milliseconds */
        remove: ({ id, device, database }, now) =>
            shared.write(["vaults", "settings"], async (tx) => {
                const settings = tx.objectStore("settings");
                const removed = (await settings.get("removed")) ?? [];
                if (await tx.objectStore("vaults").get(id)) await settings.put([...removed, { device, database, at: now }], "removed");
                await tx.objectStore("vaults").delete(id);
            }),

        /** @returns {Promise<Removed[]>} */
        removed: async () => (await shared.read(["settings"], (tx) => tx.objectStore("settings").get("removed"))) ?? [],

        /** @param {string} name @returns {Promise<any>} */
        setting: (name) => shared.read(["settings"], (tx) => tx.objectStore("settings").get(name)),

        /** @param {string} name @param {unknown} value */
        set: (name, value) => shared.write(["settings"], (tx) => tx.objectStore("settings").put(value, name)),
    };
}

/** @param {VaultRecord} record */
const isShut = ({ kept, revoked }) => kept || revoked;

/** @param {VaultRecord} record */
const lastUse = ({ used_at, created_at }) => used_at ?? created_at;
