/** What a receipt lets go: only what it names by id and by the hash of the bytes as sent. */
import { UnknownKid, verify } from "../vault/seal.js";

/** @typedef {{ id: string, sha256: string, reference: string, received_at: string, attachments?: Held[] }} Received  attachments: held whole */
/** @typedef {{ id: string, sha256: string }} Held */

/**
 * What the receipt names; nothing where it can't be believed. An unknown key is asked for once.
 * @param {string | null} receipt @param {import("./keyset.js").Keyset} keys @returns {Promise<Received[]>}
 */
export async function readReceipt(receipt, keys) {
    if (!receipt) return [];
    try {
        return await received(receipt, keys);
    } catch (error) {
        if (!(error instanceof UnknownKid)) return [];
    }
    try {
        await keys.refresh();
        return await received(receipt, keys);
    } catch {
        return [];
    }
}

/** @param {string} receipt @param {import("./keyset.js").Keyset} keys @returns {Promise<Received[]>} */
async function received(receipt, keys) {
    const payload = await verify(receipt, await keys.receipts(), "fh-receipt+jws");
    return Array.isArray(payload?.received) ? payload.received : [];
}

/** @param {Received[]} received @param {{ id: string, sha256: string }} item */
export const named = (received, { id, sha256 }) => received.find((one) => one.id === id && one.sha256 === sha256);
