/** Exact words: each with the question that prompted them, their language and the English. */
import { newId } from "../store/ids.js";
import { all, one, part } from "../shell/words.js";
import { readGroup, writeGroup } from "./group.js";

/** @typedef {{words?: string, prompt?: string, language?: string, english?: string, translated_by?: string}} Quote */

/** @param {HTMLElement} question @returns {(Quote & {words: string})[] | undefined} */
export function readQuotes(question) {
    const said = all(question, "[data-quote]").map((item) => readGroup(item)).filter((quote) => quote.words || quote.prompt || quote.english);
    return said.length ? said.map(({ words = "", ...rest }) => ({ words, ...rest })) : undefined;
}

/** @param {HTMLElement} question @param {Quote[] | undefined} quotes */
export function writeQuotes(question, quotes) {
    one(question, "[data-quotes]").replaceChildren(...(quotes ?? []).map((quote) => item(quote)));
}

/** @param {Quote} quote */
function item(quote) {
    const made = part(document, "quote", {}, `quote-${newId()}`);
    writeGroup(made, quote);
    showTranslated(made);
    return made;
}

/** Room for one more. @param {HTMLElement} question @param {Quote} [quote] @param {boolean} [focus] */
export function addQuote(question, quote = {}, focus = true) {
    const language = question.closest("[data-language]")?.getAttribute("data-language") ?? "en";
    const made = item({ language, ...quote });
    one(question, "[data-quotes]").append(made);
    if (focus) one(made, quote.prompt ? '[data-key="words"]' : '[data-key="prompt"]').focus();
    return made;
}

/** The English is asked for where the words are in another language. @param {HTMLElement} quote */
export function showTranslated(quote) {
    const language = /** @type {HTMLSelectElement} */ (one(quote, '[data-key="language"]')).value;
    one(quote, "[data-translated]").hidden = language === "en" || language === "";
}

/** An opening is put before whatever was asked in the last entry, or begins one. @param {HTMLElement} question @param {string} stem */
export function useStem(question, stem) {
    const last = all(question, "[data-quote]").at(-1);
    const prompt = last && /** @type {HTMLInputElement} */ (one(last, '[data-key="prompt"]'));
    if (!prompt || prompt.value) return void addQuote(question, { prompt: stem });
    prompt.value = stem;
    prompt.focus();
}

/** Whether what was asked begins in a way that may lead. @param {string} prompt @param {string[]} openings lower case */
export function leads(prompt, openings) {
    const typed = prompt.trim().toLowerCase().replaceAll("’", "'");
    return openings.some((opening) => opening && `${typed} `.startsWith(`${opening.replaceAll("’", "'")} `));
}

/** Warns while typing and never stops anybody. @param {HTMLElement} question */
export function warnOfLeading(question) {
    const template = /** @type {HTMLTemplateElement | null} */ (question.querySelector("template[data-openings]"));
    const openings = (template?.content.textContent ?? "").split("\n");
    const prompts = /** @type {HTMLInputElement[]} */ (all(question, '[data-key="prompt"]'));
    const warning = question.querySelector("[data-leading]");
    if (warning instanceof HTMLElement) warning.hidden = !prompts.some((prompt) => leads(prompt.value, openings));
}
