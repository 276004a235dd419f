/**
 * What the practitioner must know of this device, on whichever screen: that it keeps nothing, that little room is left,
 * that answers of the form in hand are spoilt, that work is gone which had been here, that its clock is wrong.
 * @import { App } from "../types.d.ts"
 */
import { calmly } from "../frames.js";
import { timeOf } from "./moments.js";
import { fill, one, say } from "./words.js";

const EVERY_MS = 60_000;
/** Bytes: by then a browser begins to refuse or to clear. */
const LITTLE = 20_000_000;

/** @param {HTMLElement} region @param {App} app */
export function mount(region, app) {
    const all = () => void showAll(region, app).catch(() => {});
    let problem = app.drafts.saving.problem;
    const changed = calmly(() => {
        showSpoilt(region, app);
        if (problem !== app.drafts.saving.problem) void showRoom(region, app).catch(() => {});
        problem = app.drafts.saving.problem;
    });
    const stops = [app.outbox.subscribe(() => void showMissing(region, app).catch(() => {})), app.drafts.subscribe(changed)];
    const timer = setInterval(all, EVERY_MS);
    const stay = (/** @type {Event} */ event) => app.drafts.saving.problem && app.drafts.saving.unsaved && event.preventDefault();
    addEventListener("beforeunload", stay);
    all();
    return () => (clearInterval(timer), removeEventListener("beforeunload", stay), stops.forEach((stop) => stop()));
}

/** @param {HTMLElement} region @param {App} app */
async function showAll(region, app) {
    const refused = await app.device.refuses();
    document.body.toggleAttribute("data-keeps-nothing", refused);
    one(region, "[data-refused]").hidden = !refused;
    if (refused) return;
    showSpoilt(region, app);
    one(region, "[data-clock]").hidden = (await app.device.ahead()) === 0;
    await Promise.all([showRoom(region, app), showMissing(region, app)]);
}

/** A browser may tell of more room than it gives: what found none counts. @param {HTMLElement} region @param {App} app */
async function showRoom(region, app) {
    const room = await app.device.estimate();
    const left = room ? room.quota - room.usage : Infinity;
    one(region, "[data-room]").hidden = left >= LITTLE && app.drafts.saving.problem !== "quota";
}

/** @param {HTMLElement} region @param {App} app */
async function showMissing(region, app) {
    const missing = await app.outbox.missing();
    one(region, "[data-missing]").hidden = missing === null;
    if (missing) fill(region, { missing: say(region, "missing", { ...missing, since: timeOf(missing.since) }) });
}

/** @param {HTMLElement} region @param {App} app */
function showSpoilt(region, app) {
    const unreadable = app.vault.state === "unlocked" ? app.drafts.spoilt(app.current.draft) : 0;
    fill(region, { spoilt: say(region, "spoilt", { n: unreadable }) });
    one(region, "[data-spoilt]").hidden = unreadable === 0;
}
