/**
 * The whole screen on which a child's voice is recorded. It is held. The microphone is on only while this stands in sight
 * and says so: whatever takes it away ends the recording, and keeps it.
 * @import { Capture } from "./form.js"
 * @import { Recording } from "./pieces.js"
 */
import { codeOf } from "../problem.js";
import { clock, mountPlayer } from "../player.js";
import { has, one, onActs, part, say } from "../shell/words.js";
import { hold } from "./held.js";
import { shareOf } from "./levels.js";
import { listen } from "./listening.js";
import { bytesOf } from "./pieces.js";
import { enoughRoom, letGo, openMicrophone } from "./recorder.js";

/** What is not written and never will be. */
const FINAL = ["elsewhere", "submitted", "discarded", "no-such-draft"];

/** @typedef {{ title: string, language: string }} Shown */
/**
 * What becomes of a recording. `begin`: names it, and how long it may be; 0: not at all. `ended`: null where nothing was heard, and it was let go of.
 * @typedef {object} Keeping
 * @property {() => number} begin
 * @property {(bytes: Uint8Array, mediaType: string, ms: number, peak: number | null) => Promise<unknown>} piece
 * @property {() => Promise<Recording | null>} ended
 * @property {() => void} played
 * @property {() => void} takeOut
 * @property {() => void} left
 */

/** @param {Capture} capture @param {Shown} shown @param {Keeping} keeping */
export function openSoundScreen({ page, app }, { title, language }, keeping) {
    const screen = /** @type {HTMLDialogElement} */ (part(page, "sound-screen", { question: title }));
    one(screen, "[data-slot=question]").lang = language;
    document.body.append(screen);
    const free = hold(page, app, screen, away);
    screen.showModal();

    /** @type {ReturnType<typeof listen> | null} */
    let running = null;
    let ending = Promise.resolve();
    let asking = false;
    let open = true;
    let takePlayer = () => {};
    const hidden = () => document.hidden && end();
    const covered = new MutationObserver(() => screen.inert && end());
    covered.observe(screen, { attributeFilter: ["inert"] });
    document.addEventListener("visibilitychange", hidden);
    const stops = [app.vault.beforeLock(end), onActs(screen, { start, end, again }), () => covered.disconnect(), () => document.removeEventListener("visibilitychange", hidden)];
    show("ready");
    one(screen, "[data-slot=question]").focus({ preventScroll: true });

    async function start() {
        if (running || asking) return;
        asking = true;
        say_("");
        try {
            await Promise.all([ending, enoughRoom()]);
            begin(await openMicrophone());
        } catch (refusal) {
            tell(refusal);
        }
        asking = false;
    }

    /** @param {MediaStream} stream */
    function begin(stream) {
        const most = open && !document.hidden && !screen.inert && app.vault.state === "unlocked" ? keeping.begin() : 0;
        try {
            if (most) running = listen(stream, most, { piece: (...told) => keeping.piece(...told).catch(tell), level: showLevel, over: end });
        } finally {
            if (!running) letGo(stream);
        }
        if (!running) return;
        showLevel(null, "", most);
        show("recording");
    }

    /** The microphone is let go of before this returns; it resolves once all is kept, whoever ended it. */
    function end() {
        const now = running;
        running = null;
        if (now) ending = over(now);
        return ending;
    }

    /** @param {ReturnType<typeof listen>} ended */
    async function over(ended) {
        await ended.stop();
        const recording = await keeping.ended().catch(tell);
        if (recording === undefined || !open) return;
        show(recording ? "over" : "ready");
        say_(recording ? "sound-kept" : "sound-silent");
        if (recording) offer(recording);
    }

    /** @param {Recording} recording */
    function offer(recording) {
        takePlayer();
        const player = part(page, "player");
        one(screen, "[data-listen]").replaceChildren(player);
        takePlayer = mountPlayer(player, async () => (keeping.played(), bytesOf(recording).buffer), () => say_("not-played"));
        one(player, "button").focus();
    }

    function again() {
        keeping.takeOut();
        takePlayer();
        show("ready");
        say_("sound-out");
    }

    /** @param {"ready" | "recording" | "over"} state */
    function show(state) {
        screen.dataset.state = state;
        for (const piece of /** @type {NodeListOf<HTMLElement>} */ (screen.querySelectorAll("[data-in]"))) piece.hidden = piece.dataset.in !== state;
        if (open && state !== "over") one(screen, `[data-in="${state}"] [data-act]`).focus();
    }

    /** @param {number | null} peak @param {string} word @param {number} left milliseconds */
    function showLevel(peak, word, left) {
        one(screen, "[data-level]").style.setProperty("--level", shareOf(peak).toFixed(2));
        one(screen, "[data-left]").textContent = clock(Math.ceil(left / 1000));
        const said = one(screen, "[data-word]");
        if (said.dataset.word !== word) [said.dataset.word, said.textContent] = [word, word && say(page, `level-${word}`)];
    }

    /** @param {unknown} refusal */
    function tell(refusal) {
        const code = codeOf(refusal) ?? "failed";
        say_(has(page, code) ? code : "failed");
        if (FINAL.includes(code)) void end();
    }

    /** @param {string} key */
    const say_ = (key) => void (one(screen, "[data-said]").textContent = key && say(page, key));

    function away() {
        if (!open) return;
        open = false;
        void end().finally(keeping.left);
        takePlayer();
        for (const stop of stops) stop();
        free();
        screen.close();
        screen.remove();
    }
    return { away, end };
}
