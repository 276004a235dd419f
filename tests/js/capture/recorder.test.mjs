/** A microphone is let go of whatever happens, and nothing that it heard is left behind. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { listen } from "../../../static/app/capture/listening.js";
import { MOST } from "../../../static/app/capture/pieces.js";
import { openMicrophone, record } from "../../../static/app/capture/recorder.js";

const GLOBALS = /** @type {any} */ (globalThis);
const NAVIGATOR = Object.getOwnPropertyDescriptor(globalThis, "navigator");

/** As browsers have it: the last piece comes after `stop` was called. */
class FakeRecorder extends EventTarget {
    /** @type {FakeRecorder[]} */
    static made = [];
    static fails = false;
    static isTypeSupported = (/** @type {string} */ type) => type === "audio/mp4";
    state = "inactive";

    /** @param {unknown} _stream @param {{ mimeType?: string }} options */
    constructor(_stream, { mimeType = "" }) {
        super();
        this.mimeType = `${mimeType}; codecs=mp4a.40.2`;
        FakeRecorder.made.push(this);
    }
    /** @param {number} every */
    start(every) {
        if (FakeRecorder.fails) throw new DOMException("", "NotSupportedError");
        this.every = every;
        this.state = "recording";
    }
    /** @param {string} text */
    gives(text) {
        this.dispatchEvent(Object.assign(new Event("dataavailable"), { data: new Blob([text]) }));
    }
    stop() {
        this.state = "inactive";
        setTimeout(() => {
            this.gives("last");
            this.dispatchEvent(new Event("stop"));
        });
    }
}

function stream() {
    const track = Object.assign(new EventTarget(), { readyState: "live", stop: () => void (track.readyState = "ended") });
    return { track, stream: /** @type {any} */ ({ getTracks: () => [track] }) };
}

beforeEach(() => {
    GLOBALS.MediaRecorder = FakeRecorder;
    FakeRecorder.made = [];
    FakeRecorder.fails = false;
});
afterEach(() => {
    delete GLOBALS.MediaRecorder;
    if (NAVIGATOR) Object.defineProperty(globalThis, "navigator", NAVIGATOR);
});

test("pieces come every five seconds, in order, the last one before it has ended", async () => {
    const { track, stream: heard } = stream();
    /** @type {string[]} */
    const pieces = [];
    const slow = [20, 0, 0];
    const recorder = record(heard, {
        async piece(bytes, mediaType) {
            await new Promise((resolve) => setTimeout(resolve, slow[pieces.length]));
            pieces.push(`${new TextDecoder().decode(bytes)} ${mediaType}`);
        },
        broke() {},
    });
    const [made] = FakeRecorder.made;
    assert.equal(made?.every, 5000);
    made?.gives("one");
    made?.gives("");
    made?.gives("two");
    const stopped = recorder.stop();
    assert.equal(track.readyState, "ended");
    await stopped;
    assert.deepEqual(pieces, ["one audio/mp4", "two audio/mp4", "last audio/mp4"]);
});

test("a piece that could not be kept holds up none after it", async () => {
    /** @type {number[]} */
    const sizes = [];
    const recorder = record(stream().stream, {
        piece(bytes) {
            sizes.push(bytes.length);
            return sizes.length === 1 ? Promise.reject(new Error("full")) : Promise.resolve();
        },
        broke() {},
    });
    FakeRecorder.made[0]?.gives("one");
    await recorder.stop();
    assert.deepEqual(sizes, [3, 4]);
});

test("a microphone that is taken away is told of", () => {
    const { track, stream: heard } = stream();
    let broke = 0;
    record(heard, { piece() {}, broke: () => void (broke += 1) });
    track.dispatchEvent(new Event("ended"));
    FakeRecorder.made[0]?.dispatchEvent(new Event("error"));
    assert.equal(broke, 2);
});

test("where recording can't begin the microphone is not left on", () => {
    const { track, stream: heard } = stream();
    FakeRecorder.fails = true;
    assert.throws(() => record(heard, { piece() {}, broke() {} }), { code: "microphone-busy" });
    assert.equal(track.readyState, "ended");
});

test("why there is no microphone has a sentence of its own", async () => {
    /** @type {string[]} */
    const codes = [];
    for (const name of ["NotAllowedError", "SecurityError", "NotFoundError", "NotReadableError", "AbortError"]) {
        const getUserMedia = () => Promise.reject(new DOMException("", name));
        Object.defineProperty(globalThis, "navigator", { value: { mediaDevices: { getUserMedia } }, configurable: true });
        await openMicrophone().catch(({ code }) => codes.push(code));
    }
    assert.deepEqual(codes, ["microphone-refused", "microphone-refused", "no-microphone", "microphone-busy", "microphone-busy"]);
});

test("a recording ends by itself after three minutes", async (t) => {
    Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
    t.mock.timers.enable({ apis: ["setInterval"] });
    let now = 1000;
    t.mock.method(performance, "now", () => now);
    const pass = (/** @type {number} */ ms) => ((now += ms), t.mock.timers.tick(ms));
    const { track, stream: heard } = stream();
    /** @type {number[]} */
    const lengths = [];
    let left = Infinity;
    /** @type {Promise<void> | undefined} */
    let ended;
    const listening = listen(heard, MOST.all, {
        piece: async (_bytes, _mediaType, ms) => void lengths.push(ms),
        level: (_peak, _word, rest) => void (left = rest),
        over: () => void (ended ??= listening.stop()),
    });
    pass(179_900);
    assert.deepEqual([track.readyState, left, ended], ["live", 100, undefined]);
    pass(100);
    assert.deepEqual([track.readyState, left], ["ended", 0]);
    await ended;
    assert.deepEqual(lengths, [180_000]);
});
