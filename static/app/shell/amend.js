/**
 * Begins an amendment on this phone: a new form, filled with what was sent, that names what it corrects.
 * @import { App, Mount } from "../types.d.ts"
 */
import { newId } from "../store/ids.js";
import { one, onActs, say } from "./words.js";

/** @typedef {{id: string, form: string, version: string, language: string | null, subject: string | null, encounter_id: string, encounter: Record<string, any>, answers: Record<string, any>, route: unknown, knew?: unknown, at?: string | null}} Sent */

/** @type {Mount} */
export function mount(page, app) {
    return onActs(page, {
        amend: () => amend(page, app).catch(() => complain(page, "failed")),
        print: () => window.print(),
    });
}

/** @param {HTMLElement} page @param {App} app */
async function amend(page, app) {
    if (app.vault.state === "none") return complain(page, "none");
    if (app.vault.state === "locked" && !(await app.unlock())) return complain(page, "locked");
    /** @type {Sent} */
    const sent = JSON.parse(one(page, "[data-record]").textContent ?? "null");
    await correct(app, sent);
}

/** Goes to the new form. @param {App} app whose vault is open @param {Sent} sent */
export async function correct(app, sent) {
    app.current.encounter = await encounterOf(app, sent);
    app.current.draft = await formOf(app, sent);
    await app.navigate(`/forms/${sent.form}/${sent.version}/${sent.language ?? "en"}`);
}

/** The encounter that it belongs to, begun again under its own id where this phone has let it go. @param {App} app @param {Sent} sent */
async function encounterOf(app, sent) {
    const here = (await app.drafts.list()).some((head) => head.id === sent.encounter_id && head.state !== "discarded");
    if (here) return sent.encounter_id;
    const id = await app.drafts.create({ id: sent.encounter_id, type: "encounter" });
    await app.drafts.putAll(id, fieldsOf(sent.encounter));
    return id;
}

/** The fields of an encounter's draft, from the encounter as it was sent. @param {Record<string, any>} encounter */
export function fieldsOf({ people = [], ...rest }) {
    const persons = people.map((/** @type {{id: string}} */ person) => [`person.${person.id}`, person]);
    return Object.fromEntries([...Object.entries(rest).filter(([, value]) => value !== null), ...persons]);
}

/** @param {App} app @param {Sent} sent */
async function formOf(app, { id, form, version, language, subject, encounter_id: encounter, answers, ...more }) {
    const draft = await app.drafts.create({ type: "form", encounter, form, version, language, subject, amends: id });
    const fields = Object.fromEntries(Object.entries(answers).map(([question, said]) => [`answer.${question}`, said]));
    await app.drafts.putAll(draft, { ...(await withAttachments(app, id, fields)), ...besides(more) });
    return draft;
}

/** What goes with the answers, where there is any. @param {Pick<Sent, "route" | "knew" | "at">} sent */
const besides = ({ route, knew, at }) => Object.fromEntries(Object.entries({ route, knew, at }).filter(([, value]) => value));

/**
 * What was drawn or recorded goes along where this phone still has it: a file belongs to one submission. Else its answer names that
 * of the earlier record, which stays.
 * @param {App} app @param {string} earlier @param {Record<string, any>} fields
 */
async function withAttachments(app, earlier, fields) {
    const draft = await app.drafts.load(earlier).catch(() => null);
    if (!draft) return fields;
    return (await import("../capture/enclosed.js")).carried(fields, draft.fields, () => newId());
}

/** @param {HTMLElement} page @param {string} key */
function complain(page, key) {
    const shown = one(page, "[data-problem]");
    shown.textContent = say(page, key);
    shown.hidden = false;
}
