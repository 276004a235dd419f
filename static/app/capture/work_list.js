/**
 * What an encounter has and still needs, as the task list shows it, for the screen of a form too.
 * @import { App, Draft, Id } from "../types.d.ts"
 * @import { Catalogue, Task } from "./asked.js"
 */
import { opened } from "../shell/opening.js";
import { tasksOf } from "./asked.js";
import { withRetired } from "./retired.js";

/** @typedef {{catalogue: Catalogue, encounter: Draft, tasks: Task[]}} WorkList */

/** @param {App} app @param {Draft} encounter @param {Catalogue} catalogue @returns {Promise<WorkList>} */
export async function workList(app, encounter, catalogue) {
    const drafts = await formsOf(app, encounter.id);
    const whole = await withRetired(catalogue, drafts);
    return { catalogue: whole, encounter, tasks: tasksOf(whole, encounter.fields, drafts) };
}

const CATALOGUE = /<script[^>]* id="forms">([^<]*)<\/script>/;

/** From the page of the task list, which is kept on the phone. @param {App} app @param {Id} id of the encounter */
export async function fetchWorkList(app, id) {
    const { build = "", prefix = "" } = document.body.dataset;
    const page = await fetch(`${prefix}/tasks`, { headers: { "X-Build": build } });
    const catalogue = JSON.parse(CATALOGUE.exec(await page.text())?.[1] ?? "");
    return workList(app, await app.drafts.load(id), catalogue);
}

/** @param {App} app @param {Id} encounter */
async function formsOf(app, encounter) {
    const heads = (await app.drafts.list()).filter((head) => head.type === "form" && head.encounter === encounter && head.state !== "discarded");
    const drafts = await Promise.all(heads.map((head) => app.drafts.load(head.id).catch(() => null)));
    return drafts.flatMap((draft) => (draft ? [draft] : []));
}

/** Begins the form where it is not begun; its language is the encounter's where the form has it. @param {App} app @param {WorkList} list @param {Task | undefined} task */
export async function openTask(app, { catalogue, encounter }, task) {
    if (!task || !(await opened(app))) return;
    const form = catalogue.forms.find((each) => each.id === task.form && (task.draft ? each.version === task.draft.version : each.current));
    if (!form) return;
    const wanted = task.draft ? (task.draft.fields.language ?? task.draft.language) : encounter.fields.language;
    const language = (task.draft ? form.locales : form.offered).includes(wanted) ? wanted : "en";
    app.current.draft = task.draft?.id ?? (await begin(app, encounter, task, form.version, language));
    await app.navigate(`/forms/${form.id}/${form.version}/${language}`);
}

/** @param {App} app @param {Draft} encounter @param {Task} task @param {string} version @param {string} language */
const begin = (app, encounter, task, version, language) =>
    app.drafts.create({
        type: "form",
        encounter: encounter.id,
        form: task.form,
        version,
        language: language === "en" ? null : language,
        subject: task.subject?.id ?? null,
    });
