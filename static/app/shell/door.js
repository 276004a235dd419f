/**
 * Before an online page that shows what was recorded: a device that holds a vault is unlocked first.
 * @import { App, Mount } from "../types.d.ts"
 */
import { onActs } from "./words.js";

/** @type {Mount} */
export async function mount(page, app) {
    const undo = onActs(page, { open: () => enter(app) });
    await enter(app);
    return undo;
}

/** @param {App} app */
async function enter(app) {
    const enrolled = await app.vault.enrolled();
    const open = enrolled.length === 0 || app.vault.state === "unlocked" || (await app.unlock());
    if (open) await app.navigate(location.pathname);
}
