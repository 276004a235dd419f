/**
 * A copy on paper, for whoever the form was made with. It stands in the page only while it is printed, and bears a
 * title that says nothing.
 * @import { Capture } from "./form.js"
 */
import { all, part } from "../shell/words.js";
import { hasOneOf, valueOf } from "./definition.js";
import { shownText } from "./visible.js";

/** What goes with one answer: shown only for those values. @param {Capture} capture */
export function showForAnswers({ page, sheet }) {
    for (const place of all(page, "[data-for-answer]")) {
        const wanted = (place.dataset.values ?? "").split(" ");
        place.hidden = !hasOneOf(valueOf(sheet.answers, place.dataset.forAnswer ?? ""), wanted);
    }
}

/** @param {Capture} capture @param {string} copy which of the page's parts */
export function print(capture, copy) {
    const { page } = capture;
    const made = part(page, `print-${copy}`);
    for (const place of all(made, "[data-from]")) fillIn(capture, place);
    for (const place of all(made, "[data-drawn]")) place.append(...drawn(page, place.dataset.drawn ?? ""));
    for (const section of all(made, "[data-of]")) if (!section.querySelector("[data-from]")) section.remove();
    const title = document.title;
    addEventListener("afterprint", away, { once: true });
    page.append(made);
    document.title = made.dataset.title ?? "";
    document.body.dataset.printing = "";
    globalThis.print();

    function away() {
        made.remove();
        document.title = title;
        delete document.body.dataset.printing;
    }
}

/** @param {Capture} capture @param {HTMLElement} place */
function fillIn({ page, sheet }, place) {
    const id = place.dataset.from ?? "";
    const value = valueOf(sheet.answers, id);
    if (value === null) return place.remove();
    place.textContent = Array.isArray(value) ? value.map((code) => labelOf(page, id, code)).join("\n") : String(value);
}

/** @param {HTMLElement} page @param {string} id */
const drawn = (page, id) => [...page.querySelectorAll(`[data-question="${id}"] svg[data-sheet]`)].map((sheet) => sheet.cloneNode(true));

/** In the language of whoever is asked. @param {HTMLElement} page @param {string} id @param {string} code */
function labelOf(page, id, code) {
    const label = page.querySelector(`[name="${id}"][value="${CSS.escape(code)}"]`)?.closest("label");
    const first = label?.querySelector(".app-first");
    return first ? shownText(first) : code;
}
