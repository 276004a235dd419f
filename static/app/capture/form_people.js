/**
 * What a form takes over from its encounter, so that nothing is entered twice.
 * @import { Draft } from "../types.d.ts"
 * @import { Person } from "./people.js"
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

/** The child whom a form is about, or null. @param {Record<string, any>} encounter @param {Draft | null} draft @returns {Person | null} */
export function subjectOf(encounter, draft) {
    const id = draft?.fields.subject ?? draft?.subject ?? null;
    return peopleOf(encounter).find((person) => person.id === id) ?? null;
}

/** Whom it is about, and how the words address them. @param {HTMLElement} page @param {Record<string, any>} encounter @param {Person | null} child */
export function showAbout(page, encounter, child) {
    page.dataset.address = (child ? child.address_as : encounter.address_as) || "n";
    fill(page, { about: child ? nameOf(page, child) : "" });
}

/** What the rules may ask that no answer says. @param {Record<string, any>} encounter @param {Person | null} child */
export function knownOf(encounter, child) {
    const about = child ?? peopleOf(encounter).find((person) => person.role === "victim");
    return { age: about ? ageOf(about, new Date()) : null };
}
