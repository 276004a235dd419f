/** How the outbox shows what waits and what was received, to whom it belongs and to others. Pure. */
import { standing } from "./files.js";

/** @import { OutboxItem } from "../types.d.ts" */
/** @typedef {import("./deliver.js").Progress} Progress */
/** @typedef {import("./queue.js").Item} Item */

const NOT_SAID = { encounter: null, form: null, form_version: null, captured_at: null };

/** What is left of one that was received. @param {import("./queue.js").Note & { vault: string }} note @returns {OutboxItem} */
export function left({ id, reference, received_at, vault }) {
    const over = { chase: false, overdue: false, reseal: false, problem: null };
    return { id, vault, state: "received", ...NOT_SAID, ...over, files: null, reference, received_at, queued_at: received_at, mine: true };
}

/** A file that could not be sent needs somebody to look, as the submission would. @param {Item} item */
export const stateOf = (item) => (item.state === "files" && standing(item)?.problem ? "attention" : item.state);

/** Of another's: that it is there, since when, and how it stands. @param {Item} item @param {Set<string>} own @param {Progress} progress */
export function shown(item, own, { sending }) {
    const { id, about, vault, state, queued_at, chase, reseal, problem } = item;
    const mine = own.has(vault);
    const { encounter, form, form_version, captured_at } = mine ? about : NOT_SAID;
    const now = sending && state === "waiting" && !reseal ? /** @type {const} */ ("sending") : stateOf(item);
    const files = standing(item);
    const received = { reference: null, received_at: null };
    return { id, vault, state: now, encounter, form, form_version, captured_at, queued_at, chase, mine, reseal, problem, files, ...received };
}

/** What was received before its files. @param {Item} item @param {Set<string>} own @param {import("./queue.js").Note[]} notes */
export function noted({ id, vault, state }, own, notes) {
    const note = state === "files" && own.has(vault) && notes.find((one) => one.id === id);
    return note ? { reference: note.reference, received_at: note.received_at } : {};
}
