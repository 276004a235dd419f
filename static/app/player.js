/**
 * Plays sound from memory alone, by Web Audio: it never has an address, so nothing offers to save it, and no policy
 * has to let one in. Mounted on a `[data-player]`; a playing begins with fetching its bytes.
 */
import { one } from "./shell/words.js";

/** Seconds between two looks at where it is, and whether it is still in sight. */
const LOOK = 0.1;

/** @param {number} seconds */
export const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/**
 * @param {HTMLElement} player
 * @param {() => Promise<ArrayBuffer>} load  asked for each playing anew
 * @param {(problem: unknown) => void} failed
 * @returns {() => void} falls silent and forgets
 */
export function mountPlayer(player, load, failed) {
    const button = /** @type {HTMLButtonElement} */ (one(player, "button"));
    const place = /** @type {HTMLInputElement} */ (one(player, "input"));
    /** @type {ReturnType<typeof createPlaying> | null} */
    let playing = null;
    let gone = false;

    function show() {
        const [at, length] = [playing?.at() ?? 0, playing?.length ?? 0];
        place.max = String(length);
        place.value = String(at);
        place.disabled = !playing;
        place.setAttribute("aria-valuetext", `${clock(at)} / ${clock(length)}`);
        if (playing) one(player, "[data-time]").textContent = `${clock(at)} / ${clock(length)}`;
        for (const [name, shown] of Object.entries({ play: !playing?.on, pause: Boolean(playing?.on) })) one(player, `[data-${name}]`).hidden = !shown;
    }

    function over() {
        playing?.close();
        playing = null;
        show();
    }

    async function begin() {
        const sound = new AudioContext();
        try {
            const buffer = await sound.decodeAudioData(await load());
            if (gone) return void (await sound.close());
            await sound.resume();
            playing = createPlaying(sound, buffer, over);
            playing.play(0);
        } catch (problem) {
            void sound.close();
            failed(problem);
        }
    }

    async function pressed() {
        button.disabled = true;
        if (!playing) await begin();
        else if (playing.on) playing.pause();
        else playing.play(playing.at());
        button.disabled = false;
        button.focus();
        show();
    }

    const sought = () => playing && (playing.on ? playing.play(Number(place.value)) : playing.seek(Number(place.value)));
    button.addEventListener("click", pressed);
    place.addEventListener("input", sought);
    const looking = setInterval(() => {
        if (playing && (document.hidden || player.closest("[inert]"))) over();
        else if (playing?.on) show();
    }, LOOK * 1000);
    button.disabled = false;
    show();
    return () => {
        gone = true;
        clearInterval(looking);
        button.removeEventListener("click", pressed);
        place.removeEventListener("input", sought);
        over();
    };
}

/** @param {AudioContext} sound @param {AudioBuffer} buffer @param {() => void} over */
function createPlaying(sound, buffer, over) {
    /** @type {AudioBufferSourceNode | null} */
    let source = null;
    let from = 0;
    let began = 0;

    function silence() {
        source?.removeEventListener("ended", over);
        source?.stop();
        source = null;
    }

    const at = () => Math.min(buffer.duration, source ? from + sound.currentTime - began : from);
    return {
        length: buffer.duration,
        at,
        get on() {
            return source !== null;
        },
        /** @param {number} seconds */
        play(seconds) {
            silence();
            [from, began] = [seconds, sound.currentTime];
            source = new AudioBufferSourceNode(sound, { buffer });
            source.connect(sound.destination);
            source.addEventListener("ended", over);
            source.start(0, seconds);
        },
        pause() {
            from = at();
            silence();
        },
        /** @param {number} seconds */
        seek: (seconds) => void (from = seconds),
        close() {
            silence();
            void sound.close().catch(() => {});
        },
    };
}
