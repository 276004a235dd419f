/**
 * Opens a draft for a screen; asks for the passphrase first where the vault is shut.
 * @import { App, Draft, Id } from "../types.d.ts"
 */
import { codeOf } from "../problem.js";

/**
 * Null where there is none, or it stays locked.
 * @param {App} app
 * @param {Id | null} id
 * @returns {Promise<Draft | null>}
 */
export async function openDraft(app, id) {
    if (!id) return null;
    const draft = await loaded(app, id);
    if (draft !== "locked") return draft;
    return (await app.unlock()) ? /** @type {Draft | null} */ (await loaded(app, id)) : null;
}

/**
 * @param {App} app
 * @param {Id} id
 * @returns {Promise<Draft | null | "locked">}
 */
async function loaded(app, id) {
    try {
        return await app.drafts.load(id);
    } catch (problem) {
        return codeOf(problem) === "locked" ? "locked" : null;
    }
}

/** True once the vault is open. @param {App} app */
export const opened = async (app) => app.vault.state === "unlocked" || app.unlock();
