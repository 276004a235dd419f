/** How loud a microphone is, asked as often as the screen shows it. */
import { peakOf } from "./levels.js";

/** Samples looked at: longer than the pause between two looks. */
const WINDOW = 8192;

/** @typedef {{ peak: () => number | null, close: () => void }} Meter  peak: null where nothing measures */

/** A browser that can't measure records all the same. @param {MediaStream} stream @returns {Meter} */
export function createMeter(stream) {
    try {
        return measured(stream);
    } catch {
        return { peak: () => null, close() {} };
    }
}

/** @param {MediaStream} stream @returns {Meter} */
function measured(stream) {
    const sound = new AudioContext();
    const analyser = new AnalyserNode(sound, { fftSize: WINDOW });
    sound.createMediaStreamSource(stream).connect(analyser);
    void sound.resume().catch(() => {});
    const samples = new Float32Array(WINDOW);
    return {
        peak() {
            if (sound.state !== "running") return null;
            analyser.getFloatTimeDomainData(samples);
            return peakOf(samples);
        },
        close: () => void sound.close().catch(() => {}),
    };
}
