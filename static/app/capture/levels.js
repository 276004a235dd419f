/** How loud it is. Pure. */

/** The peak, 0 to 1, below which a microphone hears nothing at all: it is off, covered, or another's. */
export const FLOOR = 0.003;
/** From here on somebody is heard well. */
const WELL = 0.05;
/** Decibels below full scale at which the bar is empty. */
const DEPTH = 50;

/** @param {Float32Array} samples -1 to 1 */
export const peakOf = (samples) => samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

/** Which word stands beside it. @param {number | null} peak the highest of the last moments @returns {"unknown" | "silent" | "quiet" | "heard"} */
export function wordOf(peak) {
    if (peak === null) return "unknown";
    if (peak < FLOOR) return "silent";
    return peak < WELL ? "quiet" : "heard";
}

/** How much of the bar is filled, 0 to 1: as ears hear. @param {number | null} peak */
export function shareOf(peak) {
    if (!peak) return 0;
    return Math.min(1, Math.max(0, 1 + (20 * Math.log10(peak)) / DEPTH));
}

/** The highest peak of the last `count`; null where nothing was measured. @param {(number | null)[]} peaks @param {number} count */
export function recent(peaks, count) {
    const known = peaks.slice(-count).filter((peak) => peak !== null);
    return known.length ? Math.max(...known) : null;
}
