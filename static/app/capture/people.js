/**
 * Who: one card for each person, each person one field of the draft.
 * @import { App } from "../types.d.ts"
 * @import { Saver } from "./saver.js"
 */
import { newId } from "../store/ids.js";
import { all, fill, one, onActs, part, say } from "../shell/words.js";
import { readGroup, writeGroup } from "./group.js";

/** @typedef {Record<string, any> & {id: string, role: string}} Person */

const PREFIX = "person.";
const ADULT = 18;
const YEAR_MS = 365.25 * 24 * 60 * 60 * 1000;

/** Everybody, in the order in which they were added (ids are in order of time). @param {Record<string, any>} fields */
export const peopleOf = (fields) =>
    Object.keys(fields).filter((field) => field.startsWith(PREFIX)).sort().map((field) => /** @type {Person} */ (fields[field]));

/** @param {ParentNode} page @param {Person} person */
export const nameOf = (page, person) =>
    [person.given_name, person.family_name].filter(Boolean).join(" ") || `${say(page, "no-name")} (${roleOf(page, person)})`;

/** @param {ParentNode} page @param {Person} person */
export const roleOf = (page, person) => say(page, `role-${person.unborn ? "unborn" : person.role}`);

/** Under 18 as far as is known; the unborn are children too. @param {Person} person @param {Date} [now] */
export function isChild(person, now = new Date()) {
    if (person.role === "child" || person.unborn) return true;
    const years = ageOf(person, now);
    return years !== null && years < ADULT;
}

/** Whole years, or null. @param {Person} person @param {Date} now */
export function ageOf(person, now) {
    if (!person.date_of_birth) return person.age_estimate ?? null;
    const [year, month = "07", day = "01"] = person.date_of_birth.split("-");
    return Math.floor((now.getTime() - Date.UTC(year, month - 1, day)) / YEAR_MS);
}

/** @param {{page: HTMLElement, app: App, saver: Saver}} parts */
export function mountPeople({ page, app, saver }) {
    const list = one(page, "[data-people]");
    const people = peopleOf(saver.fields);
    list.replaceChildren(...people.map((person) => card(page, person)));
    showButtons(page, saver);

    const heard = (/** @type {Event} */ event) => {
        const changed = event.target instanceof Element ? event.target.closest("[data-person]") : null;
        if (changed instanceof HTMLElement) save(page, changed, saver, event.type);
    };
    list.addEventListener("input", heard);
    list.addEventListener("change", heard);
    const acts = onActs(page, {
        add: (button) => add(page, list, saver, button),
        remove: (button) => remove(page, saver, button, app),
        restore: (button) => restore(page, saver, button),
    });
    return () => {
        acts();
        list.removeEventListener("input", heard);
        list.removeEventListener("change", heard);
    };
}

/** @param {HTMLElement} page @param {Person} person */
function card(page, person) {
    const made = part(page, "person", {}, person.id);
    made.dataset.person = person.id;
    for (const area of all(made, "[data-only]")) area.hidden = !(area.dataset.only ?? "").split(" ").includes(person.role);
    for (const area of all(made, "[data-when]")) area.hidden ||= (area.dataset.when === "unborn") !== Boolean(person.unborn);
    writeGroup(made, person);
    describe(page, made, person);
    return made;
}

/** @param {HTMLElement} page @param {HTMLElement} made @param {Person} person */
function describe(page, made, person) {
    fill(made, { name: nameOf(page, person), role: roleOf(page, person) });
    for (const area of all(made, "[data-elsewhere]")) area.hidden = person.lives_here !== false;
    const young = person.role !== "child" && isChild(person);
    for (const warning of all(made, '[data-warn="young"]')) warning.hidden = !young;
}

/** @param {HTMLElement} page @param {HTMLElement} made @param {Saver} saver @param {string} event */
function save(page, made, saver, event) {
    const field = PREFIX + made.dataset.person;
    const read = () => readGroup(made, saver.fields[field]);
    describe(page, made, /** @type {Person} */ (read()));
    if (event === "input") saver.soon(field, read);
    else saver.put(field, read());
}

/** @param {HTMLElement} page @param {HTMLElement} list @param {Saver} saver @param {HTMLElement} button */
function add(page, list, saver, button) {
    const person = /** @type {Person} */ ({ id: newId(), role: button.dataset.role ?? "other" });
    if ("unborn" in button.dataset) person.unborn = true;
    const made = card(page, person);
    for (const other of list.querySelectorAll("details[open]")) other.removeAttribute("open");
    list.append(made);
    open(made);
    showButtons(page, saver, person.role);
    return saver.put(PREFIX + person.id, person);
}

/** @param {HTMLElement} made */
function open(made) {
    const details = made.querySelector("details");
    if (details) details.open = true;
    const first = made.querySelector("input");
    made.scrollIntoView({ block: "start" });
    first?.focus({ preventScroll: true });
}

/** There is one victim as a rule: the button goes once there is one. @param {HTMLElement} page @param {Saver} saver @param {string} [added] */
function showButtons(page, saver, added) {
    const victim = added === "victim" || peopleOf(saver.fields).some((person) => person.role === "victim");
    for (const button of all(page, '[data-act="add"][data-role="victim"]')) button.hidden = victim;
}

/** Kept until the page goes, for "Undo". @type {WeakMap<HTMLElement, {person: Person, made: HTMLElement}>} */
const removed = new WeakMap();

/** @param {HTMLElement} page @param {Saver} saver @param {HTMLElement} button @param {App} app */
async function remove(page, saver, button, app) {
    const made = /** @type {HTMLElement} */ (button.closest("[data-person]"));
    const field = PREFIX + made.dataset.person;
    const person = /** @type {Person} */ (readGroup(made, saver.fields[field]));
    const note = part(page, "removed", { name: nameOf(page, person) });
    removed.set(note, { person, made });
    made.replaceWith(note);
    one(note, "button").focus();
    await saver.put(field, undefined);
    await leaveEarshot(saver, person.id);
    showButtons(page, saver);
    app.announce(note.textContent ?? "");
}

/** @param {Saver} saver @param {string} id */
async function leaveEarshot(saver, id) {
    const asking = saver.fields.asking;
    if (!asking?.earshot?.includes(id)) return;
    await saver.put("asking", { ...asking, earshot: asking.earshot.filter((/** @type {string} */ other) => other !== id) });
}

/** @param {HTMLElement} page @param {Saver} saver @param {HTMLElement} button */
async function restore(page, saver, button) {
    const note = /** @type {HTMLElement} */ (button.closest("li"));
    const kept = removed.get(note);
    if (!kept) return;
    note.replaceWith(kept.made);
    open(kept.made);
    await saver.put(PREFIX + kept.person.id, kept.person);
    showButtons(page, saver);
}
