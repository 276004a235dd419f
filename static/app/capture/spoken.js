/**
 * What the answers add up to, said small: the count, the level, and the sentence of each rule that speaks.
 * @import { Sheet } from "./sheet.js"
 */
import { all, part, say } from "../shell/words.js";
import { ANSWERS } from "./risk.js";
import { promptsOf } from "./sheet.js";

/** @param {HTMLElement} page @param {Sheet} sheet */
export function createSpoken(page, sheet) {
    const counts = all(page, "[data-count]");
    const sums = all(page, "[data-sum]");

    return {
        /** The count stands in every part; the sentences only where they are seen. @param {string} section */
        show(section) {
            const text = countText(page, sheet);
            for (const count of counts) showCount(count, text, isBegun(sheet) ? levelText(page, sheet) : "", sheet.assessment.level);
            for (const sum of sums) sum.textContent = `${text}. ${levelText(page, sheet)}.`;
            const here = page.querySelector(`[data-section="${section}"] [data-spoken]`);
            if (here instanceof HTMLElement) showSentences(here, sentences(page, sheet, section));
        },
        sentence: (/** @type {string} */ key) => say(page, key, sheet.assessment.counts),
    };
}

/** "7 yes of 19 answered". @param {HTMLElement} page @param {Sheet} sheet */
export const countText = (page, sheet) => say(page, isBegun(sheet) ? "count" : "count-none", sheet.assessment.counts);

/** Before the first answer there is nothing to add up. @param {Sheet} sheet */
const isBegun = ({ assessment: { counts } }) => ANSWERS.some((code) => counts[code]);

/** @param {HTMLElement} page @param {Sheet} sheet */
export const levelText = (page, sheet) => say(page, `level.${sheet.assessment.level}`);

/** @param {HTMLElement} count @param {string} text @param {string} word @param {string} level */
function showCount(count, text, word, level) {
    const mark = document.createElement("span");
    mark.className = `app-level app-level--${level}`;
    mark.textContent = word;
    count.replaceChildren(text, ...(word ? [" · ", mark] : []));
}

/** @param {HTMLElement} page @param {Sheet} sheet @param {string} section */
function sentences(page, sheet, section) {
    const here = section === "next" ? null : promptsOf(sheet.definition, section);
    const codes = sheet.assessment.prompts.filter((code) => here === null || here.has(code));
    return codes.map((code) => sentence(page, sheet, code));
}

/** With the way on to the form that it asks for. @param {HTMLElement} page @param {Sheet} sheet @param {string} code */
function sentence(page, sheet, code) {
    const made = element("p", say(page, `prompt.${code}`, sheet.assessment.counts), "app-spoken");
    const led = sheet.definition.rules.find((rule) => rule.prompt === code)?.leads_to;
    if (led) made.append(part(page, `go-on-${led}`));
    return made;
}

/** What stands there already stays: somebody may just be pressing it. @param {HTMLElement} box @param {HTMLElement[]} said */
function showSentences(box, said) {
    const calls = box.closest("[data-calls]");
    if (calls instanceof HTMLElement) calls.hidden = said.length === 0;
    const stands = said.length === box.children.length && said.every((sentence, place) => sentence.isEqualNode(box.children[place] ?? null));
    if (!stands) box.replaceChildren(...said);
}

/** Level, reasons and prompts in full, in a box that is opened for them. @param {HTMLElement} page @param {HTMLElement} box @param {Sheet} sheet */
export function explain(page, box, sheet) {
    const { assessment } = sheet;
    const level = box.querySelector("[data-level]");
    if (level) {
        level.className = `app-level app-level--${assessment.level}`;
        level.textContent = levelText(page, sheet);
    }
    const reasons = assessment.reasons.map((code) => say(page, `reason.${code}`, assessment.counts));
    box.querySelector("[data-reasons]")?.replaceChildren(...reasons.map((text) => element("li", text)));
    const spoken = box.querySelector("[data-spoken]");
    if (spoken instanceof HTMLElement) showSentences(spoken, sentences(page, sheet, "next"));
    const unknown = box.querySelector("[data-not-known]");
    if (unknown) unknown.textContent = assessment.unknown.map((code) => say(page, `unknown.${code}`)).join(" ");
}

/** @param {string} name @param {string} text @param {string} [className] */
function element(name, text, className = "") {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.textContent = text;
    return made;
}
