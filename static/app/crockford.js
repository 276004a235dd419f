/** Codes that are read out and typed: Crockford's alphabet, which has no letter that is taken for another. */

export const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * The bare characters of a code, or null where `typed` can't be one: small letters, spaces and hyphens are no matter,
 * nor o for 0, i or l for 1.
 * @param {string} typed @param {number} length
 */
export function readCode(typed, length) {
    const plain = typed.toUpperCase().replace(/[\s\p{P}]/gu, "").replace(/O/g, "0").replace(/[IL]/g, "1");
    return plain.length === length && [...plain].every((character) => ALPHABET.includes(character)) ? plain : null;
}

/** @param {string} plain @param {number} size of each group */
export const grouped = (plain, size) => plain.replace(new RegExp(`.{${size}}(?=.)`, "g"), "$&-");
