/**
 * What the buttons of a form do.
 * @import { Capture } from "./form.js"
 */
import { one, onActs } from "../shell/words.js";
import { entryOf, defaultSource, idOf, questionOf, readAnswer } from "./answers.js";
import { compose } from "./composing.js";
import { questionsOf, valueOf } from "./definition.js";
import { goOnTo } from "./going_on.js";
import { markRest, unmarkRest } from "./marks.js";
import { submit } from "./next.js";
import { print } from "./printing.js";
import { addQuote, useStem } from "./quotes.js";
import { showJumps } from "./section.js";
import { showCard } from "./show_card.js";
import { askSource } from "./source.js";
import { explain } from "./spoken.js";

/** @param {Capture} capture @returns {() => void} */
export function mountActs(capture) {
    const { page } = capture;
    let takeCard = () => {};
    const stop = onActs(page, {
        jump: () => showJumps(capture),
        reasons: () => showReasons(capture),
        crime: () => hearOfCrime(capture),
        source: (button) => askSource(capture, question(button)),
        card: (button) => void (takeCard = showCard(capture, question(button))),
        rest: (button) => markRest(capture, button),
        unrest: (button) => unmarkRest(capture, button),
        quote: (button) => void addQuote(question(button)),
        stem: (button) => useStem(question(button), button.textContent ?? ""),
        unquote: (button) => removeQuote(capture, button),
        compose: (button) => compose(capture, question(button)),
        "go-on-to": (button) => goOnTo(capture, button.dataset.form ?? ""),
        print: (button) => print(capture, button.dataset.copy ?? ""),
        submit: () => submit(capture),
    });
    const followed = (/** @type {Event} */ event) => follow(capture, event);
    page.addEventListener("click", followed);
    return () => {
        takeCard();
        stop();
        page.removeEventListener("click", followed);
    };
}

/** @param {HTMLElement} button */
const question = (button) => /** @type {HTMLElement} */ (questionOf(button));

/** @param {HTMLElement} page @param {string} name */
const dialog = (page, name) => /** @type {HTMLDialogElement} */ (one(page, `[data-dialog="${name}"]`));

/** Noted where the form asks for it, and said how to go on; nothing is closed. @param {Capture} capture */
function hearOfCrime({ page, sheet, put }) {
    const asked = questionsOf(sheet.definition).some((each) => each.id === "crime");
    if (asked && valueOf(sheet.answers, "crime") === null) put("crime", { value: ["told"], source: "practitioner" }, true);
    dialog(page, "crime").showModal();
}

/** @param {Capture} capture */
function showReasons({ page, sheet }) {
    const box = dialog(page, "reasons");
    explain(page, box, sheet);
    box.showModal();
}

/** @param {Capture} capture @param {HTMLElement} button */
function removeQuote(capture, button) {
    const asked = question(button);
    button.closest("[data-quote]")?.remove();
    capture.put(idOf(asked), entryOf(readAnswer(asked), capture.sheet.answers[idOf(asked)], defaultSource(asked)));
    one(asked, '[data-act="quote"]').focus();
}

/** Links out of a box close it; "Change" goes on to its question. @param {Capture} capture @param {Event} event */
function follow(capture, event) {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!(link instanceof HTMLElement)) return;
    if (link.dataset.goTo) capture.focus = link.dataset.goTo;
    link.closest("dialog")?.close();
}
