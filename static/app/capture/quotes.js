/** Exact words: each with the question that prompted them, their language and the English. */
import { newId } from "../store/ids.js";
import { all, one, part } from "../shell/words.js";
import { readGroup, writeGroup } from "./group.js";
import { shapeOf } from "./shaping.js";

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
    showShape(made);
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
    showShape(last);
    prompt.focus();
}

/** Says beside a question how it may shape the answer, and never stops anybody. A page of an earlier build has no rules. @param {HTMLElement} quote */
export function showShape(quote) {
    const place = quote.querySelector("[data-shape]");
    const told = document.querySelector("#shaping")?.textContent;
    if (!(place instanceof HTMLElement) || !told) return;
    const { rules, notes } = JSON.parse(told);
    const { prompt = "", language = "" } = readGroup(quote);
    const note = rules[language] ? notes[shapeOf(prompt, rules[language]) ?? ""] : undefined;
    const text = note ?? place.dataset.calm ?? "";
    if (place.textContent !== text) place.textContent = text;
    place.classList.toggle("app-shape--note", note !== undefined);
}
