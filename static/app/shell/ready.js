/**
 * "Ready for no signal": said only once the worker has every screen and form.
 * @import { App } from "../types.d.ts"
 */
import { showStorage } from "./kept.js";
import { fill, one, say } from "./words.js";

/** @param {HTMLElement} page @param {App} app @param {import("./steps.js").Steps} steps @param {number} unreadable */
export async function showReady(page, app, steps, unreadable) {
    steps.show("ready");
    fill(page, { unreadable: unreadable ? say(page, "unreadable", { n: unreadable }) : "" });
    if (!(await app.device.persisted())) await app.device.persist();
    await showStorage(page, app);
    const ready = await app.device.ready().then(() => true, () => false);
    fill(page, { ready: say(page, ready ? "ready" : "not-ready") });
    one(page, "[data-ready-hint]").hidden = ready;
    one(page, "[data-installable]").hidden = matchMedia("(display-mode: standalone)").matches;
    const start = one(page, "[data-go]");
    start.hidden = false;
    app.announce(say(page, ready ? "ready" : "not-ready"));
}
