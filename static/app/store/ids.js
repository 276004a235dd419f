/** Ids that are made on the device: before any network, and never twice. */

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * A UUIDv7 (RFC 9562): 48 bits of milliseconds, 74 random ones.
 * @param {number} [now] @param {Uint8Array} [random] 10 bytes
 */
export function newId(now = Date.now(), random = crypto.getRandomValues(new Uint8Array(10))) {
    const bytes = new Uint8Array(16);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(now) << 16n);
    bytes.set(random, 6);
    bytes[6] = 0x70 | (at(bytes, 6) & 0x0f);
    bytes[8] = 0x80 | (at(bytes, 8) & 0x3f);
    const text = Array.from(bytes, (byte) => hex[byte]).join("");
    return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** An opaque key for a record: 128 random bits that say nothing of what is in it. */
export const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => hex[byte]).join("");

/** @param {Uint8Array} bytes @param {number} index */
const at = (bytes, index) => bytes[index] ?? 0;
