/**
 * Before an online page that shows what was recorded: a device that holds a vault is unlocked first, and a session of
 * somebody else on it is ended.
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
    if (enrolled.length === 0) return await app.navigate(location.pathname);
    if (app.vault.state !== "unlocked" && !(await app.unlock())) return;
    await app.session.refresh().catch(() => {});
    await app.navigate(app.session.who ? location.pathname : "/sign-in");
}
