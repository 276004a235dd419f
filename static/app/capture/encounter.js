/**
 * The encounter: several screens of one page, each field saved at once in the encounter's draft.
 * @import { App, Draft, Edit, Mount } from "../types.d.ts"
 * @import { Saver } from "./saver.js"
 */
import { codeOf } from "../problem.js";
import { all, one, onActs, say } from "../shell/words.js";
import { openDraft } from "../shell/opening.js";
import { offerStop } from "../shell/stop.js";
import { markLeft, mountAsking } from "./asking.js";
import { mountFields } from "./fields.js";
import { mountPeople } from "./people.js";
import { mountPlace } from "./place.js";
import { createSaver } from "./saver.js";
import { mountScreens } from "./screens.js";

/** @type {Mount} */
export async function mount(page, app) {
    const draft = await openDraft(app, app.current.encounter);
    one(page, "[data-closed]").hidden = draft !== null;
    one(page, "[data-open]").hidden = draft === null;
    if (draft === null) return;

    const saver = createSaver(app.drafts, draft.id, draft.fields, (problem) => told(page, app, problem));
    const parts = { page, app, saver };
    const undo = [
        mountFields(page, saver),
        mountPlace(parts),
        mountPeople(parts),
        mountAsking(parts),
        mountScreens(page, { leaving: saver.flush, shown: () => page.dispatchEvent(new Event("shown")) }),
        app.vault.beforeLock(saver.flush),
        offerStop(() => stop(page, app, saver)),
        await mountEditing(page, app, draft, saver),
    ];
    return () => {
        saver.flush();
        for (const each of undo) each();
    };
}

/** Hidden first, then saved; what is left to ask is marked. @param {HTMLElement} page @param {App} app @param {Saver} saver */
async function stop(page, app, saver) {
    app.hide();
    await saver.flush();
    await markLeft(page, saver);
    one(page, "[data-stopped]").hidden = false;
}

/**
 * One window edits; another shows, and may take over.
 * @param {HTMLElement} page @param {App} app @param {Draft} draft @param {Saver} saver
 */
async function mountEditing(page, app, draft, saver) {
    const sent = draft.state === "submitted";
    one(page, "[data-submitted]").hidden = !sent;
    const edit = await app.drafts.edit(draft.id);
    const show = (/** @type {boolean} */ mine) => {
        one(page, "[data-not-mine]").hidden = mine || sent;
        for (const group of all(page, "[data-field], [data-people], [data-adding]")) group.inert = !mine || sent;
    };
    show(edit.mine);
    const lost = edit.onLost(() => saver.flush().finally(() => show(false)));
    const acts = onActs(page, { "take-over": () => takeOver(edit, app) });
    return () => {
        lost();
        acts();
        edit.release();
    };
}

/** @param {Edit} edit @param {App} app */
async function takeOver(edit, app) {
    await edit.takeOver();
    await app.navigate("/encounter");
}

/** @param {HTMLElement} page @param {App} app @param {unknown} problem */
function told(page, app, problem) {
    app.announce(say(page, codeOf(problem) ?? "storage") || say(page, "storage"));
}
