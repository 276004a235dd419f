/**
 * An open vault: what holds the key, in this document's memory and nowhere else. What it writes is padded,
 * so that a length does not tell a "yes" from a "declined".
 */
import { decrypt, encrypt, unwrapAuthorKey } from "./keys.js";
import { sign } from "./seal.js";

/** @typedef {import("../store/registry.js").Sealed} Sealed */
/** @typedef {import("../store/registry.js").VaultRecord} VaultRecord */
/** @typedef {ReturnType<typeof createSafe>} Safe */

const BLOCK = 256;

/** @param {VaultRecord} record @param {CryptoKey} key */
export function createSafe(record, key) {
    /** @type {Promise<CryptoKey> | null} */
    let authorKey = null;

    return {
        id: record.id,
        practitioner: record.practitioner,
        device: record.device ?? "",
        database: record.database,

        /** @param {string} store @param {string} at key of the record @param {number} version @param {unknown} value JSON */
        seal: (store, at, version, value) => encrypt(key, pack(value), place(store, at, version)),

        /** @param {string} store @param {string} at @param {number} version @param {Sealed} sealed @returns {Promise<any>} */
        open: async (store, at, version, sealed) => unpack(await decrypt(key, sealed, place(store, at, version))),

        /** A JWS by the author key. @param {string} text */
        async sign(text) {
            if (!record.author_key) throw new Error("erased");
            authorKey ??= unwrapAuthorKey(key, record.author_key, authorPlace(record.id));
            return await sign(text, await authorKey, record.author_key_id);
        },
    };
}

/** @param {string} vault */
export const authorPlace = (vault) => `vaults|${vault}/author|1`;

/** @param {string} store @param {string} at @param {number} version */
const place = (store, at, version) => `${store}|${at}|${version}`;

/** @param {unknown} value */
function pack(value) {
    const text = new TextEncoder().encode(JSON.stringify(value));
    const padded = new Uint8Array(Math.ceil(text.length / BLOCK) * BLOCK).fill(0x20);
    padded.set(text);
    return padded;
}

/** @param {ArrayBuffer} bytes JSON and spaces */
const unpack = (bytes) => JSON.parse(new TextDecoder().decode(bytes));
