/**
 * Who gave an answer, and a note to it; said on the screen only when it is not whom one would expect.
 * @import { Capture } from "./form.js"
 */
import { fill, one, say } from "../shell/words.js";
import { defaultSource, idOf } from "./answers.js";
import { ownText } from "./visible.js";

/** @param {Capture} capture @param {HTMLElement} question */
export function askSource(capture, question) {
    const dialog = /** @type {HTMLDialogElement} */ (one(capture.page, '[data-dialog="source"]'));
    const { who, note } = controls(dialog);
    const entry = capture.sheet.answers[idOf(question)];
    fill(dialog, { question: ownText(question.querySelector("legend")) });
    who.value = entry?.source ?? defaultSource(question);
    note.value = entry?.note ?? "";
    dialog.returnValue = "";
    dialog.addEventListener("close", () => keep(capture, question, dialog), { once: true });
    dialog.showModal();
}

/** @param {HTMLElement} dialog */
const controls = (dialog) => ({
    who: /** @type {HTMLSelectElement} */ (one(dialog, "#source-who")),
    note: /** @type {HTMLTextAreaElement} */ (one(dialog, "#source-note")),
});

/** @param {Capture} capture @param {HTMLElement} question @param {HTMLDialogElement} dialog */
function keep(capture, question, dialog) {
    const { who, note } = controls(dialog);
    const said = note.value.trim();
    note.value = "";
    const id = idOf(question);
    if (dialog.returnValue === "clear") capture.put(id, undefined, true);
    if (dialog.returnValue !== "keep") return;
    const value = capture.sheet.answers[id]?.value ?? null;
    capture.put(id, { value, source: who.value, ...(said ? { note: said } : {}) });
}

/** @param {Capture} capture @param {HTMLElement} question */
export function showSource({ page, sheet }, question) {
    const entry = sheet.answers[idOf(question)];
    const other = entry && entry.source !== defaultSource(question) ? say(page, `source.${entry.source}`) : "";
    const mark = question.querySelector(`:scope > .app-q__foot > [data-source], :scope > .app-q__corner > [data-source]`);
    if (mark) mark.textContent = [other, entry?.note ? "✎" : ""].filter(Boolean).join(" ");
    showOther(question, entry?.value);
}

/** The rarer three answers are behind a tap; which of them was given is said outside. @param {HTMLElement} question @param {unknown} value */
function showOther(question, value) {
    const summary = question.querySelector(":scope > .app-q__foot > .app-other [data-other]");
    if (!summary) return;
    const input = question.querySelector(`:scope > .app-q__foot > .app-other [value="${CSS.escape(String(value))}"]`);
    summary.textContent = input ? ownText(input.closest("label")) : "";
}
