/**
 * The recordings of a question: listened to, made, taken out and brought back. Which there are stands in its
 * `data-attachments`, so that an answer is read and written as any other.
 * @import { Capture } from "./form.js"
 */
import { clock, mountPlayer } from "../player.js";
import { all, one, part, say } from "../shell/words.js";
import { idOf, questionOf } from "./answers.js";
import { valueOf } from "./definition.js";
import { asideOf } from "./enclosed.js";
import { noSound, stayOpen } from "./no_sound.js";
import { bytesOf, recordingOf } from "./pieces.js";
import { createKept } from "./sound_kept.js";
import { openSoundScreen } from "./sound_screen.js";
import { ownText, shownText } from "./visible.js";

/** @param {Capture} capture */
export function createSounds(capture) {
    const { page, app, saver, sheet } = capture;
    const kept = createKept(capture);
    /** @type {ReturnType<typeof openSoundScreen> | null} */
    let screen = null;
    /** @type {(() => void)[]} */
    const players = [];
    let standing = "";

    const silence = () => players.splice(0).forEach((stop) => stop());

    /** @param {HTMLElement} question */
    function list(question) {
        stayOpen(sheet.definition, sheet.answers);
        silence();
        const rows = kept.tidy(question).map((id, place) => row(id, place + 1));
        const aside = asideOf(saver.fields, "sound", idOf(question), kept.ids(question)).map((id) => named(part(page, "sound-out"), id));
        one(question, "[data-sound-list]").replaceChildren(...rows, ...aside);
        complain(question, whyNot(question));
    }

    /** After another answer. @param {HTMLElement} question */
    function changed(question) {
        const why = noSound(capture);
        if (why) void screen?.end();
        if (isRefused(question) && kept.ids(question).length) kept.put(question, []);
        const now = `${why} ${isRefused(question)}`;
        if (now !== standing) complain(question, whyNot(question));
        standing = now;
    }

    /** @param {HTMLElement} question */
    function whyNot(question) {
        if (isRefused(question)) return "sound-refused";
        return kept.room(question) ? "" : "sound-full";
    }

    /** @param {HTMLElement} question @param {string} key */
    function complain(question, key) {
        one(question, "[data-sound-why]").textContent = key && say(page, key);
        /** @type {HTMLButtonElement} */ (one(question, "[data-new-sound]")).disabled = Boolean(noSound(capture) || whyNot(question));
    }

    /** What is asked before: the others of its part. @param {HTMLElement} question */
    const asked = (question) =>
        all(/** @type {HTMLElement} */ (question.closest("[data-section]")), "[data-question]").map(idOf).filter((id) => id !== idOf(question) && sheet.open.questions.has(id));

    /** Whoever says no after all has said no: nothing of it is sent. @param {HTMLElement} question */
    const isRefused = (question) => asked(question).some((id) => valueOf(sheet.answers, id) === "not_agreed");

    /** @param {string} id @param {number} n */
    function row(id, n) {
        const recording = recordingOf(saver.fields, id);
        if (!recording) return named(part(page, "sound-elsewhere"), id);
        const made = named(part(page, "sound", { n, length: clock(recording.ms / 1000) }), id);
        const player = part(page, "player");
        const unheard = one(made, "[data-unheard]");
        one(made, "[data-broke]").hidden = Boolean(recording.head.whole);
        unheard.hidden = Boolean(recording.head.played);
        one(made, "[data-listen]").append(player);
        const load = async () => {
            kept.played(id);
            unheard.hidden = true;
            return bytesOf(recording).buffer;
        };
        players.push(mountPlayer(player, load, () => complain(questionIn(made), "not-played")));
        return made;
    }

    /** @param {HTMLElement} question */
    function open(question) {
        const legend = question.querySelector("legend");
        const line = legend?.querySelector(".app-second") ?? legend?.querySelector(".app-first");
        const shown = { title: line ? shownText(line) : ownText(legend), language: line?.getAttribute("lang") ?? "" };
        const left = () => {
            if (!question.isConnected) return;
            list(question);
            one(question, "[data-new-sound]").focus();
        };
        screen?.away();
        silence();
        screen = openSoundScreen(capture, shown, kept.keeping(question, { changed: () => list(question), left }));
    }

    const acts = {
        /** @param {HTMLElement} button */
        async record(button) {
            if (app.vault.state === "none") return void (one(page, "[data-saved]").textContent = say(page, "not-enrolled"));
            if (app.vault.state === "locked") return void (await app.unlock());
            const question = questionIn(button);
            const isBlank = asked(question).some((id) => valueOf(sheet.answers, id) === null);
            const why = whyNot(question) || (isBlank ? "sound-first" : "");
            complain(question, why);
            if (why || noSound(capture)) return;
            await capture.draft();
            open(question);
        },
        /** @param {HTMLElement} button */
        unrecord: (button) => kept.takeOut(questionIn(button), idIn(button)),
        /** @param {HTMLElement} button */
        rerecord(button) {
            const [question, id] = [questionIn(button), idIn(button)];
            const fits = kept.room(question) >= (recordingOf(saver.fields, id)?.ms ?? 0);
            const why = isRefused(question) ? "sound-refused" : fits ? "" : "sound-no-room";
            complain(question, why);
            if (!why) kept.put(question, [...kept.ids(question), id]);
        },
    };

    return {
        list,
        changed,
        acts,
        stop() {
            screen?.away();
            silence();
        },
    };
}

/** @param {Element} inside */
const questionIn = (inside) => /** @type {HTMLElement} */ (questionOf(inside));

/** @param {Element} button */
const idIn = (button) => /** @type {HTMLElement | null} */ (button.closest("[data-attachment]"))?.dataset.attachment ?? "";

/** @param {HTMLElement} made @param {string} id */
const named = (made, id) => ((made.dataset.attachment = id), made);
