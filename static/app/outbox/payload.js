/** What is signed: the members of the envelope and the payload, as protocol.md has them, from drafts. Pure. */
import { problem } from "../problem.js";

/** @import { Draft } from "../types.d.ts" */
/** @import { AttachmentAbout } from "../vault/attachment.js" */

/**
 * The members that stand both in the envelope's header and under the signature.
 * @typedef {object} About
 * @property {string} id @property {string} encounter @property {string} form @property {string} form_version
 * @property {string} captured_at @property {string} device @property {string} author
 * @property {AttachmentAbout[]} attachments
 * @property {string} [amends]
 */

/** Bytes of UTF-8 JSON. */
export const LIMIT = 128 * 1024;

const OF_ENCOUNTER = ["kind", "started_at", "place", "language", "address_as", "asking", "worker_safety", "meeting"];

/** @param {Draft} form @param {{ captured_at: string, device: string, author: string, attachments?: AttachmentAbout[] }} sent @returns {About} */
export function aboutOf(form, { captured_at, device, author, attachments = [] }) {
    const { id, encounter = "", form: name = "", version = "", amends } = form;
    const about = { id, encounter, form: name, form_version: version, captured_at, device, author, attachments };
    return amends ? { ...about, amends } : about;
}

/**
 * The payload's JSON text. Problem: `too-large` {draft, size, limit}, while the form can still be edited.
 * @param {About} about @param {Draft} form @param {Draft} encounter @param {Record<string, string>} [keys] of its attachments
 */
export function payloadOf(about, form, encounter, keys = {}) {
    const { fields } = form;
    const text = JSON.stringify({
        about,
        language: fields.language ?? form.language ?? null,
        subject: fields.subject ?? form.subject ?? null,
        route: fields.route ?? { to: "unit" },
        encounter: { ...picked(encounter.fields, OF_ENCOUNTER), people: people(encounter.fields) },
        answers: answers(fields),
        attachment_keys: keys,
        unfinished: fields.unfinished,
        knew: fields.knew,
    });
    const size = new TextEncoder().encode(text).length;
    if (size > LIMIT) throw problem("too-large", { draft: form.id, size, limit: LIMIT });
    return text;
}

/** @param {Record<string, any>} fields @param {string[]} names */
const picked = (fields, names) =>
    Object.fromEntries(names.filter((name) => fields[name] != null).map((name) => [name, fields[name]]));

/** Only ids and roles are required of a person, so those two are always there. @param {Record<string, any>} fields */
const people = (fields) => under(fields, "person.").map(([id, person]) => ({ role: "other", ...person, id }));

/** A note without an answer is still said. @param {Record<string, any>} fields */
const answers = (fields) =>
    Object.fromEntries(under(fields, "answer.").map(([id, answer]) => [id, { value: null, ...answer }]));

/** @param {Record<string, any>} fields @param {string} prefix @returns {[string, any][]} */
const under = (fields, prefix) =>
    Object.entries(fields)
        .filter(([name, value]) => name.startsWith(prefix) && value != null)
        .map(([name, value]) => [name.slice(prefix.length), value]);
