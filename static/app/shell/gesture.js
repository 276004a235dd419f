/** The rhythm of taps that leaves the hidden screen: each practitioner's own. A digest is kept, never the rhythm. */
import { problem } from "../problem.js";
import { newKey } from "../store/ids.js";
import { sha256 } from "../vault/seal.js";

/** @typedef {import("../store/registry.js").Gesture} Gesture */

/**
 * @param {object} parts
 * @param {import("../store/registry.js").Registry} parts.registry
 * @param {import("../vault/unlock.js").VaultCore} parts.vault
 */
export function createGesture({ registry, vault }) {
    /** An open screen is its owner's to uncover; a locked one shows nothing of anybody. */
    async function kept() {
        const all = await registry.vaults();
        const eldest = [...all].sort((a, b) => a.created_at - b.created_at)[0];
        /** Builds before kept one for the device, when it was that of whoever was there first. @type {Gesture | undefined} */
        const earlier = await registry.setting("gesture");
        const theirs = all.filter(({ id }) => !vault.safe || vault.safe.id === id);
        return theirs.flatMap((record) => record.gesture ?? (record === eldest && earlier ? earlier : []));
    }

    return {
        /** @param {number[]} made */
        async setGesture(made) {
            const salt = newKey();
            const gesture = { salt, digest: await sha256(salt + made.join()), length: made.length };
            if (!vault.safe) throw problem("locked");
            await registry.change(vault.safe.id, (record) => ({ ...record, gesture }));
        },

        /** @param {number[]} made only its end counts @returns {Promise<boolean>} */
        async isGesture(made) {
            for (const { salt, digest, length } of await kept()) {
                if (made.length >= length && digest === (await sha256(salt + made.slice(-length).join()))) return true;
            }
            return false;
        },
    };
}
