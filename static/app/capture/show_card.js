/**
 * The show card: one question over the whole screen, for the person in front of the practitioner. It is held: only the
 * passphrase, or the practitioner's gesture, leads back. What is chosen on it is chosen in the form.
 * @import { Capture } from "./form.js"
 */
import { all, fill, one, part } from "../shell/words.js";
import { controlsOf } from "./answers.js";
import { hold } from "./held.js";
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
    const away = () => {
        free();
        card.close();
        card.remove();
    };
    const free = hold(page, capture.app, card, away);
    offerReading(card, page.dataset.language ?? "en");
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
