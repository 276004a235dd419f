/**
 * What came back on earlier referrals; asked of the service while there is one and nothing is being sent, and silent
 * without.
 * @import { App, OutboxItem, SubmissionStatus } from "../types.d.ts"
 */
import { calmly } from "../frames.js";
import { mountAgain, showAgain } from "./score_again.js";
import { one, part, say } from "./words.js";

const MOST = 5;

/** @param {HTMLElement} page @param {App} app */
export function mountReturned(page, app) {
    const show = calmly(() => void showReturned(page, app));
    const asking = [app.vault, app.session, app.connection, app.outbox].map((each) => each.subscribe(show));
    const stops = [...asking, mountAgain(page, app)];
    show();
    return () => stops.forEach((stop) => stop());
}

/** @param {HTMLElement} page @param {App} app */
async function showReturned(page, app) {
    const section = one(page, "[data-back]");
    const ask = app.vault.state === "unlocked" && app.connection.online && app.session.who !== null;
    if (!ask) return void (section.hidden = true);
    if ((await app.outbox.summary()).sending) return;
    await showAgain(page, app);
    const items = (await app.outbox.items()).filter((item) => item.mine && item.state === "received");
    const answers = await Promise.all(onePerReference(items).map((item) => asked(app, item)));
    if (!page.isConnected) return;
    const rows = answers.flatMap((answer) => (answer ? [row(page, answer)] : []));
    const list = one(page, "[data-returned]");
    list.replaceChildren(...rows);
    list.hidden = rows.length === 0;
    section.hidden = false;
}

/** The newest few encounters. @param {OutboxItem[]} items */
export const onePerReference = (items) =>
    [...new Map([...items].reverse().map((item) => [item.reference, item])).values()].reverse().slice(0, MOST);

/** @param {App} app @param {OutboxItem} item */
const asked = (app, item) => app.outbox.status(item.id).catch(() => null);

/** @param {HTMLElement} page @param {SubmissionStatus} answer */
const row = (page, answer) =>
    part(page, "returned", { reference: answer.reference, stage: say(page, `stage-${answer.stage ?? answer.status}`) || say(page, "stage-received") });
