/**
 * The answer of one question as its controls say it. A question is a `[data-question]` with its kind in `data-kind`;
 * those that its answer opens are nested inside, so controls are found by name, never by nesting.
 * @import { Entry } from "./sheet.js"
 */
import { partialDate } from "./kinds.js";
import { readQuotes, writeQuotes } from "./quotes.js";

/** @param {HTMLElement} question */
export const idOf = (question) => question.dataset.question ?? "";

/** Whoever is taken to have said it, unless noted otherwise. @param {HTMLElement} question */
export const defaultSource = (question) => question.dataset.askedOf ?? "practitioner";

/** @param {Element | null} element @returns {HTMLElement | null} */
export const questionOf = (element) => /** @type {HTMLElement | null} */ (element?.closest("[data-question]") ?? null);

/** @param {HTMLElement} question @returns {HTMLInputElement[]} */
export const controlsOf = (question) => [.../** @type {NodeListOf<HTMLInputElement>} */ (question.querySelectorAll(`[name="${idOf(question)}"]`))];

/**
 * Undefined where blank.
 * @param {HTMLElement} question
 * @returns {any}
 */
export function readAnswer(question) {
    const kind = question.dataset.kind;
    if (kind === "exact_words") return readQuotes(question);
    if (kind === "date") return readDate(question);
    if (kind === "drawing" || kind === "sound") return question.dataset.attachments ? question.dataset.attachments.split(" ") : undefined;
    const controls = controlsOf(question);
    if (kind === "text" || kind === "person") return controls[0]?.value.trim() || undefined;
    const ticked = controls.filter((control) => control.checked).map((control) => control.value);
    if (kind === "choices") return ticked.length ? ticked : undefined;
    if (kind === "scale") return ticked[0] === undefined ? undefined : Number(ticked[0]);
    return ticked[0];
}

/** @param {HTMLElement} question @param {any} value */
export function writeAnswer(question, value) {
    const kind = question.dataset.kind;
    if (kind === "exact_words") return writeQuotes(question, value);
    if (kind === "date") return writeDate(question, value);
    if (kind === "drawing" || kind === "sound") return void (question.dataset.attachments = (value ?? []).join(" "));
    for (const control of controlsOf(question)) {
        if (control.type === "radio" || control.type === "checkbox") control.checked = [value].flat().map(String).includes(control.value);
        else control.value = value ?? "";
    }
}

const PARTS = ["year", "month", "day"];

/** @param {HTMLElement} question @param {string} part */
const datePart = (question, part) =>
    /** @type {HTMLInputElement | null} */ (question.querySelector(`[name="${idOf(question)}.${part}"]`));

/** @param {HTMLElement} question */
const readDate = (question) => partialDate(...PARTS.map((part) => datePart(question, part)?.value.trim() ?? ""));

/** @param {HTMLElement} question @param {string | undefined} value */
function writeDate(question, value) {
    const known = (value ?? "").split("-");
    PARTS.forEach((part, place) => {
        const input = datePart(question, part);
        if (input) input.value = known[place] ?? "";
    });
}

/**
 * The record of an answer: who said it is kept from before. Undefined where nothing is left to record.
 * @param {any} value
 * @param {Entry | undefined} before
 * @param {string} source
 * @returns {Entry | undefined}
 */
export function entryOf(value, before, source) {
    const note = before?.note;
    if (value === undefined && !note) return undefined;
    return { value: value ?? null, source: before?.source ?? source, ...(note ? { note } : {}) };
}
