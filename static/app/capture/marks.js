/**
 * One tap for what was not asked: the rest of a part, or all that is left when somebody stops. Each can be undone.
 * @import { Capture } from "./form.js"
 */
import { offerStop } from "../shell/stop.js";
import { all, counted, fill, one } from "../shell/words.js";

/** @param {Capture} capture */
export function mountMarks(capture) {
    const { page } = capture;
    /** @type {string[]} */
    let stopped = [];
    const dialog = /** @type {HTMLDialogElement} */ (one(page, '[data-dialog="stopped"]'));
    const closed = () => afterStop(capture, dialog, stopped);
    dialog.addEventListener("close", closed);
    const taken = offerStop(() => {
        stopped = mark(capture, capture.sheet.blank(), "not_asked_unsafe");
        dialog.returnValue = "";
        if (!dialog.open) dialog.showModal();
        void capture.saver.flush();
    });
    return () => {
        taken();
        dialog.removeEventListener("close", closed);
    };
}

/** @param {Capture} capture @param {HTMLDialogElement} dialog @param {string[]} stopped */
function afterStop(capture, dialog, stopped) {
    if (dialog.returnValue === "undo") unmark(capture, stopped);
    if (dialog.returnValue === "leave") void capture.app.navigate("/tasks");
}

/** @param {Capture} capture @param {string[]} ids @param {string} value */
function mark(capture, ids, value) {
    const source = value === "declined" ? "victim" : "practitioner";
    for (const id of ids) capture.put(id, { value, source }, true);
    return ids;
}

/** @param {Capture} capture @param {string[]} ids */
function unmark(capture, ids) {
    for (const id of ids) capture.put(id, undefined, true);
}

/** What was marked last in each part. @type {WeakMap<HTMLElement, string[]>} */
const marked = new WeakMap();

/** @param {Capture} capture @param {HTMLElement} button */
export function markRest(capture, button) {
    const section = sectionOf(button);
    const before = marked.get(section) ?? [];
    const ids = [...new Set([...before, ...capture.sheet.blank(section.dataset.section)])];
    marked.set(section, mark(capture, ids, button.dataset.value ?? "declined"));
    fill(section, { rest: counted(capture.page, "rest", ids.length) });
    one(section, "[data-rest]").hidden = false;
    noteWhy(capture, section);
}

/** @param {Capture} capture @param {HTMLElement} button */
export function unmarkRest(capture, button) {
    const section = sectionOf(button);
    unmark(capture, marked.get(section) ?? []);
    marked.delete(section);
    one(section, "[data-rest]").hidden = true;
}

/** The reason goes with each answer that it explains. @param {Capture} capture @param {HTMLElement} section */
export function noteWhy(capture, section) {
    const note = all(section, "[data-why]").map((input) => /** @type {HTMLInputElement} */ (input).value.trim())[0] ?? "";
    for (const id of marked.get(section) ?? []) {
        const entry = { ...capture.sheet.answers[id] };
        delete entry.note;
        if (entry.value) capture.put(id, /** @type {any} */ (note ? { ...entry, note } : entry));
    }
}

/** @param {HTMLElement} button */
const sectionOf = (button) => /** @type {HTMLElement} */ (button.closest("[data-section]"));
