/**
 * What a form takes over from its encounter, so that nothing is entered twice.
 * @import { Draft } from "../types.d.ts"
 */
import { all, fill } from "../shell/words.js";
import { ageOf, nameOf, peopleOf } from "./people.js";

/** @param {HTMLElement} page @param {Record<string, any>} encounter */
export function fillPeople(page, encounter) {
    const people = peopleOf(encounter);
    for (const select of all(page, "select[data-people]")) {
        select.append(...people.map((person) => new Option(nameOf(page, person), person.id)));
    }
}

/** Whom it is about, and how the words address them. @param {HTMLElement} page @param {Record<string, any>} encounter @param {Draft | null} draft */
export function showAbout(page, encounter, draft) {
    const child = subjectOf(encounter, draft?.fields ?? {}, draft?.subject);
    page.dataset.address = (child ? child.address_as : encounter.address_as) || "n";
    fill(page, { about: child ? nameOf(page, child) : "" });
}

/** What the rules may ask that no answer says. @param {Record<string, any>} encounter @param {Record<string, any>} fields */
export function knownOf(encounter, fields) {
    const about = subjectOf(encounter, fields) ?? peopleOf(encounter).find((person) => person.role === "victim");
    return { age: about ? ageOf(about, new Date()) : null };
}

/** @param {Record<string, any>} encounter @param {Record<string, any>} fields @param {string | null} [started] */
const subjectOf = (encounter, fields, started = null) => {
    const id = fields.subject ?? started;
    return peopleOf(encounter).find((person) => person.id === id) ?? null;
};
