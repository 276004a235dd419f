/**
 * A recording while it is made: what the microphone hears, in pieces of five seconds. The microphone is let go of as soon
 * as it is ended, by whatever.
 */
import { problem } from "../problem.js";
import { MOST } from "./pieces.js";

/** As browsers make them, the best first; every browser that records makes one of these. */
const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4;codecs=mp4a.40.2", "audio/mp4"];
/** Enough for a voice; three minutes are less than 800 kB. */
const BITS = 32_000;
/** As it sounds in the room: what takes noise away takes whispers too. */
const HEARD = { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: true };
/** Bytes that must be free: three minutes, in the draft, sealed, and once more while they are joined. */
const ROOM = 5_000_000;
const REFUSALS = /** @type {Record<string, string>} */ ({ NotAllowedError: "microphone-refused", SecurityError: "microphone-refused", NotFoundError: "no-microphone" });

/** Problem: `quota`. */
export async function enoughRoom() {
    const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
    if (quota - usage < ROOM) throw problem("quota");
}

/** Problem: `microphone-refused`, `no-microphone`, or `microphone-busy`. @returns {Promise<MediaStream>} */
export async function openMicrophone() {
    try {
        return await navigator.mediaDevices.getUserMedia({ audio: HEARD });
    } catch (error) {
        throw problem(REFUSALS[error instanceof Error ? error.name : ""] ?? "microphone-busy", {}, error);
    }
}

/** @param {MediaStream} stream */
export function letGo(stream) {
    for (const track of stream.getTracks()) track.stop();
}

/**
 * Problem: `microphone-busy`, with the microphone let go of.
 * @param {MediaStream} stream
 * @param {object} then
 * @param {(bytes: Uint8Array<ArrayBuffer>, mediaType: string) => unknown} then.piece  one after another
 * @param {() => unknown} then.broke  it ends by itself: the microphone was taken away
 * @returns {{ stop: () => Promise<void> }} stop: once the last piece was handed over
 */
export function record(stream, { piece, broke }) {
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    try {
        const recorder = new MediaRecorder(stream, { ...(mimeType && { mimeType }), audioBitsPerSecond: BITS });
        let handed = Promise.resolve();
        recorder.addEventListener("dataavailable", ({ data }) => {
            handed = handed.then(async () => {
                const bytes = new Uint8Array(await data.arrayBuffer());
                if (bytes.length) await piece(bytes, plain(recorder.mimeType || data.type));
            }).catch(() => {});
        });
        const ended = new Promise((resolve) => recorder.addEventListener("stop", resolve));
        for (const track of stream.getTracks()) track.addEventListener("ended", () => broke());
        recorder.addEventListener("error", () => broke());
        recorder.start(MOST.piece);
        return {
            async stop() {
                if (recorder.state !== "inactive") recorder.stop();
                letGo(stream);
                await ended;
                await handed;
            },
        };
    } catch (error) {
        letGo(stream);
        throw problem("microphone-busy", {}, error);
    }
}

/** Without its parameters. @param {string} type */
const plain = (type) => (type.split(";")[0] ?? "").trim().toLowerCase();
