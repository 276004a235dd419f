/** What a small form asks, and what went wrong with it, said beside it in the page's words. */
import { codeOf } from "../problem.js";
import { has, one, say } from "./words.js";

/** What was typed into a form. Throws "fill-…" for the first of the needed fields that is empty. @param {HTMLFormElement} form @param {string[]} needed @returns {Record<string, any>} */
export function typed(form, ...needed) {
    const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    const empty = needed.find((name) => !values[name]?.trim());
    if (!empty) return values;
    one(form, `[name="${empty}"]`).focus();
    throw Object.assign(new Error(empty), { code: `fill-${empty}` });
}

/** Secrets do not stay in the page. @param {HTMLFormElement} form */
export function forget(form) {
    for (const input of form.querySelectorAll("input")) if (input.name === "passphrase" || input.name === "code") input.value = "";
}

/**
 * Runs `act` when the form is sent, once at a time, and says what went wrong beside it.
 * @param {HTMLElement} page @param {string} name @param {(form: HTMLFormElement) => Promise<void>} act
 */
export function onForm(page, name, act) {
    const form = /** @type {HTMLFormElement} */ (one(page, `form[data-form="${name}"]`));
    const sent = async (/** @type {Event} */ event) => {
        event.preventDefault();
        if (form.ariaBusy === "true") return;
        form.ariaBusy = "true";
        complain(form, "");
        const done = sayOneMoment(page, form);
        await act(form).catch((problem) => explain(page, form, problem));
        done();
        form.ariaBusy = null;
    };
    form.addEventListener("submit", sent);
    return () => form.removeEventListener("submit", sent);
}

/** A passphrase takes seconds to check on a slow phone: the button says so. @param {HTMLElement} page @param {HTMLFormElement} form */
function sayOneMoment(page, form) {
    const button = form.querySelector("button:not([type=button])");
    const before = button?.textContent ?? "";
    if (button) button.textContent = say(page, "one-moment") || before;
    return () => void (button && (button.textContent = before));
}

/** @param {HTMLElement} page @param {HTMLFormElement} form @param {unknown} problem */
function explain(page, form, problem) {
    const code = codeOf(problem) ?? "unknown";
    if (!codeOf(problem)) reportError(problem);
    const seconds = Math.ceil(Number(/** @type {any} */ (problem)?.detail?.seconds ?? 0));
    const paused = code === "wrong-passphrase" && seconds > 0 ? "wrong-passphrase-pause" : code;
    const sentence = [`${form.dataset.form}.${code}`, paused].find((key) => has(page, key)) ?? "unknown";
    complain(form, say(page, sentence, { seconds }));
    if (seconds > 0) countDown(page, form, sentence, seconds);
}

/** The pause is shown as it passes. @param {HTMLElement} page @param {HTMLFormElement} form @param {string} sentence @param {number} seconds */
function countDown(page, form, sentence, seconds) {
    const until = Date.now() + seconds * 1000;
    const shown = one(form, "[data-problem]");
    const timer = setInterval(() => {
        const left = Math.ceil((until - Date.now()) / 1000);
        if (left <= 0 || shown.hidden || !shown.isConnected) clearInterval(timer);
        else shown.textContent = say(page, sentence, { seconds: left });
    }, 1000);
}

/** @param {HTMLFormElement} form @param {string} text */
function complain(form, text) {
    const shown = one(form, "[data-problem]");
    shown.textContent = text;
    shown.hidden = text === "";
}
