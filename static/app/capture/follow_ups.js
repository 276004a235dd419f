/**
 * Shows what the answers open: parts of the form, and questions beneath questions. Only what changed is touched.
 * @import { Open, Sheet } from "./sheet.js"
 */
import { all } from "../shell/words.js";
import { idOf } from "./answers.js";

/**
 * @param {HTMLElement} page
 * @param {Sheet} sheet
 */
export function createFollowUps(page, sheet) {
    const conditional = all(page, "[data-question][data-when], [data-question][data-opens]");
    const sections = all(page, "[data-section]");
    /** @type {Set<string> | null} */
    let shown = null;

    function show() {
        const { questions } = sheet.open;
        for (const question of conditional) {
            const id = idOf(question);
            if (shown && shown.has(id) === questions.has(id)) continue;
            question.classList.toggle("is-open", questions.has(id));
            question.classList.toggle("is-shut", !questions.has(id));
        }
        shown = questions;
        chain(page, flowOf(sheet), sections);
    }
    return { show };
}

/** Names of the parts as they follow one another now. @param {Sheet} sheet */
export const flowOf = ({ definition, open }) => [
    ...definition.sections.map((section) => section.id).filter((id) => open.sections.has(id)),
    "check",
    "next",
];

/** "Back" and "Continue" lead past what is not open. @param {HTMLElement} page @param {string[]} flow @param {HTMLElement[]} sections */
function chain(page, flow, sections) {
    for (const section of sections) {
        const place = flow.indexOf(section.dataset.section ?? "");
        if (place < 0) continue;
        if (place > 0) lead(section, "[data-back]", flow[place - 1]);
        lead(section, "[data-continue]", flow[place + 1]);
    }
    for (const entry of all(page, "[data-entry]")) entry.hidden = !flow.includes(entry.dataset.entry ?? "");
}

/** @param {HTMLElement} section @param {string} selector @param {string | undefined} name */
function lead(section, selector, name) {
    const link = section.querySelector(selector);
    if (link && name) link.setAttribute("href", `#${name}`);
}
