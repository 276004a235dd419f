/** Wrong passphrases are answered ever more slowly. This hinders hands on the screen, not a copied disk. */

const FREE = 3;
const LONGEST = 15 * 60;

/** Seconds to wait after `count` failures in a row: 0 0 0, then 5, 10, 20 … 900. @param {number} count */
export const pauseAfter = (count) => (count <= FREE ? 0 : Math.min(LONGEST, 5 * 2 ** (count - FREE - 1)));

/** @param {{ count: number, until: number }} failures @param {number} now milliseconds */
export function oneMore({ count }, now) {
    return { count: count + 1, until: now + pauseAfter(count + 1) * 1000 };
}

/**
 * Seconds left; a clock that was set back never makes it longer than the pause itself.
 * @param {{ count: number, until: number }} failures @param {number} now
 */
export function secondsLeft({ count, until }, now) {
    return Math.max(0, Math.min(pauseAfter(count), Math.ceil((until - now) / 1000)));
}
