/** The vault key under a secret: made, opened, compared with what is wanted today. */
import { newKey } from "../store/ids.js";
import { LOWEST_COST, isBelow } from "./argon2.js";
import { importKek, randomBytes, unwrapVaultKey, wrapVaultKey } from "./keys.js";

/** @typedef {import("../store/registry.js").Wrap} Wrap */
/** @typedef {import("../store/registry.js").Cost} Cost */
/** @typedef {import("./argon2.js").Argon2} Argon2 */

/**
 * @param {Argon2} argon2 @param {string} vault @param {Wrap["kind"]} kind @param {string} secret
 * @param {CryptoKey} vaultKey extractable @param {Cost} cost @returns {Promise<Wrap>}
 */
export async function newWrap(argon2, vault, kind, secret, vaultKey, cost) {
    if (isBelow(cost, LOWEST_COST)) throw new RangeError("Argon2id below 19 MiB and 2 passes");
    const id = newKey();
    const salt = randomBytes(16);
    const kek = await importKek(await argon2(normal(secret), salt, cost));
    return { id, kind, salt, cost, ...(await wrapVaultKey(kek, vaultKey, place(vault, id))) };
}

/**
 * The vault key and the wrap that opened, or null where `secret` opens none of them.
 * @param {Argon2} argon2 @param {string} vault @param {Wrap[]} wraps @param {string} secret @param {boolean} [extractable]
 */
export async function openWraps(argon2, vault, wraps, secret, extractable = false) {
    for (const wrap of wraps) {
        const kek = await importKek(await argon2(normal(secret), wrap.salt, wrap.cost));
        const key = await unwrapVaultKey(kek, wrap, place(vault, wrap.id), extractable).catch(() => null);
        if (key) return { key, wrap };
    }
    return null;
}

/** @param {string} vault @param {string} id */
const place = (vault, id) => `wraps|${vault}/${id}|1`;

/** The same letters give the same bytes on every keyboard. @param {string} secret */
const normal = (secret) => secret.normalize("NFKC");
