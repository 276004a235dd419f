/**
 * The outbox: what is on its way, in words that are true at this moment.
 * @import { App, Enrolled, Mount, OutboxItem, OutboxSummary } from "../types.d.ts"
 */
import { ageOf, timeOf } from "./moments.js";
import { waitsOf } from "./waits.js";
import { all, fill, has, one, onActs, part, say } from "./words.js";

const REFRESH_MS = 15_000;
const GROUPS = { attention: ["attention"], unsent: ["sending", "waiting"], received: ["files", "received"] };

/** @type {Mount} */
export async function mount(page, app) {
    const show = () => showAll(page, app);
    const stops = [
        app.outbox.subscribe(show),
        onActs(page, { send: () => send(page, app), retry: (button) => app.outbox.retry(button.dataset.id ?? "") }),
    ];
    const timer = setInterval(show, REFRESH_MS);
    await show();
    return () => {
        clearInterval(timer);
        for (const stop of stops) stop();
    };
}

/** @param {HTMLElement} page @param {App} app */
async function showAll(page, app) {
    const [summary, items, drafts, enrolled] =
        await Promise.all([app.outbox.summary(), namedItems(app), app.drafts.count(), app.vault.enrolled()]);
    if (!page.isConnected) return;
    showSummary(page, summary, drafts);
    fill(page, { waits: waitsOf(enrolled, { ...summary, oldest: null }) });
    for (const [group, states] of Object.entries(GROUPS)) {
        const rows = items.filter((item) => states.includes(item.state)).map((item) => row(page, item, enrolled));
        one(page, `[data-rows="${group}"]`).replaceChildren(...rows);
        one(page, `[data-group="${group}"]`).hidden = rows.length === 0;
    }
    one(page, "[data-nothing]").hidden = items.length > 0;
}

/** A receipt says no form; while unlocked the draft that it was still does, for some days. @param {App} app @returns {Promise<OutboxItem[]>} */
export async function namedItems(app) {
    const [items, heads] = await Promise.all([app.outbox.items(), app.drafts.list()]);
    const forms = new Map(heads.map((head) => [head.id, head.form]));
    return items.map((item) => ({ ...item, form: item.form || (forms.get(item.id) ?? "") }));
}

/** @param {HTMLElement} page @param {OutboxSummary} summary @param {number} drafts */
function showSummary(page, summary, drafts) {
    one(page, "[data-chase]").hidden = summary.overdue === 0;
    one(page, "[data-sign-in]").hidden = summary.hold !== "sign-in";
    one(page, "[data-drafts]").hidden = drafts === 0;
    fill(page, { summary: sentences(page, summary).join(" "), hold: hold(page, summary), drafts });
}

/** @param {HTMLElement} page @param {OutboxSummary} summary */
export function sentences(page, { waiting, oldest, sending, attention, last }) {
    const said = [];
    if (sending) said.push(say(page, "summary-sending", { done: Math.min(sending.done + 1, sending.total), total: sending.total }));
    if (waiting) said.push(say(page, "summary-waiting", { n: waiting, time: oldest ? timeOf(oldest) : "", age: oldest ? ageOf(oldest) : "" }));
    if (attention) said.push(say(page, "summary-attention", { n: attention }));
    if (said.length) return said;
    return [last ? say(page, "summary-last", { time: timeOf(last.received_at) }) : say(page, "summary-clear")];
}

/** @param {HTMLElement} page @param {OutboxSummary} summary */
function hold(page, summary) {
    if (!summary.hold) return "";
    return say(page, `hold-${summary.hold}`, { time: summary.next_try_at ? timeOf(summary.next_try_at) : "" });
}

/** @param {HTMLElement} page @param {OutboxItem} item */
export const formOf = (page, item) => say(page, has(page, `form-${item.form}`) ? `form-${item.form}` : "form");

const TAGS = { waiting: "govuk-tag--yellow", sending: "govuk-tag--yellow", files: "govuk-tag--yellow", attention: "govuk-tag--red", received: "govuk-tag--green" };

/** Of another's it says by initials whose it is, and not what. @param {HTMLElement} page @param {OutboxItem} item @param {Enrolled[]} enrolled */
function row(page, item, enrolled) {
    const made = part(page, "item", {
        form: item.mine ? formOf(page, item) : (enrolled.find(({ vault }) => vault === item.vault)?.mark ?? "?"),
        reference: item.reference ?? "",
        state: say(page, `state-${item.state}`),
        note: notes(page, item).join(" "),
    });
    one(made, ".govuk-tag").classList.add(TAGS[item.state]);
    if (item.state === "attention") made.append(retryButton(page, item));
    return made;
}

/** @param {HTMLElement} page @param {OutboxItem} item */
function notes(page, item) {
    const said = [
        item.state === "received" || item.state === "files" ? say(page, "note-received", { time: timeOf(item.received_at ?? item.queued_at) })
        : item.state === "attention" ? problem(page, item)
        : say(page, `note-${item.state}`, { time: timeOf(item.queued_at), age: ageOf(item.queued_at) }),
    ];
    if (item.files) said.push(say(page, "note-sent-files", { sent: item.files.sent, total: item.files.total }));
    if (item.overdue) said.push(say(page, "note-overdue"));
    if (item.reseal) said.push(say(page, "note-reseal"));
    return said;
}

/** @param {HTMLElement} page @param {OutboxItem} item */
function problem(page, item) {
    const code = item.problem ?? item.files?.problem ?? "";
    const [key, other] = item.problem ? [`problem-${code}`, "problem-other"] : [`problem-file-${code}`, "problem-file"];
    return say(page, has(page, key) ? key : other, { code });
}

/** @param {HTMLElement} page @param {OutboxItem} item */
function retryButton(page, item) {
    const button = part(page, "retry");
    button.dataset.id = item.id;
    return button;
}

/** @param {HTMLElement} page @param {App} app */
async function send(page, app) {
    const buttons = /** @type {HTMLButtonElement[]} */ (all(page, '[data-act="send"]'));
    for (const button of buttons) button.disabled = true;
    await app.outbox.deliver();
    for (const button of buttons) button.disabled = false;
    app.announce(say(page, "tried"));
}
