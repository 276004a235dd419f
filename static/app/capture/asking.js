/**
 * How we can talk: who hears, who interprets, in which language.
 * @import { App } from "../types.d.ts"
 * @import { Saver } from "./saver.js"
 */
import { all, one, part } from "../shell/words.js";
import { writeField } from "./fields.js";
import { nameOf, peopleOf } from "./people.js";
import { warn } from "./place.js";

/** @param {{page: HTMLElement, app: App, saver: Saver}} parts */
export function mountAsking({ page, saver }) {
    const show = () => showAsking(page, saver);
    const shown = () => showEarshot(page, saver);
    openOtherAnswers(page);
    page.addEventListener("change", show);
    page.addEventListener("shown", shown);
    shown();
    show();
    return () => {
        page.removeEventListener("change", show);
        page.removeEventListener("shown", shown);
    };
}

/** @param {HTMLElement} page @param {Saver} saver */
function showAsking(page, saver) {
    const asking = saver.fields.asking ?? {};
    const interpreter = asking.interpreter;
    one(page, "[data-interpreter]").hidden = !interpreter?.mode;
    warn(page, "not-alone", asking.alone === "no");
    warn(page, "not-safe", asking.safe_to_talk === "no");
    warn(page, "interpreter-child", interpreter?.is_child === true);
    warn(page, "interpreter-family", interpreter?.is_family === true);
    warn(page, "interpreter-community", interpreter?.from_community === true);
    warn(page, "no-wording", lacksWording(page, saver.fields.language));
}

/** @param {HTMLElement} page @param {string | undefined} language */
function lacksWording(page, language) {
    const translated = (page.dataset.translated ?? "").split(" ");
    return Boolean(language) && !translated.includes(language ?? "");
}

/** @param {HTMLElement} page @param {Saver} saver */
function showEarshot(page, saver) {
    const people = peopleOf(saver.fields);
    const boxes = people.map((person) => {
        const box = part(page, "earshot", { name: nameOf(page, person) }, person.id);
        const input = /** @type {HTMLInputElement} */ (one(box, "input"));
        input.value = person.id;
        input.checked = (saver.fields.asking?.earshot ?? []).includes(person.id);
        return box;
    });
    one(page, "[data-earshot]").replaceChildren(...boxes);
    one(page, "[data-earshot-group]").hidden = people.length === 0;
}

/** A chosen answer is never out of sight. @param {HTMLElement} page */
function openOtherAnswers(page) {
    for (const details of all(page, "details.app-other")) {
        if (details.querySelector(":checked")) details.setAttribute("open", "");
    }
}

const ASKED = ["alone", "safe_to_talk", "consent"];

/**
 * What was not asked before somebody stopped because it was not safe.
 * @param {HTMLElement} page @param {Saver} saver
 */
export async function markLeft(page, saver) {
    const left = Object.fromEntries(ASKED.filter((key) => !saver.fields.asking?.[key]).map((key) => [key, "not_asked_unsafe"]));
    await saver.put("asking", { ...saver.fields.asking, ...left });
    for (const group of all(page, '[data-field="asking"]')) writeField(group, saver.fields);
    openOtherAnswers(page);
}
