/**
 * The keys of a phone and what is done with them. With seal.js the only place that names crypto.subtle.
 * Every ciphertext has a fresh 96-bit IV and is bound by its associated data to the place where it belongs.
 */

/** @typedef {import("../store/registry.js").Sealed} Sealed */

const AES = { name: "AES-GCM", length: 256 };
const ECDSA = { name: "ECDSA", namedCurve: "P-256" };
const VAULT_USES = /** @type {KeyUsage[]} */ (["encrypt", "decrypt", "wrapKey", "unwrapKey"]);

/** @param {number} count */
export const randomBytes = (count) => crypto.getRandomValues(new Uint8Array(count));

/** Extractable, so that it can be wrapped; `unwrapVaultKey` answers one that is not. */
export const newVaultKey = () => crypto.subtle.generateKey(AES, true, VAULT_USES);

/** The same key, never to be exported again. @param {CryptoKey} vaultKey extractable */
export const harden = async (vaultKey) =>
    crypto.subtle.importKey("raw", await crypto.subtle.exportKey("raw", vaultKey), AES, false, VAULT_USES);

/** The key-encryption key from the 32 bytes that Argon2id made. @param {Uint8Array<ArrayBuffer>} bytes */
export const importKek = (bytes) => crypto.subtle.importKey("raw", bytes, AES, false, ["wrapKey", "unwrapKey"]);

/** @param {CryptoKey} kek @param {CryptoKey} vaultKey @param {string} place @returns {Promise<Sealed>} */
export async function wrapVaultKey(kek, vaultKey, place) {
    const gcm = parameters(place);
    return { iv: gcm.iv, data: await crypto.subtle.wrapKey("raw", vaultKey, kek, gcm) };
}

/**
 * @param {CryptoKey} kek @param {Sealed} sealed @param {string} place
 * @param {boolean} [extractable] only to wrap it anew @returns {Promise<CryptoKey>} rejects where the secret is wrong
 */
export const unwrapVaultKey = (kek, { iv, data }, place, extractable = false) =>
    crypto.subtle.unwrapKey("raw", data, kek, parameters(place, iv), AES, extractable, VAULT_USES);

/** ES256, extractable until it is wrapped. */
export const newAuthorKey = () => crypto.subtle.generateKey(ECDSA, true, ["sign", "verify"]);

/** @param {CryptoKey} key */
export async function publicJwk(key) {
    const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", key);
    return { kty, crv, x, y };
}

/** @param {CryptoKey} vaultKey @param {CryptoKey} privateKey @param {string} place @returns {Promise<Sealed>} */
export async function wrapAuthorKey(vaultKey, privateKey, place) {
    const gcm = parameters(place);
    return { iv: gcm.iv, data: await crypto.subtle.wrapKey("pkcs8", privateKey, vaultKey, gcm) };
}

/** @param {CryptoKey} vaultKey @param {Sealed} sealed @param {string} place */
export const unwrapAuthorKey = (vaultKey, { iv, data }, place) =>
    crypto.subtle.unwrapKey("pkcs8", data, vaultKey, parameters(place, iv), ECDSA, false, ["sign"]);

/** @param {CryptoKey} key @param {Uint8Array<ArrayBuffer>} bytes @param {string} place @returns {Promise<Sealed>} */
export async function encrypt(key, bytes, place) {
    const gcm = parameters(place);
    return { iv: gcm.iv, data: await crypto.subtle.encrypt(gcm, key, bytes) };
}

/** @param {CryptoKey} key @param {Sealed} sealed @param {string} place */
export const decrypt = (key, { iv, data }, place) => crypto.subtle.decrypt(parameters(place, iv), key, data);

/** @param {string} place @param {Uint8Array<ArrayBuffer>} [iv] */
function parameters(place, iv = randomBytes(12)) {
    return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(place) };
}
