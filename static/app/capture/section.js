/**
 * The parts of a form one after another: where one stands, and the list to jump by.
 * @import { Capture } from "./form.js"
 */
import { all, fill, one, say } from "../shell/words.js";
import { valueOf } from "./definition.js";
import { flowOf } from "./follow_ups.js";
import { questionsOf } from "./definition.js";

/** @param {Capture} capture @param {string} name */
export function showPlace({ page, sheet }, name) {
    const flow = flowOf(sheet);
    fill(page, { place: say(page, "place", { n: flow.indexOf(name) + 1, total: flow.length }) });
}

/** Worked out when it is opened. @param {Capture} capture */
export function showJumps({ page, sheet }) {
    const dialog = /** @type {HTMLDialogElement} */ (one(page, '[data-dialog="jump"]'));
    for (const entry of all(dialog, "[data-entry]")) {
        const { done, count } = progress(sheet, entry.dataset.entry ?? "");
        one(entry, "[data-done]").textContent = count ? say(page, "done", { done, all: count }) : "";
    }
    dialog.showModal();
}

/**
 * How many of the questions that are expected here have an answer.
 * @param {import("./sheet.js").Sheet} sheet @param {string} name
 */
export function progress({ definition, answers, open }, name) {
    const sections = definition.sections.filter((section) => section.id === name);
    const questions = questionsOf({ ...definition, sections }).filter((question) => open.questions.has(question.id));
    const expected = questions.filter((question) => question.factor || question.act || question.required);
    const counted = expected.length ? expected : questions;
    return { done: counted.filter((question) => valueOf(answers, question.id) !== null).length, count: counted.length };
}
