/**
 * A meeting as a phone knows it: the encounter's draft in the vault names it, and goes by the rules of every draft.
 * @import { App, Draft, Id } from "../types.d.ts"
 */
import { peopleOf } from "../capture/people.js";
import { grouped, readCode } from "../crockford.js";
import { fieldsOf } from "../shell/amend.js";
import { isRunning } from "./standing.js";

/** @typedef {{id: Id, standing: "asked" | "admitted" | "declined" | "chair", ends_at: string, encounter?: Id, circumstances?: Record<string, any>}} Seen */

const CODE = { length: 8, group: 4 };
/** Who they are, never how or where to reach them: that is for whoever was told it. */
const OF_PERSON = [
    "id", "role", "relationship", "given_name", "family_name", "aliases", "address_as",
    "date_of_birth", "age_estimate", "due_date", "unborn", "nhs_number", "language",
];
const OF_ENCOUNTER = ["kind", "started_at", "language"];

/** As it is shown to the chair, or null where `typed` can't be one. @param {string} typed */
export function meetingCode(typed) {
    const plain = readCode(typed, CODE.length);
    return plain && grouped(plain, CODE.group);
}

/** What is told to those who are let in. @param {Record<string, any>} fields of the encounter */
export const circumstancesOf = (fields) => ({
    ...picked(fields, OF_ENCOUNTER),
    people: peopleOf(fields).map((person) => picked(person, OF_PERSON)),
});

/** @param {Record<string, any>} from @param {string[]} names */
const picked = (from, names) => Object.fromEntries(names.filter((name) => from[name] != null).map((name) => [name, from[name]]));

/** The encounters of this phone whose meeting runs, the newest first. @param {App} app @returns {Promise<Draft[]>} */
export async function runningHere(app) {
    const heads = (await app.drafts.list()).filter(({ type, state }) => type === "encounter" && state !== "discarded");
    const drafts = await Promise.all(heads.map(({ id }) => app.drafts.load(id).catch(() => null)));
    return drafts.flatMap((draft) => (draft && isRunning(draft.fields) ? [draft] : []));
}

/** Opened again by the same chair it is the same meeting. @param {App} app @param {Draft} encounter */
export async function open(app, encounter) {
    const body = { encounter: encounter.id, circumstances: circumstancesOf(encounter.fields) };
    const { id, ends_at } = await app.session.call("POST", "/meetings", body);
    await app.drafts.putAll(encounter.id, { meeting: id, meeting_ends_at: ends_at });
}

/** Asks to be let in. @param {App} app @param {string} code @returns {Promise<Id>} */
export async function ask(app, code) {
    const { meeting } = await app.session.call("POST", "/meetings/joinings", { code });
    return meeting;
}

/** The meeting's encounter, on this phone too: under the ids that the chair's phone gave. @param {App} app @param {Id} meeting @returns {Promise<Id>} */
export async function take(app, meeting) {
    /** @type {Seen} */
    const { encounter = "", circumstances = {}, ends_at } = await app.session.call("GET", `/meetings/${meeting}`);
    const head = (await app.drafts.list()).find(({ id }) => id === encounter);
    if (head?.state === "discarded") await app.drafts.restore(encounter);
    if (!head) await app.drafts.create({ id: encounter, type: "encounter" });
    const told = head ? {} : fieldsOf(circumstances);
    if (head?.state !== "submitted") await app.drafts.putAll(encounter, { ...told, meeting, meeting_ends_at: ends_at });
    return encounter;
}
