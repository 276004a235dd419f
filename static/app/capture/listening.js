/** The microphone while it is on: what it hears in pieces, how loud it is, for how long it may go on. */
import { recent, wordOf } from "./levels.js";
import { createMeter } from "./meter.js";
import { record } from "./recorder.js";

/** Milliseconds between two looks at the level. */
const OFTEN = 100;
/** Looks that the word beside the bar rests on, so that it does not flicker. */
const LATELY = 15;

/**
 * Problem: as `record`.
 * @param {MediaStream} stream @param {number} most milliseconds
 * @param {object} then
 * @param {(bytes: Uint8Array, mediaType: string, ms: number, peak: number | null) => Promise<unknown>} then.piece
 * @param {(peak: number | null, word: string, left: number) => void} then.level
 * @param {() => void} then.over  time is up, or the microphone was taken away
 * @returns {{ stop: () => Promise<void> }} stop: the microphone is let go of before it returns
 */
export function listen(stream, most, { piece, level, over }) {
    const since = performance.now();
    const ms = () => Math.min(most, performance.now() - since);
    /** @type {(number | null)[]} */
    const peaks = [];
    let told = 0;
    const recorder = record(stream, {
        piece(bytes, mediaType) {
            const peak = recent(peaks, peaks.length - told);
            told = peaks.length;
            return piece(bytes, mediaType, ms(), peak);
        },
        broke: over,
    });
    const meter = createMeter(stream);
    const awake = stayAwake();
    const looking = setInterval(() => {
        const peak = meter.peak();
        peaks.push(peak);
        level(peak, wordOf(recent(peaks, LATELY)), most - ms());
        if (ms() >= most) over();
    }, OFTEN);
    return {
        stop() {
            clearInterval(looking);
            const stopped = recorder.stop();
            meter.close();
            awake();
            return stopped;
        },
    };
}

/** The screen does not go dark while somebody speaks. @returns {() => void} */
function stayAwake() {
    const lock = navigator.wakeLock?.request("screen").catch(() => null);
    return () => void lock?.then((held) => held?.release());
}
