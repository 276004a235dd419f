/**
 * The status line: what is true of this phone now, in the page's words, never hidden.
 * @import { Mount, OutboxSummary, Saving } from "../types.d.ts"
 */
import { calmly } from "../frames.js";
import { ageOf, timeOf } from "./moments.js";
import { fill, say } from "./words.js";

const EVERY = 20_000;

/** @type {Mount} */
export function mount(line, app) {
    let turn = 0;
    const showNow = async () => {
        const mine = turn;
        const summary = await app.outbox.summary();
        if (mine !== turn) return;
        const parts = partsOf(app.drafts.saving, summary, app.connection.online);
        fill(line, { status: parts.map(([key, values]) => said(key, values)).join(" · ") });
        line.dataset.state = stateOf(app.drafts.saving, summary);
        line.setAttribute("aria-busy", "false");
    };
    const calm = calmly(() => void showNow());
    /** What stands there may not be so any more: said at once to whoever asks, and shown calmly. */
    const show = () => {
        turn += 1;
        line.setAttribute("aria-busy", "true");
        calm();
    };
    const stops = [app.outbox, app.drafts, app.connection, app.vault].map((source) => source.subscribe(show));
    const timer = setInterval(show, EVERY);
    show();
    return () => (clearInterval(timer), stops.forEach((stop) => stop()));
}

/** @typedef {[key: string, values?: Record<string, string | number>]} Part */

/** What the line says, worst first. @param {Saving} saving @param {OutboxSummary} summary @param {boolean} online @returns {Part[]} */
export function partsOf(saving, summary, online) {
    const { attention, overdue } = summary;
    return [
        ...when(overdue, ["overdue"]),
        ...savedOf(saving, summary),
        ...when(attention, ["attention", { n: attention }]),
        ...when(isSilent(summary), ["silent"]),
        ...waitingOf(summary, online),
    ];
}

/** Somebody's store does not answer, so nobody knows what waits there. @param {OutboxSummary} summary */
const isSilent = ({ whose }) => whose.some(({ unsent }) => unsent === null);

/** @param {Saving} saving @param {OutboxSummary} summary @returns {Part[]} */
function savedOf({ problem, unsaved }, summary) {
    if (problem === "quota" || problem === "storage") return [[problem]];
    if (unsaved) return [["unsaved"]];
    const { waiting, attention, last } = summary;
    return !waiting && !attention && !isSilent(summary) && last ? [["received", { moment: last.received_at }]] : [["saved"]];
}

/** @param {OutboxSummary} summary @param {boolean} online @returns {Part[]} */
function waitingOf({ waiting, sending, oldest, hold }, online) {
    if (!waiting) return [];
    return [
        sending ? ["sending", { done: Math.min(sending.done + 1, sending.total), total: sending.total }] : ["waiting", { n: waiting }],
        ...when(oldest, ["oldest", { moment: oldest ?? "" }]),
        ...when(hold === "sign-in", ["sign-in"]),
        ...when(hold !== "sign-in" && !online, ["offline"]),
    ];
}

/** @param {unknown} condition @param {Part} part @returns {Part[]} */
const when = (condition, part) => (condition ? [part] : []);

/** @param {Saving} saving @param {OutboxSummary} summary */
export function stateOf(saving, summary) {
    const { waiting, attention, overdue, hold } = summary;
    if (overdue || attention || saving.problem || isSilent(summary) || hold === "sign-in") return "attention";
    return waiting || saving.unsaved ? "waiting" : "clear";
}

/** @param {string} key @param {Record<string, string | number>} [values] */
function said(key, values = {}) {
    const { moment, n, ...rest } = values;
    const worded = { ...rest, ...(moment ? { age: ageOf(String(moment)), time: timeOf(String(moment)) } : {}) };
    if (n === undefined) return say(document, `status.${key}`, { phone: document.body.dataset.unitPhone ?? "", ...worded });
    const category = new Intl.PluralRules(document.documentElement.lang).select(Number(n));
    return say(document, `status.${key}.${category}`, { n, ...worded }) || say(document, `status.${key}`, { n, ...worded });
}
