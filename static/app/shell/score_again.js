/**
 * What one scored without knowing what is on record: told until it is scored again.
 * @import { App } from "../types.d.ts"
 */
import { counted, one, onActs, part } from "./words.js";

/** @typedef {{submission: string, reference: string, encounters: number, incidents: number}} Again */

/** @param {HTMLElement} page @param {App} app */
export const mountAgain = (page, app) =>
    onActs(page, { "score-again": (button) => app.navigate(`/submissions/${button.dataset.id}`) });

/** @param {HTMLElement} page @param {App} app */
export async function showAgain(page, app) {
    const answer = await app.session.call("GET", "/scores/again").catch(() => null);
    if (!page.isConnected) return;
    const rows = /** @type {Again[]} */ (answer?.again ?? []).map((again) => row(page, again));
    const list = one(page, "[data-again]");
    list.replaceChildren(...rows);
    list.hidden = rows.length === 0;
}

/** @param {HTMLElement} page @param {Again} again */
function row(page, { submission, reference, encounters, incidents }) {
    const made = part(page, "again", { reference, what: counted(page, incidents ? "again-incidents" : "again-encounters", incidents || encounters) });
    one(made, "[data-act]").dataset.id = submission;
    return made;
}
