/**
 * The show card: one question over the whole screen, for the person in front of the practitioner. It is held: only the
 * passphrase, or the practitioner's gesture, leads back. What is chosen on it is chosen in the form.
 * @import { Capture } from "./form.js"
 */
import { codeOf } from "../problem.js";
import { rhythm } from "../shell/privacy.js";
import { all, fill, has, one, part, say } from "../shell/words.js";
import { controlsOf } from "./answers.js";
import { localVoice, speak } from "./read_aloud.js";
import { ownText, shownText } from "./visible.js";

/** @param {Capture} capture @param {HTMLElement} question @returns {() => void} takes the card away */
export function showCard(capture, question) {
    const { page } = capture;
    const card = /** @type {HTMLDialogElement} */ (part(page, "card"));
    const legend = question.querySelector("legend");
    const first = legend?.querySelector(".app-first");
    fill(card, { question: first ? shownText(first) : "", english: legend?.querySelector(".app-second") ? ownText(legend) : "" });
    one(card, "[data-answers]").replaceChildren(...answers(capture, question));
    document.body.append(card);
    const free = hold(card);
    const away = () => {
        free();
        card.close();
        card.remove();
    };
    offerReading(card, page.dataset.language ?? "en");
    offerGesture(capture, card, away);
    offerReturn(capture, card, away);
    card.showModal();
    one(card, "[data-slot=question]").focus({ preventScroll: true });
    return away;
}

/** Large copies; a tap goes to the control in the form, so that it is saved as any other. @param {Capture} capture @param {HTMLElement} question */
function answers(capture, question) {
    return controlsOf(question).map((control) => {
        const copy = /** @type {HTMLElement} */ (control.closest("label")?.cloneNode(true));
        const input = /** @type {HTMLInputElement} */ (one(copy, "input"));
        input.name = `card-${control.name}`;
        input.checked = control.checked;
        for (const second of all(copy, ".app-second")) second.remove();
        for (const line of all(copy, "[data-to]")) if (line.dataset.to !== (capture.page.dataset.address || "n")) line.remove();
        input.addEventListener("change", () => choose(control, input.checked));
        return copy;
    });
}

/** @param {HTMLInputElement} control @param {boolean} checked */
function choose(control, checked) {
    control.checked = checked;
    control.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Neither Escape nor "back" leaves it. @param {HTMLDialogElement} card */
function hold(card) {
    let held = true;
    const stay = (/** @type {Event} */ event) => event.preventDefault();
    const keys = (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && event.preventDefault();
    const again = () => void (held && card.isConnected && card.showModal());
    const forward = () => history.forward();
    card.addEventListener("cancel", stay);
    card.addEventListener("keydown", keys);
    card.addEventListener("close", again);
    addEventListener("popstate", forward);
    document.addEventListener("htmx:before:history:restore", stay);
    return () => {
        held = false;
        removeEventListener("popstate", forward);
        document.removeEventListener("htmx:before:history:restore", stay);
    };
}

/** @param {HTMLElement} card @param {string} language */
function offerReading(card, language) {
    const button = one(card, '[data-act="speak"]');
    void localVoice(language).then((voice) => {
        if (!voice) return;
        button.hidden = false;
        button.addEventListener("click", () => speak(textsOf(card), voice));
    });
}

/** @param {HTMLElement} card */
const textsOf = (card) => [one(card, "[data-slot=question]"), ...all(card, "[data-answers] label")].map((part) => shownText(part));

/** The practitioner's own rhythm of taps, on the question. @param {Capture} capture @param {HTMLElement} card @param {() => void} away */
function offerGesture({ app }, card, away) {
    /** @type {number[]} */
    const taps = [];
    one(card, "[data-slot=question]").addEventListener("click", async () => {
        if (await app.device.isGesture(rhythm(taps))) away();
    });
}

/** @param {Capture} capture @param {HTMLDialogElement} card @param {() => void} away */
function offerReturn({ page, app }, card, away) {
    const form = one(card, "[data-give-back]");
    const secret = /** @type {HTMLInputElement} */ (one(form, "input"));
    one(card, '[data-act="give-back"]').addEventListener("click", () => {
        form.hidden = !form.hidden;
        if (!form.hidden) secret.focus();
    });
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        const typed = secret.value;
        secret.value = "";
        const refusal = await app.vault.unlock(typed, { vault: app.vault.owner?.vault ?? "" }).then(() => null, (problem) => problem);
        if (!refusal) return away();
        const code = codeOf(refusal) ?? "failed";
        fill(form, { problem: say(page, has(page, code) ? code : "failed", { seconds: Math.ceil(refusal.detail?.seconds ?? 0) }) });
    });
}
