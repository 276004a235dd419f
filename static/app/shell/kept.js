/**
 * What the browser promised to keep, and how much room it gives.
 * @import { App } from "../types.d.ts"
 */
import { all, fill, say } from "./words.js";

/** @param {HTMLElement} page @param {App} app */
export async function showStorage(page, app) {
    const [kept, room] = await Promise.all([app.device.persisted(), app.device.estimate()]);
    fill(page, {
        persisted: say(page, kept === null ? "persisted-unknown" : kept ? "persisted-yes" : "persisted-no"),
        room: room ? say(page, "room", { megabytes: Math.floor((room.quota - room.usage) / 1_000_000) }) : "",
    });
    for (const button of all(page, "[data-act=persist]")) button.hidden = kept !== false;
}
