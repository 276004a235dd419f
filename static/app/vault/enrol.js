/**
 * Making a vault, in steps that can each be repeated: keys first, here; then the device's registration and
 * the recovery code, at the server. A vault counts as enrolled once the server has answered its device id.
 */
import { newId, newKey } from "../store/ids.js";
import { DEFAULT_COST } from "./argon2.js";
import { newAuthorKey, newVaultKey, publicJwk, wrapAuthorKey } from "./keys.js";
import { newRecoveryCode } from "./recovery.js";
import { authorPlace } from "./safe.js";
import { thumbprint } from "./seal.js";
import { newWrap, openWraps } from "./wraps.js";

/** @typedef {import("../store/registry.js").VaultRecord} VaultRecord */
/** @typedef {import("../store/registry.js").Wrap} Wrap */
/** @import { Practitioner } from "../types.d.ts" */
/** @typedef {ReturnType<typeof createEnrolment>} Enrolment */

/**
 * @param {object} parts
 * @param {import("../store/registry.js").Registry} parts.registry
 * @param {import("./argon2.js").Argon2} parts.argon2
 * @param {import("../store/registry.js").Cost} [parts.cost]
 * @param {() => number} [parts.now]
 */
export function createEnrolment({ registry, argon2, cost = DEFAULT_COST, now = Date.now }) {
    return {
        /** A new vault, not yet registered, with its key to go on with. @param {Practitioner} practitioner @param {string} passphrase */
        async begin(practitioner, passphrase) {
            const id = newId();
            const key = await newVaultKey();
            /** @type {VaultRecord} */
            const record = {
                id,
                practitioner,
                device: null,
                ...(await makeAuthorKey(id, key)),
                wraps: [await newWrap(argon2, id, "passphrase", passphrase, key, cost)],
                database: `firsthand-${newKey()}`,
                recovery: null,
                kept: false,
                revoked: false,
                failures: { count: 0, until: 0 },
                created_at: now(),
            };
            await registry.add(record);
            return { record, key };
        },

        /** The extractable vault key, to wrap it anew; null where the secret doesn't open. @param {VaultRecord} record @param {string} secret */
        open: async (record, secret) => (await openWraps(argon2, record.id, record.wraps, secret, true))?.key ?? null,

        /** @param {string} id @param {string} device */
        registered: (id, device) => registry.change(id, (record) => ({ ...record, device })),

        /**
         * A new recovery code beside whatever wraps are there; `confirm` drops the earlier ones once the server keeps it.
         * @param {VaultRecord} record @param {CryptoKey} key extractable
         */
        async addRecovery(record, key) {
            const code = newRecoveryCode();
            const wrap = await newWrap(argon2, record.id, "recovery", code, key, cost);
            await addWrap(registry, record.id, wrap);
            const confirm = () =>
                registry.change(record.id, (now) => ({ ...onlyOf(now, wrap), recovery: wrap.id }));
            return { code, confirm };
        },

        /**
         * The vault under `next` beside what is there. `confirm` drops the earlier passphrases, `undo` this one.
         * @param {VaultRecord} record @param {CryptoKey} key extractable @param {string} next
         */
        async addPassphrase(record, key, next) {
            const wrap = await newWrap(argon2, record.id, "passphrase", next, key, cost);
            await addWrap(registry, record.id, wrap);
            return { confirm: () => keepOnly(registry, record.id, wrap), undo: () => dropWrap(registry, record.id, wrap.id) };
        },

        /** The server took this passphrase, so another one that still opens is an old one. @param {VaultRecord} record @param {Wrap} wrap */
        settle: (record, wrap) => keepOnly(registry, record.id, wrap),

        /** Neither passphrase nor code is known: kept for whoever remembers. @param {string} id */
        keep: (id) => registry.change(id, (record) => ({ ...record, kept: true })),
    };
}

/** @param {string} vault @param {CryptoKey} vaultKey */
async function makeAuthorKey(vault, vaultKey) {
    const pair = await newAuthorKey();
    const author_public = await publicJwk(pair.publicKey);
    return {
        author_public,
        author_key_id: await thumbprint(author_public),
        author_key: await wrapAuthorKey(vaultKey, pair.privateKey, authorPlace(vault)),
    };
}

/** @param {import("../store/registry.js").Registry} registry @param {string} id @param {Wrap} wrap */
const addWrap = (registry, id, wrap) => registry.change(id, (record) => ({ ...record, wraps: [...record.wraps, wrap] }));

/** @param {import("../store/registry.js").Registry} registry @param {string} id @param {string} wrap */
const dropWrap = (registry, id, wrap) =>
    registry.change(id, (record) => ({ ...record, wraps: record.wraps.filter((one) => one.id !== wrap) }));

/** Drops the other wraps of the same kind. @param {import("../store/registry.js").Registry} registry @param {string} id @param {Wrap} wrap */
const keepOnly = (registry, id, wrap) => registry.change(id, (record) => onlyOf(record, wrap));

/** @param {VaultRecord} record @param {Wrap} wrap @returns {VaultRecord} */
const onlyOf = (record, wrap) => ({
    ...record,
    wraps: record.wraps.filter((one) => one.kind !== wrap.kind || one.id === wrap.id),
});
