/**
 * What a task is called and where it stands, in the page's words.
 * @import { Task } from "./asked.js"
 */
import { one, say } from "../shell/words.js";
import { nameOf } from "./people.js";

const TAGS = { todo: "govuk-tag--grey", started: "govuk-tag--yellow", done: "govuk-tag--green", submitted: "govuk-tag--green" };

/** What a task is called, and where it stands. @param {HTMLElement} page @param {Task} task */
export const describe = (page, task) => ({
    form: say(page, `form-${task.form}`) || say(page, "form"),
    subject: task.subject ? task.subject.given_name || nameOf(page, task.subject) : "",
    state: say(page, `state-${task.state}`),
    note: notes(page, task).join(" · "),
});

/** @param {HTMLElement} page @param {Task} task */
function notes(page, task) {
    const said = task.draft?.amends ? [say(page, "note-amends")] : [];
    if (task.left && task.state !== "submitted") said.push(say(page, "note-left", { n: task.left }));
    return said;
}

/** @param {HTMLElement} element @param {Task} task */
export const colour = (element, task) => one(element, ".govuk-tag").classList.add(TAGS[task.state]);
