/**
 * What was done to the practitioner's account: asked of the service after each sign-in, and silent without one.
 * @import { App } from "../types.d.ts"
 */
import { timeOf } from "./moments.js";
import { has, one, onActs, part, say } from "./words.js";

/** @typedef {{ kind: string, at: string, submissions?: number, drafts?: number, since?: string }} Notice */

/** @param {HTMLElement} page @param {App} app */
export function mount(page, app) {
    const show = () => void showNotices(page, app);
    const stops = [
        app.session.subscribe(show),
        app.connection.subscribe(show),
        onActs(page, { "have-read": () => haveRead(page, app) }),
    ];
    show();
    return () => stops.forEach((stop) => stop());
}

/** @param {HTMLElement} page @param {App} app */
async function showNotices(page, app) {
    const told = await asked(app);
    if (!page.isConnected) return;
    one(page, "[data-notices]").replaceChildren(...told.filter(({ kind }) => has(page, `notice-${kind}`)).map((notice) => row(page, notice)));
    page.hidden = told.length === 0;
}

/** @param {App} app @returns {Promise<Notice[]>} */
async function asked(app) {
    if (!app.connection.online || app.session.who === null) return [];
    const answer = await app.session.call("GET", "/notices").catch(() => null);
    return answer?.notices ?? [];
}

/** @param {HTMLElement} page @param {Notice} notice */
const row = (page, notice) => part(page, "notice", { at: timeOf(notice.at), what: `${say(page, `notice-${notice.kind}`)} ${counted(page, notice)}` });

/** How many are missing or elsewhere, and since when. @param {HTMLElement} page @param {Notice} notice */
const counted = (page, { submissions = 0, drafts = 0, since }) => (since ? say(page, "notice-counted", { submissions, drafts, since: timeOf(since) }) : "");

/** What could not be told to the service comes again. @param {HTMLElement} page @param {App} app */
async function haveRead(page, app) {
    page.hidden = true;
    await app.session.call("DELETE", "/notices").catch(() => {});
    await app.outbox.report({ anew: true }).catch(() => {});
}
