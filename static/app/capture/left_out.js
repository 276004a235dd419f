/**
 * Children of whom a record is asked and who have none, neither begun nor sent: each with the reason, which travels
 * with the child.
 * @import { App, Draft } from "../types.d.ts"
 * @import { Task } from "./asked.js"
 * @import { Person } from "./people.js"
 */
import { all, one, part } from "../shell/words.js";
import { isChild, nameOf, peopleOf } from "./people.js";

/** @param {Record<string, any>} encounter its fields @param {Task[]} tasks @returns {Person[]} */
export function leftOut(encounter, tasks) {
    const recorded = new Set(tasks.flatMap((task) => (task.draft && task.asked && task.subject ? [task.subject.id] : [])));
    const expected = new Set(tasks.flatMap((task) => (task.asked && task.subject ? [task.subject.id] : [])));
    return peopleOf(encounter).filter((person) => isChild(person) && expected.has(person.id) && !recorded.has(person.id));
}

/** @param {HTMLElement} page @param {Person[]} children */
export function askWhy(page, children) {
    one(page, "[data-left-out]").replaceChildren(...children.map((child) => row(page, child)));
}

/** @param {HTMLElement} page @param {Person} child */
function row(page, child) {
    const made = part(page, "left-out", { name: nameOf(page, child) }, child.id);
    const input = /** @type {HTMLInputElement} */ (one(made, "[data-person]"));
    input.dataset.person = child.id;
    input.value = child.no_record_reason ?? "";
    return made;
}

/** @param {ParentNode} page */
const inputs = (page) => /** @type {HTMLInputElement[]} */ (all(page, "[data-left-out] [data-person]"));

/** The first child without a reason. @param {ParentNode} page */
export const unexplained = (page) => inputs(page).find((input) => !input.value.trim());

/** @param {ParentNode} page @param {App} app @param {Draft} encounter */
export const keepWhy = (page, app, encounter) =>
    Promise.all(
        inputs(page).map((input) => {
            const field = `person.${input.dataset.person}`;
            return app.drafts.put(encounter.id, field, { ...encounter.fields[field], no_record_reason: input.value.trim() });
        }),
    );
