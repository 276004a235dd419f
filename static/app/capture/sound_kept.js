/**
 * Recordings of a question as they are kept: written piece by piece, named by its answer, let go of.
 * @import { Capture } from "./form.js"
 * @import { Head } from "./pieces.js"
 */
import { newId } from "../store/ids.js";
import { all } from "../shell/words.js";
import { entryOf, idOf, readAnswer } from "./answers.js";
import { MOST as FILES } from "./enclosed.js";
import { noSound } from "./no_sound.js";
import { gone, isSilent, left, pieceOf, recordingOf } from "./pieces.js";

/** Whose a recording is, unless it is noted otherwise. */
const SPOKEN_BY = "child";

/** @typedef {ReturnType<typeof createKept>} Kept */

/** @param {Capture} capture */
export function createKept(capture) {
    const { page, app, saver, sheet } = capture;
    /** Being made now. */
    let live = "";

    /** @param {HTMLElement} question @returns {string[]} */
    const ids = (question) => readAnswer(question) ?? [];

    /** @param {HTMLElement} question @param {string[]} named */
    const answer = (question, named) => entryOf(named.length ? named : undefined, sheet.answers[idOf(question)], SPOKEN_BY);

    /** @param {HTMLElement} question @param {string[]} named */
    const put = (question, named) => capture.put(idOf(question), answer(question, named), true);

    /** Milliseconds. @param {HTMLElement} question */
    function room(question) {
        const files = all(page, "[data-attachments]").reduce((sum, { dataset }) => sum + (dataset.attachments?.split(" ").filter(Boolean).length ?? 0), 0);
        return files < FILES ? left(saver.fields, ids(question)) : 0;
    }

    /** In one write, begun before this returns. @param {Record<string, any>} fields */
    async function write(fields) {
        for (const [name, value] of Object.entries(fields)) value === undefined ? delete saver.fields[name] : (saver.fields[name] = value);
        await app.drafts.putAll(/** @type {string} */ (app.current.draft), fields);
    }

    /** @param {HTMLElement} question @param {string} id */
    async function forget(question, id) {
        const named = ids(question).filter((one) => one !== id);
        const written = write({ ...gone(saver.fields, id), [`answer.${idOf(question)}`]: answer(question, named) });
        put(question, named);
        await written;
    }

    return {
        ids,
        put,
        room,
        /** @param {HTMLElement} question @param {string} id */
        takeOut: (question, id) => put(question, ids(question).filter((one) => one !== id)),

        /** Those of which nobody hears anything are let go of. @param {HTMLElement} question */
        tidy(question) {
            for (const id of ids(question)) if (id !== live && saver.fields[`sound.${id}`] && isSilent(recordingOf(saver.fields, id))) void forget(question, id);
            return ids(question).filter((id) => id !== live);
        },

        /** @param {string} id */
        played(id) {
            const head = saver.fields[`sound.${id}`];
            if (head && !head.played) void saver.put(`sound.${id}`, { ...head, played: true });
        },

        /** What the screen does with a recording. @param {HTMLElement} question @param {{ changed: () => void, left: () => void }} then @returns {import("./sound_screen.js").Keeping} */
        keeping(question, then) {
            let id = "";
            let count = 0;
            const owner = app.vault.owner?.vault;
            /** After a lock nothing more of it is at hand for anybody. */
            const isOurs = () => owner !== undefined && app.vault.owner?.vault === owner;
            return {
                begin() {
                    if (noSound(capture)) return 0;
                    [id, count] = [newId(), 0];
                    live = id;
                    return room(question);
                },
                /** The first piece and the answer that names the recording are one write. */
                async piece(bytes, media_type, ms, peak) {
                    if (!isOurs()) return;
                    /** @type {Head} */
                    const head = { question: idOf(question), media_type };
                    const named = [...ids(question), id];
                    const first = count === 0 ? { [`sound.${id}`]: head, [`answer.${idOf(question)}`]: answer(question, named) } : {};
                    const written = write({ [`sound.${id}.${count++}`]: pieceOf(bytes, ms, peak), ...first });
                    if (count === 1) put(question, named);
                    await written;
                },
                async ended() {
                    const recording = recordingOf(saver.fields, id);
                    live = "";
                    if (!isOurs()) return null;
                    if (isSilent(recording)) return (await forget(question, id), null);
                    await write({ [`sound.${id}`]: { ...recording?.head, whole: true } });
                    then.changed();
                    return recording;
                },
                played: () => this.played(id),
                takeOut: () => this.takeOut(question, id),
                left: then.left,
            };
        },
    };
}
