/**
 * One statement out of the answers that stand before it in its part: a text whose wording has stems, one for each.
 * @import { Capture } from "./form.js"
 */
import { all, one } from "../shell/words.js";
import { defaultSource, entryOf, idOf } from "./answers.js";
import { valueOf } from "./definition.js";

/** What was put together last in each field: changed by hand since, it is kept. @type {WeakMap<HTMLElement, string>} */
const composed = new WeakMap();

/** @param {Capture} capture @param {HTMLElement} question */
export function compose(capture, question) {
    const stems = /** @type {HTMLTemplateElement[]} */ (all(question, "template[data-stem]")).map((stem) => stem.content.textContent ?? "");
    const text = together(stems, partsOf(capture, idOf(question), stems.length));
    const field = /** @type {HTMLTextAreaElement} */ (one(question, "textarea"));
    const own = field.value.trim();
    const kept = own && own !== composed.get(field) ? [own] : [];
    if (!text) return;
    composed.set(field, text);
    capture.put(idOf(question), entryOf([...kept, text].join("\n\n"), capture.sheet.answers[idOf(question)], defaultSource(question)), true);
}

/** Each stem with its part; what is blank is left out with its stem. @param {string[]} stems @param {(string | null)[]} parts */
export const together = (stems, parts) => stems.flatMap((stem, place) => (parts[place] ? [`${stem} ${parts[place]}`] : [])).join("\n");

/** The answers before a question. @param {Capture} capture @param {string} id @param {number} count @returns {(string | null)[]} */
function partsOf({ sheet }, id, count) {
    const questions = sheet.definition.sections.map((section) => section.question).find((each) => each.some((question) => question.id === id)) ?? [];
    const place = questions.findIndex((question) => question.id === id);
    return questions.slice(place - count, place).map((question) => valueOf(sheet.answers, question.id));
}
