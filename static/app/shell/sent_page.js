/**
 * After submitting: the reference, large, once the service has signed for it.
 * @import { App, Mount, OutboxItem } from "../types.d.ts"
 */
import { standingOf } from "../meeting/standing.js";
import { timeOf } from "./moments.js";
import { formOf, namedItems } from "./outbox_page.js";
import { fill, one, part, say } from "./words.js";

/** @type {Mount} */
export async function mount(page, app) {
    const show = () => showSent(page, app);
    const stop = app.outbox.subscribe(show);
    await Promise.all([show(), showMeeting(page, app)]);
    return stop;
}

/** Who scored in a meeting goes back to it. @param {HTMLElement} page @param {App} app */
async function showMeeting(page, { current, drafts }) {
    const encounter = current.encounter && (await drafts.load(current.encounter).catch(() => null));
    if (!page.isConnected || !encounter || standingOf(encounter) !== "runs") return;
    one(page, "[data-meeting]").hidden = false;
    one(page, "[data-done]").classList.add("govuk-button--secondary");
}

/** @param {HTMLElement} page @param {App} app */
async function showSent(page, app) {
    const [items, summary] = await Promise.all([namedItems(app), app.outbox.summary()]);
    if (!page.isConnected) return;
    const sent = items.filter((item) => app.current.sent.includes(item.id));
    one(page, "[data-rows]").replaceChildren(...sent.map((item) => row(page, item)));
    one(page, "[data-nothing]").hidden = sent.length > 0;
    one(page, "[data-more]").hidden = app.current.encounter === null;
    if (sent.length === 0) return;
    const received = sent.filter((item) => item.received_at !== null);
    showReference(page, received);
    fill(page, { title: say(page, received.length === sent.length ? "title-received" : "title-waiting") });
    fill(page, { sum: stateOf(page, sent, received, summary.sending) });
}

/** @param {HTMLElement} page @param {OutboxItem[]} sent @param {OutboxItem[]} received @param {{done: number, total: number} | null} sending */
function stateOf(page, sent, received, sending) {
    if (received.length === sent.length) return say(page, "sent-received", { time: timeOf(latest(received)) });
    if (sent.some((item) => item.state === "attention")) return say(page, "sent-attention");
    if (sending) return say(page, "sent-sending", { done: Math.min(sending.done + 1, sending.total), total: sending.total });
    return say(page, "sent-waiting");
}

/** @param {OutboxItem[]} received */
const latest = (received) => received.map((item) => item.received_at ?? "").sort().at(-1) ?? "";

/** One reference for an encounter and its author, so that one is enough. @param {HTMLElement} page @param {OutboxItem[]} received */
function showReference(page, received) {
    const reference = received.find((item) => item.reference)?.reference ?? "";
    one(page, "[data-received]").hidden = reference === "";
    fill(page, { reference, spoken: reference ? say(page, "spoken", { letters: spoken(reference) }) : "" });
}

const ALPHABET = Object.fromEntries(
    "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu"
        .split(" ").map((name) => [name[0], name]),
);

/** The reference in the radio alphabet, the same in every language. @param {string} reference */
export const spoken = (reference) =>
    [...reference.replace(/-/g, "")].map((character) => ALPHABET[character] ?? character).join(" ");

/** @param {HTMLElement} page @param {OutboxItem} item */
function row(page, item) {
    const { sent = 0, total = 0 } = item.files ?? {};
    const note = total ? say(page, "note-sent-files", { sent, total }) : "";
    return part(page, "item", { form: formOf(page, item), state: say(page, `state-${item.state}`), note });
}
