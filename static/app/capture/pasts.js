/**
 * What the service knows of people from before, as numbers and days. Pure.
 * @import { Person } from "./people.js"
 */
import { canBeFound } from "./findable.js";

/** @typedef {{in_12_months: number, ever: number, incidents_in_12_months: number, incidents_ever: number, days_since_last: number | null}} Past */
/** @typedef {{at: string, asked: string, people: Record<string, Past>}} Known  an answer; `asked` is its question */
/** @typedef {{at: string | null, from: "server" | "phone", people: Record<string, Past>}} Knew  as in the payload */
/** @typedef {{encounter: string | null, people: Record<string, unknown>[]}} Question */

const MOST = 20;
const FRESH_MS = 5 * 60 * 1000;

/** Children first, and no more than may be asked after at once. @param {Person[]} people */
export const asked = (people) =>
    [...people].sort((one, other) => Number(other.role === "child") - Number(one.role === "child")).slice(0, MOST);

/** No more of each than they are found by. @param {string | null} encounter @param {Person[]} people @returns {Question} */
export const questionOf = (encounter, people) => ({
    encounter,
    people: asked(people)
        .filter(canBeFound)
        .map(({ id, role, given_name, family_name, date_of_birth, nhs_number }) => ({ id, role, given_name, family_name, date_of_birth, nhs_number })),
});

/** @param {Question} question @param {{at: string, people: (Past & {id: string})[]}} answer @returns {Known} */
export const knownOf = (question, { at, people }) => ({
    at,
    asked: JSON.stringify(question),
    people: Object.fromEntries(people.map(({ id, in_12_months, ever, incidents_in_12_months, incidents_ever, days_since_last }) => [
        id,
        { in_12_months, ever, incidents_in_12_months, incidents_ever, days_since_last },
    ])),
});

/** Whether this answer is one to this question. @param {Known | undefined} known @param {Question} question */
export const answers = (known, question) => known?.asked === JSON.stringify(question);

/** @param {Known} known @param {number} now ms */
export const isFresh = ({ at }, now) => Math.abs(now - Date.parse(at)) < FRESH_MS;

/** What whoever scores now knows. @param {Known | undefined} known @returns {Knew} */
export const knewOf = (known) => (known ? { at: known.at, from: "server", people: known.people } : { at: null, from: "phone", people: {} });

/** Whether something is known now that was not when the number was given. @param {Knew | undefined} knew @param {Known | undefined} known */
export function isNewer(knew, known) {
    const told = Object.entries(known?.people ?? {});
    if (!knew || knew.from !== "server") return known !== undefined;
    return told.some(([id, past]) => past.ever !== knew.people[id]?.ever || past.incidents_ever !== knew.people[id]?.incidents_ever);
}
