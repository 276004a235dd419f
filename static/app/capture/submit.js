/**
 * Submitting: what will be sent, what is unfinished and why, where each goes.
 * @import { Id } from "../types.d.ts"
 * @import { Task } from "./asked.js"
 * @import { Desk } from "./tasks.js"
 */
import { onForm } from "../shell/asked.js";
import { opened } from "../shell/opening.js";
import { all, one, part, say } from "../shell/words.js";
import { answersOf, missingOf, routeNeeded } from "./asked.js";
import { askWhy, keepWhy, leftOut, unexplained } from "./left_out.js";
import { isChased } from "./risk.js";
import { colour, describe } from "./task_words.js";

/** @typedef {Task & {draft: NonNullable<Task["draft"]>}} Ready */

/** @param {Desk} desk */
export function mountSubmit(desk) {
    const { page } = desk;
    const ready = /** @type {Ready[]} */ (desk.tasks.filter((task) => task.draft?.state === "open"));
    showMissing(desk);
    one(page, "[data-sending]").replaceChildren(...ready.map((task) => row(page, task)));
    one(page, "[data-nothing-to-send]").hidden = ready.length > 0;
    one(page, "[data-submit]").hidden = ready.length === 0;
    one(page, "[data-routes]").replaceChildren(...ready.flatMap((task) => route(desk, task)));
    askWhy(page, leftOut(desk.encounter.fields, desk.tasks));
    const show = () => showChosen(page, ready);
    page.addEventListener("change", show);
    show();
    const form = onForm(page, "send", () => submit(desk, chosen(page, ready)));
    return () => {
        form();
        page.removeEventListener("change", show);
    };
}

/** @param {Desk} desk */
function showMissing({ page, encounter }) {
    const missing = Object.values(missingOf(encounter.fields)).flat();
    one(page, "[data-missing]").hidden = missing.length === 0;
    one(page, "[data-missing-list]").replaceChildren(...missing.map((name) => listed(say(page, `missing-${name}`))));
}

/** @param {string} text */
function listed(text) {
    const item = document.createElement("li");
    item.textContent = text;
    return item;
}

/** @param {HTMLElement} page @param {Ready} task */
function row(page, task) {
    const made = part(page, "sending", describe(page, task), task.draft.id);
    colour(made, task);
    /** @type {HTMLInputElement} */ (one(made, "input")).value = task.draft.id;
    return made;
}

/** @param {Desk} desk @param {Ready} task @returns {HTMLElement[]} */
function route({ page, catalogue, encounter }, task) {
    const form = catalogue.forms.find((each) => each.id === task.form && each.version === task.draft.version);
    const needed = routeNeeded(form, encounter.fields, { level: task.level, answers: answersOf(task.draft.fields) });
    if (!needed) return [];
    const made = part(page, "route", { form: describe(page, task).form, subject: describe(page, task).subject }, task.draft.id);
    made.dataset.route = task.draft.id;
    made.dataset.needed = needed;
    one(made, "[data-no-consent]").hidden = needed !== "no-consent";
    showRoute(made, task.draft.fields.route ?? {});
    return [made];
}

/** @param {HTMLElement} made @param {Record<string, string>} said */
function showRoute(made, said) {
    for (const radio of made.querySelectorAll("input[type=radio]")) /** @type {HTMLInputElement} */ (radio).checked = /** @type {HTMLInputElement} */ (radio).value === said.to;
    /** @type {HTMLInputElement} */ (one(made, "[name=reason]")).value = said.reason ?? "";
    /** @type {HTMLSelectElement} */ (one(made, "[name=basis]")).value = said.basis ?? "";
}

/** @param {HTMLElement} made */
function readRoute(made) {
    const to = /** @type {HTMLInputElement | null} */ (made.querySelector("input[type=radio]:checked"))?.value ?? "";
    const reason = /** @type {HTMLInputElement} */ (one(made, "[name=reason]")).value.trim();
    const basis = needsBasis(made, to) ? /** @type {HTMLSelectElement} */ (one(made, "[name=basis]")).value : "";
    return { to, ...(basis && { basis }), ...(reason && { reason }) };
}

/** @param {HTMLElement} made @param {string} to */
const needsBasis = (made, to) => made.dataset.needed === "no-consent" && to === "unit";

/** @param {HTMLElement} page @param {Ready[]} ready */
function chosen(page, ready) {
    const ticked = all(page, "input[name=send]").flatMap((input) => (/** @type {HTMLInputElement} */ (input).checked ? [/** @type {HTMLInputElement} */ (input).value] : []));
    return ready.filter((task) => ticked.includes(task.draft.id));
}

/** @param {HTMLElement} page @param {Ready[]} ready */
function showChosen(page, ready) {
    const ids = chosen(page, ready).map((task) => task.draft.id);
    one(page, "[data-why]").hidden = !chosen(page, ready).some((task) => task.left > 0);
    for (const made of all(page, "[data-route]")) {
        made.hidden = !ids.includes(made.dataset.route ?? "");
        one(made, "[data-basis]").hidden = !needsBasis(made, readRoute(made).to);
    }
}

/** @param {string} code */
const refuse = (code) => Object.assign(new Error(code), { code });

/** @param {Desk} desk @param {Ready[]} tasks */
async function submit(desk, tasks) {
    const { page, app } = desk;
    if (tasks.length === 0) throw refuse("nothing");
    if (!(await opened(app))) throw refuse("locked");
    await keepReasons(desk, tasks, /** @type {HTMLTextAreaElement} */ (one(page, "#send-unfinished")).value.trim());
    const ids = tasks.map((task) => task.draft.id);
    app.current.sent = await app.outbox.submit(ids, { chase: chase(tasks) });
    app.current.draft = null;
    await app.navigate("/sent");
}

/** Everything is checked before anything is kept. @param {Desk} desk @param {Ready[]} tasks @param {string} why */
async function keepReasons({ page, app, encounter }, tasks, why) {
    const blanks = tasks.filter((task) => task.left > 0);
    if (blanks.length && !why) throw refuse("fill-unfinished");
    const routes = all(page, "[data-route]").filter((made) => !made.hidden);
    if (routes.some((made) => !readRoute(made).to)) throw refuse("fill-route");
    if (routes.some((made) => needsBasis(made, readRoute(made).to) && !(readRoute(made).basis && readRoute(made).reason))) throw refuse("fill-basis");
    if (unexplained(page)) throw refuse("fill-left-out");
    await Promise.all([
        ...blanks.map((task) => app.drafts.put(task.draft.id, "unfinished", { reason: why })),
        ...routes.map((made) => app.drafts.put(made.dataset.route ?? "", "route", readRoute(made))),
        keepWhy(page, app, encounter),
    ]);
}

/** Those that are told to phone when they stay unsent. @param {Ready[]} tasks @returns {Id[]} */
const chase = (tasks) => tasks.filter((task) => isChased(task.level)).map((task) => task.draft.id);
