/**
 * The start: begin an encounter, continue one, see what came back.
 * @import { App, Draft, DraftHead, Mount } from "../types.d.ts"
 */
import { timeOf } from "../shell/moments.js";
import { isRunning } from "../meeting/standing.js";
import { mountReturned } from "../shell/returned.js";
import { all, fill, one, onActs, part, say } from "../shell/words.js";
import { rfc3339 } from "../time.js";
import { peopleOf } from "./people.js";

/** @type {Mount} */
export async function mount(page, app) {
    const show = () => showStart(page, app);
    const stops = [
        app.vault.subscribe(show),
        app.connection.subscribe(show),
        app.session.subscribe(show),
        mountReturned(page, app),
        onActs(page, {
            begin: (button) => begin(app, button.dataset.kind ?? "other"),
            join: () => join(app),
            open: (button) => carryOn(app, button.dataset.id ?? "", button.dataset.at ?? "/tasks"),
            restore: (button) => app.drafts.restore(button.dataset.id ?? "").then(show),
            unlock: () => app.unlock(),
            "sign-out": () => leave(page, app),
        }),
    ];
    await show();
    await shortcut(page, app);
    return () => stops.forEach((stop) => stop());
}

/** The shortcuts of the installed app come in by the address, and count once. @param {HTMLElement} page @param {App} app */
async function shortcut(page, app) {
    const asked = location.hash;
    if (asked !== "#new-incident" && asked !== "#continue") return;
    history.replaceState(history.state, "", location.pathname);
    if (asked === "#new-incident") await begin(app, "incident");
    if (asked === "#continue" && app.vault.state === "locked" && (await app.drafts.count())) await app.unlock();
}

/** @param {App} app @param {string} kind */
async function begin(app, kind) {
    if ((await app.vault.enrolled()).length === 0) return app.navigate("/sign-in");
    const id = await app.drafts.create({ type: "encounter" });
    app.current.encounter = id;
    app.current.draft = null;
    const started = { kind, started_at: rfc3339(new Date()) };
    app.drafts.putAll(id, started).catch(() => undefined);
    await app.navigate("/encounter");
}

/** @param {App} app */
async function join(app) {
    Object.assign(app.current, { encounter: null, draft: null, meeting: null });
    await app.navigate("/meeting");
}

/** @param {App} app @param {string} id @param {string} at */
async function carryOn(app, id, at) {
    app.current.encounter = id;
    app.current.draft = null;
    await app.navigate(at);
}

/** @param {HTMLElement} page @param {App} app */
async function showStart(page, app) {
    const { state } = app.vault;
    const [heads, count] = await Promise.all([app.drafts.list(), app.drafts.count()]);
    if (!page.isConnected) return;
    one(page, "[data-first-time]").hidden = state !== "none";
    for (const note of all(page, "[data-offline]")) note.hidden = app.connection.online;
    one(page, "[data-locked]").hidden = state !== "locked";
    one(page, "[data-signed]").hidden = state !== "unlocked";
    fill(page, { count, who: app.vault.owner ? say(page, "who", { name: app.vault.owner.practitioner.name }) : "" });
    const shown = await showDrafts(page, app, heads);
    one(page, "[data-continue]").hidden = shown === 0 && !(state === "locked" && count > 0);
    showDiscarded(page, heads);
}

/** @param {HTMLElement} page @param {App} app @param {DraftHead[]} heads */
async function showDrafts(page, app, heads) {
    const open = heads.filter((head) => head.type === "encounter" && isListed(head, heads));
    const drafts = await Promise.all(open.map((head) => app.drafts.load(head.id).catch(() => null)));
    const rows = drafts.flatMap((draft) => (draft ? [row(page, draft, heads)] : []));
    const list = one(page, "[data-drafts]");
    list.replaceChildren(...rows);
    list.hidden = rows.length === 0;
    return rows.length;
}

/** @param {DraftHead[]} heads @param {string} encounter */
const formsOf = (heads, encounter) => heads.filter((head) => head.type === "form" && head.encounter === encounter && head.state !== "discarded");

const RECENT_MS = 24 * 60 * 60 * 1000;

/** What is open, and for a day what was submitted: another form may follow. @param {DraftHead} head @param {DraftHead[]} heads */
export function isListed(head, heads, now = Date.now()) {
    if (head.state === "discarded") return false;
    return !isSubmitted(head, heads) || now - Date.parse(head.changed_at) < RECENT_MS;
}

/** @param {DraftHead} head @param {DraftHead[]} heads */
function isSubmitted(head, heads) {
    const forms = formsOf(heads, head.id);
    return head.state === "submitted" || (forms.length > 0 && forms.every((form) => form.state === "submitted"));
}

/** @param {HTMLElement} page @param {Draft} draft @param {DraftHead[]} heads */
function row(page, draft, heads) {
    const names = peopleOf(draft.fields).map((person) => person.given_name).filter(Boolean);
    const made = part(page, "draft", {
        kind: say(page, `kind-${draft.fields.kind ?? "other"}`),
        when: timeOf(draft.fields.started_at ?? draft.started_at),
        state: say(page, stateOf(draft, heads)),
        who: names.join(", "),
    });
    const button = one(made, "[data-act]");
    button.dataset.id = draft.id;
    if (isRunning(draft.fields)) button.dataset.at = "/meeting";
    return made;
}

/** @param {Draft} draft @param {DraftHead[]} heads */
function stateOf(draft, heads) {
    if (isRunning(draft.fields)) return "state-meeting";
    if (isSubmitted(draft, heads)) return "state-submitted";
    return formsOf(heads, draft.id).some((form) => form.state === "submitted") ? "state-part" : "state-open";
}

/** An encounter takes its forms along, so that they are not listed beside it. @param {HTMLElement} page @param {DraftHead[]} heads */
function showDiscarded(page, heads) {
    const discarded = heads.filter((head) => head.state === "discarded");
    const encounters = new Set(discarded.filter((head) => head.type === "encounter").map((head) => head.id));
    const rows = discarded.filter((head) => !encounters.has(head.encounter ?? "")).map((head) => discard(page, head));
    one(page, "[data-discards]").replaceChildren(...rows);
    one(page, "[data-discarded]").hidden = rows.length === 0;
}

/** @param {HTMLElement} page @param {DraftHead} head */
function discard(page, head) {
    const kind = say(page, head.type === "encounter" ? "kind-other" : `form-${head.form}`) || say(page, "form");
    const made = part(page, "discard", { what: `${kind} · ${timeOf(head.started_at)}`, reason: head.reason ?? "" });
    one(made, "[data-act]").dataset.id = head.id;
    return made;
}

/** Says what is unsent before it signs out; with nothing unsent it does so at once. @param {HTMLElement} page @param {App} app */
async function leave(page, app) {
    const { waiting, attention } = await app.outbox.summary();
    const dialog = /** @type {HTMLDialogElement} */ (one(page, "[data-leaving]"));
    if (waiting + attention > 0) {
        fill(dialog, { unsent: waiting + attention });
        dialog.returnValue = "";
        dialog.showModal();
        await new Promise((closed) => dialog.addEventListener("close", closed, { once: true }));
        if (dialog.returnValue !== "leave") return;
    }
    await app.session.signOut();
}
