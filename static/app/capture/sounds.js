/**
 * The recordings of a question: listened to, made, taken out and brought back. Which there are stands in its
 * `data-attachments`, so that an answer is read and written as any other.
 * @import { Capture } from "./form.js"
 * @import { Head } from "./pieces.js"
 */
import { clock, mountPlayer } from "../player.js";
import { newId } from "../store/ids.js";
import { all, one, part, say } from "../shell/words.js";
import { entryOf, idOf, questionOf, readAnswer } from "./answers.js";
import { valueOf } from "./definition.js";
import { asideOf, MOST as FILES } from "./enclosed.js";
import { noSound } from "./no_sound.js";
import { bytesOf, gone, isSilent, left, pieceOf, recordingOf } from "./pieces.js";
import { openSoundScreen } from "./sound_screen.js";
import { ownText, shownText } from "./visible.js";

/** Whose a recording is, unless it is noted otherwise. */
const SPOKEN_BY = "child";

/** @param {Capture} capture */
export function createSounds(capture) {
    const { page, app, saver, sheet } = capture;
    /** @type {ReturnType<typeof openSoundScreen> | null} */
    let screen = null;
    /** Being made now. */
    let live = "";
    /** @type {(() => void)[]} */
    const players = [];

    /** @param {HTMLElement} question */
    function list(question) {
        const why = noSound(capture);
        if (why) void screen?.end();
        if (isRefused(question) && idsOf(question).length) return put(question, []);
        for (const id of idsOf(question)) if (id !== live && isHere(id) && isSilent(recordingOf(saver.fields, id))) void forget(question, id);
        const ids = idsOf(question).filter((id) => id !== live);
        for (const stop of players.splice(0)) stop();
        const aside = asideOf(saver.fields, "sound", idOf(question), idsOf(question)).map((id) => named(part(page, "sound-out"), id));
        one(question, "[data-sound-list]").replaceChildren(...ids.map((id, place) => row(id, place + 1)), ...aside);
        const not = why || (isRefused(question) && "sound-refused") || (!room(question) && "sound-full") || "";
        /** @type {HTMLButtonElement} */ (one(question, "[data-new-sound]")).disabled = Boolean(not);
        complain(question, not);
    }

    /** @param {HTMLElement} question @param {string} key */
    const complain = (question, key) => void (one(question, "[data-sound-why]").textContent = key && say(page, key));

    /** Milliseconds. @param {HTMLElement} question */
    function room(question) {
        const files = all(page, "[data-kind]").reduce((sum, { dataset }) => sum + (dataset.attachments ? dataset.attachments.split(" ").length : 0), 0);
        return files < FILES ? left(saver.fields, idsOf(question)) : 0;
    }

    /** @param {string} id */
    const isHere = (id) => saver.fields[`sound.${id}`] !== undefined;

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
        one(made, "[data-broke]").hidden = Boolean(recording.head.whole);
        one(made, "[data-unheard]").hidden = Boolean(recording.head.played);
        const player = part(page, "player");
        one(made, "[data-listen]").append(player);
        const load = async () => (played(id, made), bytesOf(recording).buffer);
        players.push(mountPlayer(player, load, () => app.announce(say(page, "not-played"))));
        return made;
    }

    /** @param {string} id @param {HTMLElement} [made] */
    function played(id, made) {
        if (made) one(made, "[data-unheard]").hidden = true;
        const head = saver.fields[`sound.${id}`];
        if (head && !head.played) void saver.put(`sound.${id}`, { ...head, played: true });
    }

    /** @param {HTMLElement} question @param {string[]} ids */
    const answer = (question, ids) => entryOf(ids.length ? ids : undefined, sheet.answers[idOf(question)], SPOKEN_BY);

    /** @param {HTMLElement} question @param {string[]} ids */
    const put = (question, ids) => capture.put(idOf(question), answer(question, ids), true);

    /** In one write, begun before this returns. @param {Record<string, any>} fields */
    async function write(fields) {
        for (const [name, value] of Object.entries(fields)) value === undefined ? delete saver.fields[name] : (saver.fields[name] = value);
        await app.drafts.putAll(await capture.draft(), fields);
    }

    /** @param {HTMLElement} question @param {string} id */
    async function forget(question, id) {
        const ids = idsOf(question).filter((one) => one !== id);
        const written = write({ ...gone(saver.fields, id), [`answer.${idOf(question)}`]: answer(question, ids) });
        put(question, ids);
        await written;
    }

    /** The first piece and the answer that names the recording are one write. @param {HTMLElement} question @returns {import("./sound_screen.js").Keeping} */
    function keeping(question) {
        let id = "";
        let count = 0;
        return {
            begin() {
                if (noSound(capture)) return 0;
                [id, count] = [newId(), 0];
                live = id;
                return room(question);
            },
            async piece(bytes, media_type, ms, peak) {
                const ids = idsOf(question).includes(id) ? idsOf(question) : [...idsOf(question), id];
                /** @type {Head} */
                const head = { question: idOf(question), media_type };
                const first = count === 0 ? { [`sound.${id}`]: head, [`answer.${idOf(question)}`]: answer(question, ids) } : {};
                const written = write({ [`sound.${id}.${count++}`]: pieceOf(bytes, ms, peak), ...first });
                if (count === 1) put(question, ids);
                await written;
            },
            async ended() {
                const recording = recordingOf(saver.fields, id);
                live = "";
                if (isSilent(recording)) return (await forget(question, id), null);
                await write({ [`sound.${id}`]: { ...recording?.head, whole: true } });
                list(question);
                return recording;
            },
            played: () => played(id),
            takeOut: () => put(question, idsOf(question).filter((one) => one !== id)),
            left() {
                screen = null;
                if (!question.isConnected) return;
                list(question);
                one(question, "[data-new-sound]").focus();
            },
        };
    }

    const acts = {
        /** @param {HTMLElement} button */
        async record(button) {
            if (app.vault.state === "none") return void (one(page, "[data-saved]").textContent = say(page, "not-enrolled"));
            if (app.vault.state === "locked") return void (await app.unlock());
            const question = questionIn(button);
            if (asked(question).some((id) => valueOf(sheet.answers, id) === null)) return complain(question, "sound-first");
            complain(question, "");
            await capture.draft();
            const legend = question.querySelector("legend");
            const line = legend?.querySelector(".app-second") ?? legend?.querySelector(".app-first");
            screen?.away();
            for (const stop of players.splice(0)) stop();
            screen = openSoundScreen(capture, { question: idOf(question), title: line ? shownText(line) : ownText(legend), language: line?.getAttribute("lang") ?? "" }, keeping(question));
        },
        /** @param {HTMLElement} button */
        unrecord: (button) => put(questionIn(button), idsOf(questionIn(button)).filter((id) => id !== idIn(button))),
        /** @param {HTMLElement} button */
        rerecord(button) {
            const [question, id] = [questionIn(button), idIn(button)];
            if (isRefused(question)) return complain(question, "sound-refused");
            if (room(question) < (recordingOf(saver.fields, id)?.ms ?? 0)) return complain(question, "sound-no-room");
            put(question, [...idsOf(question), id]);
        },
    };

    return {
        list,
        acts,
        stop() {
            screen?.away();
            for (const stop of players.splice(0)) stop();
        },
    };
}

/** @param {HTMLElement} question @returns {string[]} */
const idsOf = (question) => readAnswer(question) ?? [];

/** @param {Element} button */
const questionIn = (button) => /** @type {HTMLElement} */ (questionOf(button));

/** @param {Element} button */
const idIn = (button) => /** @type {HTMLElement | null} */ (button.closest("[data-attachment]"))?.dataset.attachment ?? "";

/** @param {HTMLElement} made @param {string} id */
const named = (made, id) => ((made.dataset.attachment = id), made);
