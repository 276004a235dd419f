/**
 * The recovery code: 25 random characters of Crockford's alphabet (125 bits), read out in groups of five.
 */
import { ALPHABET, grouped, readCode } from "../crockford.js";
import { randomBytes } from "./keys.js";

const LENGTH = 25;
const GROUP = 5;

/** @param {Uint8Array} [bytes] */
export const newRecoveryCode = (bytes = randomBytes(LENGTH)) =>
    grouped(Array.from(bytes, (byte) => ALPHABET[byte % 32]).join(""), GROUP);

/** The code as it was made, or null where `typed` can't be one. @param {string} typed */
export function readRecoveryCode(typed) {
    const plain = readCode(typed, LENGTH);
    return plain && grouped(plain, GROUP);
}
