/**
 * The drawings of a question: shown small, opened, taken out and brought back. Which there are stands in its
 * `data-attachments`, so that an answer is read and written as any other.
 * @import { Id } from "../types.d.ts"
 * @import { Capture } from "./form.js"
 * @import { Act, Size } from "./strokes.js"
 */
import { newId } from "../store/ids.js";
import { all, one, part, say } from "../shell/words.js";
import { entryOf, idOf, questionOf, readAnswer } from "./answers.js";
import { layOut, show } from "./drawing_ink.js";
import { openPad } from "./drawing_pad.js";
import { asideOf, MOST } from "./enclosed.js";
import { drawingOf, stored, strokesOf, undo } from "./strokes.js";
import { ownText, shownText } from "./visible.js";

/** Whose a drawing is, unless it is noted otherwise. */
const DRAWN_BY = "child";

/** @param {Capture} capture */
export function createDrawings(capture) {
    const { page, app, saver, sheet } = capture;
    let takePad = () => {};

    /** @param {HTMLElement} question */
    function list(question) {
        const ids = idsOf(question);
        const aside = asideOf(saver.fields, "drawing", idOf(question), ids).map((id) => named(part(page, "drawing-out"), id));
        one(question, "[data-drawing-list]").replaceChildren(...ids.map((id, place) => row(id, place + 1)), ...aside);
        const count = all(page, '[data-kind="drawing"], [data-kind="sound"]').reduce((sum, each) => sum + idsOf(each).length, 0);
        /** @type {HTMLButtonElement} */ (one(question, "[data-new-drawing]")).disabled = count >= MOST;
    }

    /** @param {string} id @param {number} n */
    function row(id, n) {
        const drawing = drawingOf(saver.fields, id);
        if (!drawing) return named(part(page, "drawing-elsewhere"), id);
        const made = named(part(page, "drawing", { n }), id);
        const small = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (made.querySelector("[data-sheet]")));
        small.setAttribute("aria-label", say(page, "drawing-n", { n }));
        layOut(small, drawing.size);
        show(small, strokesOf(drawing.acts));
        return made;
    }

    /** The answer that names these. @param {HTMLElement} question @param {string[]} ids */
    const answer = (question, ids) => entryOf(ids.length ? ids : undefined, sheet.answers[idOf(question)], DRAWN_BY);

    /**
     * The first stroke and the answer that names the drawing are one write; so are taking back the last and its end.
     * It begins before this returns, so that a lock right after it loses nothing.
     * @param {Id} draft @param {HTMLElement} question @param {string} id @param {Act[]} before @param {Act[]} acts @param {Size} size
     */
    async function keep(draft, question, id, before, acts, size) {
        const ids = idsOf(question);
        const drawn = strokesOf(acts).length > 0;
        const entry = answer(question, drawn ? [...ids, id] : ids.filter((one) => one !== id));
        const said = drawn === ids.includes(id) ? {} : { [`answer.${idOf(question)}`]: entry };
        const fields = { ...stored(id, before, acts, { ...size, question: idOf(question) }), ...said };
        for (const [name, value] of Object.entries(fields)) value === undefined ? delete saver.fields[name] : (saver.fields[name] = value);
        const written = app.drafts.putAll(draft, fields);
        if (drawn !== ids.includes(id)) capture.put(idOf(question), entry, true);
        await written;
    }

    /** @param {Id} draft @param {HTMLElement} question @param {string} id */
    function open(draft, question, id) {
        const { acts = [], size = null } = drawingOf(saver.fields, id) ?? {};
        const legend = question.querySelector("legend");
        const line = legend?.querySelector(".app-second") ?? legend?.querySelector(".app-first");
        const title = line ? shownText(line) : ownText(legend);
        takePad();
        takePad = openPad(capture, { acts, size, title, language: line?.getAttribute("lang") ?? "" }, {
            keep: (before, now, laid) => keep(draft, question, id, before, now, laid),
            left() {
                list(question);
                one(question, "[data-new-drawing]").focus();
            },
        });
    }

    const acts = {
        /** @param {HTMLElement} button */
        async draw(button) {
            if (app.vault.state === "none") return void (one(page, "[data-saved]").textContent = say(page, "not-enrolled"));
            if (app.vault.state === "locked") return void (await app.unlock());
            open(await capture.draft(), questionIn(button), idIn(button) || newId());
        },
        /** @param {HTMLElement} button */
        undraw(button) {
            const question = questionIn(button);
            capture.put(idOf(question), answer(question, idsOf(question).filter((id) => id !== idIn(button))), true);
        },
        /** What was cleared comes back with it. @param {HTMLElement} button */
        async redraw(button) {
            const [question, id] = [questionIn(button), idIn(button)];
            const drawing = drawingOf(saver.fields, id);
            if (!drawing) return;
            const { acts: before, size } = drawing;
            await keep(await capture.draft(), question, id, before, strokesOf(before).length ? before : undo({ acts: before, undone: [] }).acts, size);
        },
    };

    return { list, acts, stop: () => takePad() };
}

/** @param {HTMLElement} question @returns {string[]} */
const idsOf = (question) => readAnswer(question) ?? [];

/** @param {Element} button */
const questionIn = (button) => /** @type {HTMLElement} */ (questionOf(button));

/** @param {Element} button */
const idIn = (button) => /** @type {HTMLElement | null} */ (button.closest("[data-attachment]"))?.dataset.attachment ?? "";

/** @param {HTMLElement} made @param {string} id */
const named = (made, id) => ((made.dataset.attachment = id), made);
