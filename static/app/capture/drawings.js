/**
 * The drawings of a question: shown small, opened, and taken out again. Which there are stands in its `data-drawings`, so
 * that an answer is read and written as any other.
 * @import { Capture } from "./form.js"
 */
import { newId } from "../store/ids.js";
import { all, one, part, say } from "../shell/words.js";
import { entryOf, idOf, questionOf, readAnswer } from "./answers.js";
import { layOut, show } from "./drawing_ink.js";
import { openPad } from "./drawing_pad.js";
import { drawingOf, MOST, strokesOf } from "./strokes.js";
import { ownText, shownText } from "./visible.js";

/** @typedef {ReturnType<typeof createDrawings>} Drawings */

/** Whose a drawing is, unless it is noted otherwise. */
const DRAWN_BY = "child";

/** @param {Capture} capture */
export function createDrawings(capture) {
    const { page, app, saver, sheet } = capture;
    let takePad = () => {};
    /** Taken out on this screen. @type {Map<string, Set<string>>} */
    const gone = new Map();

    /** @param {HTMLElement} question @param {string[]} ids */
    function answered(question, ids) {
        const entry = sheet.answers[idOf(question)];
        return entryOf(ids.length ? ids : undefined, entry, DRAWN_BY);
    }

    /** @param {HTMLElement} question */
    function list(question) {
        const out = gone.get(idOf(question)) ?? new Set();
        const ids = idsOf(question);
        const rows = [...ids, ...[...out].filter((id) => !ids.includes(id))].map((id, place) => row(question, id, place + 1, out.has(id)));
        one(question, "[data-drawing-list]").replaceChildren(...rows);
        /** @type {HTMLButtonElement} */ (one(question, "[data-new-drawing]")).disabled = count() >= MOST.drawings;
    }

    /** In the whole form. */
    const count = () => all(page, '[data-kind="drawing"]').reduce((sum, question) => sum + idsOf(question).length, 0);

    /** @param {HTMLElement} question @param {string} id @param {number} n @param {boolean} out */
    function row(question, id, n, out) {
        if (out) return named(part(page, "drawing-out"), id);
        const drawing = drawingOf(saver.fields, id);
        if (!drawing) return named(part(page, "drawing-elsewhere"), id);
        const made = named(part(page, "drawing", { n }), id);
        const small = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (made.querySelector("[data-sheet]")));
        small.setAttribute("aria-label", say(page, "drawing-n", { n }));
        layOut(small, drawing.size);
        show(small, strokesOf(drawing.acts));
        return made;
    }

    /** @param {HTMLElement} question @param {string} id */
    async function open(question, id) {
        const draft = await capture.draft();
        const begun = drawingOf(saver.fields, id);
        const legend = question.querySelector("legend");
        const line = legend?.querySelector(".app-second") ?? legend?.querySelector(".app-first");
        const title = line ? shownText(line) : ownText(legend);
        const size = begun?.size ?? null;
        takePad();
        takePad = openPad(capture, id, { acts: begun?.acts ?? [], size, title, language: line?.getAttribute("lang") ?? "" }, { keep, left });

        /**
         * The first stroke and the answer that names the drawing are one write; so are taking back the last and its end.
         * @param {Record<string, import("./strokes.js").Act[] | undefined>} fields @param {import("./strokes.js").Size} laid @param {boolean} isEmpty
         */
        async function keep(fields, laid, isEmpty) {
            const ids = idsOf(question).filter((one) => one !== id);
            const entry = answered(question, isEmpty ? ids : [...ids, id]);
            const named = ids.length === idsOf(question).length;
            const answer = named === isEmpty ? {} : { [`answer.${idOf(question)}`]: entry };
            const all = { ...fields, ...answer, [`drawing.${id}`]: isEmpty ? undefined : laid };
            for (const [name, value] of Object.entries(all)) value === undefined ? delete saver.fields[name] : (saver.fields[name] = value);
            const written = app.drafts.putAll(draft, all);
            if (Object.keys(answer).length) capture.put(idOf(question), entry, true);
            await written;
        }

        function left() {
            list(question);
            one(question, "[data-new-drawing]").focus();
        }
    }

    const acts = {
        /** @param {HTMLElement} button */
        async draw(button) {
            if (app.vault.state !== "unlocked" && !(await app.unlock())) return;
            const question = /** @type {HTMLElement} */ (questionOf(button));
            await open(question, idIn(button) ?? newId());
        },
        /** @param {HTMLElement} button */
        undraw(button) {
            const question = /** @type {HTMLElement} */ (questionOf(button));
            const id = idIn(button) ?? "";
            gone.set(idOf(question), new Set([...(gone.get(idOf(question)) ?? []), id]));
            capture.put(idOf(question), answered(question, idsOf(question).filter((one) => one !== id)), true);
        },
        /** @param {HTMLElement} button */
        redraw(button) {
            const question = /** @type {HTMLElement} */ (questionOf(button));
            const id = idIn(button) ?? "";
            gone.get(idOf(question))?.delete(id);
            capture.put(idOf(question), answered(question, [...idsOf(question), id]), true);
        },
    };

    return { list, acts, stop: () => takePad() };
}

/** @param {HTMLElement} question @returns {string[]} */
const idsOf = (question) => readAnswer(question) ?? [];

/** @param {Element} button */
const idIn = (button) => /** @type {HTMLElement | null} */ (button.closest("[data-drawing]"))?.dataset.drawing;

/** @param {HTMLElement} made @param {string} id */
const named = (made, id) => ((made.dataset.drawing = id), made);
