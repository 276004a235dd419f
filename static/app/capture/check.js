/**
 * Check your answers: each part with what was answered, and first of all what was not.
 * @import { Capture } from "./form.js"
 * @import { Question } from "./definition.js"
 */
import { all, counted, one, part, say } from "../shell/words.js";
import { defaultSource } from "./answers.js";
import { questionsOf, valueOf } from "./definition.js";
import { nameOf, peopleOf } from "./people.js";
import { ownText } from "./visible.js";

/** @param {Capture} capture */
export function showCheck(capture) {
    const { page, sheet } = capture;
    const unfinished = sheet.unfinished();
    const items = unfinished.map((question) => change(part(page, "unfinished", { question: textOf(page, question.id) }), page, question.id));
    one(page, "[data-list]").replaceChildren(...items);
    one(page, "[data-unfinished]").hidden = unfinished.length === 0;
    const open = sheet.definition.sections.filter((section) => sheet.open.sections.has(section.id));
    one(page, "[data-check]").replaceChildren(...open.map((section) => group(capture, section)));
}

/** @param {Capture} capture @param {import("./definition.js").Section} section */
function group(capture, section) {
    const { page, sheet } = capture;
    const made = part(page, "check-group", { title: ownText(page.querySelector(`#t-${section.id}`)) });
    const asked = questionsOf({ ...sheet.definition, sections: [section] }).filter((question) => sheet.open.questions.has(question.id));
    const shown = asked.filter((question) => sheet.answers[question.id] || question.factor || question.act || question.required);
    one(made, "[data-rows]").append(...shown.map((question) => row(capture, question)));
    made.hidden = shown.length === 0;
    return made;
}

/** @param {Capture} capture @param {Question} question */
function row({ page, sheet, encounter }, question) {
    const entry = sheet.answers[question.id];
    const field = fieldset(page, question.id);
    const other = entry && field && entry.source !== defaultSource(field) ? say(page, `source.${entry.source}`) : "";
    const made = part(page, "check-row", {
        question: textOf(page, question.id),
        value: valueText(page, question, valueOf(sheet.answers, question.id), encounter),
        source: other,
        note: entry?.note ?? "",
    });
    return change(made, page, question.id);
}

/** @param {HTMLElement} page @param {string} id */
const fieldset = (page, id) => /** @type {HTMLElement | null} */ (page.querySelector(`[data-question="${id}"]`));

/** @param {HTMLElement} page @param {string} id */
const textOf = (page, id) => ownText(page.querySelector(`#q-${id} > legend`));

/** The link leads to the part, and `form.js` from there to the question. @param {HTMLElement} made @param {HTMLElement} page @param {string} id */
function change(made, page, id) {
    const section = page.querySelector(`#q-${id}`)?.closest("[data-section]")?.getAttribute("data-section");
    for (const link of all(made, "[data-change]")) {
        link.setAttribute("href", `#${section ?? ""}`);
        link.dataset.goTo = id;
    }
    return made;
}

/** @param {HTMLElement} page @param {Question} question @param {any} value @param {Record<string, any>} encounter @returns {string} */
function valueText(page, question, value, encounter) {
    if (value === null) return say(page, "blank");
    if (question.kind === "exact_words") return value.map(quoted).join("\n\n");
    if (question.kind === "drawing" || question.kind === "sound") return counted(page, `${question.kind}s`, value.length);
    if (question.kind === "person") return personText(page, value, encounter);
    if (["text", "date", "scale"].includes(question.kind)) return String(value);
    return [value].flat().map((code) => labelOf(page, question.id, code)).join("\n");
}

/** @param {HTMLElement} page @param {string} id @param {string} code */
const labelOf = (page, id, code) => ownText(page.querySelector(`[name="${id}"][value="${CSS.escape(code)}"]`)?.closest("label")) || code;

/** @param {HTMLElement} page @param {string} id @param {Record<string, any>} encounter */
function personText(page, id, encounter) {
    const person = peopleOf(encounter).find((each) => each.id === id);
    return person ? nameOf(page, person) : id;
}

/** @param {import("./quotes.js").Quote} quote */
const quoted = ({ prompt, words, english }) => [prompt, words && `“${words}”`, english && `(${english})`].filter(Boolean).join("\n");

