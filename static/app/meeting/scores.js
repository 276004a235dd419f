/**
 * One's own score in a meeting, as this phone has it: not begun, begun, waiting sealed, or received.
 * @import { App, Draft, Id } from "../types.d.ts"
 * @import { Offered, Task } from "../capture/asked.js"
 * @import { WorkList } from "../capture/work_list.js"
 */
import { answersOf } from "../capture/asked.js";
import { questionsOf } from "../capture/definition.js";
import { fetchWorkList, openTask } from "../capture/work_list.js";
import { correct } from "../shell/amend.js";
import { opened } from "../shell/opening.js";

/** @typedef {"none" | "begun" | "waiting" | "received"} Own */
/** @typedef {{own: Own, task: Task | undefined, list: WorkList}} Standing */

/** @param {App} app @param {Id} encounter @returns {Promise<Standing>} */
export async function ownScore(app, encounter) {
    const [list, items] = await Promise.all([fetchWorkList(app, encounter), app.outbox.items()]);
    const waiting = new Set(items.flatMap(({ id, state }) => (state === "received" || state === "files" ? [] : [id])));
    return { list, ...ownOf(list, waiting) };
}

/** The newest score that was begun or sent, and how far it is. Pure. @param {WorkList} list @param {Set<Id>} waiting  submissions that are not received */
export function ownOf({ catalogue, tasks }, waiting) {
    const scored = tasks.filter((task) => hasScale(catalogue.forms, task));
    const task = scored.find(({ draft }) => draft?.state === "open") ?? newest(scored) ?? scored.find(({ asked }) => asked) ?? scored[0];
    return { task, own: stateOf(task, waiting) };
}

/** @param {Offered[]} forms @param {Task} task */
const hasScale = (forms, task) => scaleOf(forms.find((form) => form.id === task.form && (task.draft ? form.version === task.draft.version : form.current))) !== undefined;

/** The question with which a form scores. @param {Offered | undefined} form */
export const scaleOf = (form) => form && questionsOf(form.definition).find(({ kind }) => kind === "scale");

/** @param {Task[]} tasks */
const newest = (tasks) => tasks.filter(({ draft }) => draft).sort((a, b) => (b.draft?.id ?? "").localeCompare(a.draft?.id ?? ""))[0];

/** @param {Task | undefined} task @param {Set<Id>} waiting @returns {Own} */
function stateOf(task, waiting) {
    if (!task?.draft) return "none";
    if (task.draft.state === "open") return "begun";
    return waiting.has(task.draft.id) ? "waiting" : "received";
}

/** The form of one's score; of one that was sent a correction, filled as it was. @param {App} app @param {Standing} standing */
export async function openScore(app, { list, task }) {
    if (task?.draft?.state !== "submitted") return await openTask(app, list, task);
    if (!(await opened(app))) return;
    await correct(app, sentOf(task.draft));
}

/** What was sent, as this phone still has it. @param {Draft} draft @returns {import("../shell/amend.js").Sent} */
const sentOf = ({ id, form = "", version = "", encounter = "", fields, ...head }) => ({
    ...{ id, form, version, encounter_id: encounter, encounter: {}, answers: answersOf(fields), route: fields.route, knew: fields.knew },
    language: fields.language ?? head.language ?? null,
    subject: fields.subject ?? head.subject ?? null,
});
