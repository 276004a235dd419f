/**
 * The task list of an encounter: each form with its state, what is missing, and the way to submit.
 * @import { App, Mount } from "../types.d.ts"
 * @import { Task } from "./asked.js"
 * @import { WorkList } from "./work_list.js"
 */
import { onForm, typed } from "../shell/asked.js";
import { timeOf } from "../shell/moments.js";
import { showStanding } from "../meeting/standing.js";
import { openDraft } from "../shell/opening.js";
import { offerStop } from "../shell/stop.js";
import { all, fill, one, onActs, part, say } from "../shell/words.js";
import { missingOf } from "./asked.js";
import { mountScreens } from "./screens.js";
import { mountSubmit } from "./submit.js";
import { colour, describe } from "./task_words.js";
import { openTask, workList } from "./work_list.js";

/** @typedef {WorkList & {page: HTMLElement, app: App}} Desk */

/** @type {Mount} */
export async function mount(page, app) {
    const encounter = await openDraft(app, app.current.encounter);
    one(page, "[data-closed]").hidden = encounter !== null;
    one(page, "[data-open]").hidden = encounter === null;
    if (encounter === null) return;
    const catalogue = JSON.parse(one(page, "#forms").textContent ?? "");
    const desk = { page, app, ...(await workList(app, encounter, catalogue)) };
    show(desk);
    const stops = [
        mountScreens(page),
        mountSubmit(desk),
        offerStop(() => app.hide()),
        onForm(page, "discard", (form) => discard(desk, form)),
        onActs(page, { "open-form": (button) => openTask(app, desk, desk.tasks[Number(button.dataset.task)]) }),
    ];
    return () => stops.forEach((stop) => stop());
}

/** @param {Desk} desk */
function show({ page, encounter, tasks }) {
    const { kind, started_at: started, place } = encounter.fields;
    fill(page, { kind: say(page, `kind-${kind ?? "other"}`), when: timeOf(started ?? encounter.started_at), place: place?.postcode ?? "" });
    showStanding(page, encounter);
    const missing = missingOf(encounter.fields);
    for (const row of all(page, "[data-part-of]")) showPart(page, row, missing[row.dataset.partOf ?? ""]);
    const rows = tasks.map((task, place) => ({ task, row: rowOf(page, task, place) }));
    one(page, "[data-asked]").replaceChildren(...rows.flatMap(({ task, row }) => (isListed(task) ? [row] : [])));
    one(page, "[data-also]").replaceChildren(...rows.flatMap(({ task, row }) => (isListed(task) ? [] : [row])));
    one(page, "[data-others]").hidden = tasks.every(isListed);
    one(page, "[data-no-children]").hidden = tasks.some((task) => task.subject);
    showDiscards(page, tasks);
}

/** @param {Task} task */
const isListed = (task) => task.asked || task.draft !== null;

/** @param {HTMLElement} page @param {HTMLElement} row @param {string[] | undefined} missing  undefined: not asked in this kind of encounter */
function showPart(page, row, missing) {
    row.hidden = missing === undefined;
    if (!missing) return;
    fill(row, {
        state: say(page, missing.length ? "state-started" : "state-done"),
        missing: missing.map((name) => say(page, `missing-${name}`)).join(" · "),
    });
}

/** @param {HTMLElement} page @param {Task} task @param {number} place */
function rowOf(page, task, place) {
    const row = part(page, "task", describe(page, task));
    colour(row, task);
    const button = /** @type {HTMLButtonElement} */ (one(row, "[data-act]"));
    button.dataset.task = String(place);
    button.disabled = task.state === "submitted";
    return row;
}

/** @param {HTMLElement} page @param {Task[]} tasks */
function showDiscards(page, tasks) {
    const open = tasks.filter((task) => task.draft?.state === "open");
    const sent = tasks.some((task) => task.state === "submitted");
    const options = open.map((task) => new Option(Object.values({ ...describe(page, task), state: "", note: "" }).join(" ").trim(), task.draft?.id));
    if (!sent) options.push(new Option(say(page, "whole-encounter"), "encounter"));
    one(page, "#discard-what").replaceChildren(...options);
    one(page, "[data-discard-box]").hidden = options.length === 0;
}

/** @param {Desk} desk @param {HTMLFormElement} form */
async function discard({ app, encounter }, form) {
    const { what, reason } = typed(form, "reason");
    if (what !== "encounter") {
        await app.drafts.discard(what, reason);
        return app.navigate("/tasks");
    }
    await app.drafts.discard(encounter.id, reason);
    app.current.encounter = null;
    app.current.draft = null;
    return app.navigate("/");
}
