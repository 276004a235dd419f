/**
 * The recovery code: 25 random characters of Crockford's alphabet (125 bits), read out in groups of five.
 * What is typed back may be in small letters, with or without hyphens, and with o for 0, i or l for 1.
 */
import { randomBytes } from "./keys.js";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 25;

/** @param {Uint8Array} [bytes] */
export function newRecoveryCode(bytes = randomBytes(LENGTH)) {
    const characters = Array.from(bytes, (byte) => ALPHABET[byte % 32]).join("");
    return characters.replace(/.{5}(?=.)/g, "$&-");
}

/** The code as it was made, or null where `typed` can't be one. @param {string} typed */
export function readRecoveryCode(typed) {
    const plain = typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
    if (plain.length !== LENGTH || [...plain].some((character) => !ALPHABET.includes(character))) return null;
    return plain.replace(/.{5}(?=.)/g, "$&-");
}
