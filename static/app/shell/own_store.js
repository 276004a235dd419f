/**
 * Removing oneself from this device: by the owner, with the passphrase, with nothing left that anybody would miss.
 * @import { App, Mount } from "../types.d.ts"
 */
import { onForm, typed } from "./asked.js";
import { fill, one, say } from "./words.js";

/** @type {Mount} */
export function mount(page, app) {
    const show = () => void showHeld(page, app);
    const stops = [
        app.vault.subscribe(show),
        app.drafts.subscribe(show),
        app.outbox.subscribe(show),
        onForm(page, "remove", (form) => remove(page, app, form)),
    ];
    show();
    return () => stops.forEach((stop) => stop());
}

/** @param {HTMLElement} page @param {App} app */
async function showHeld(page, app) {
    page.hidden = app.vault.state !== "unlocked";
    const held = page.hidden ? null : await app.vault.held().catch(() => null);
    if (!held || !page.isConnected) return;
    fill(page, held);
    one(page, "[data-unsent]").hidden = held.unsent === 0;
    one(page, "[data-given-up]").hidden = held.drafts === 0;
    page.dataset.heldDrafts = String(held.drafts);
}

/** @param {HTMLElement} page @param {App} app @param {HTMLFormElement} form */
async function remove(page, app, form) {
    const { passphrase, drafts } = typed(form, "passphrase");
    const removed = say(page, "removed");
    try {
        await app.vault.remove(passphrase, { givenUp: drafts ? Number(page.dataset.heldDrafts) : 0 });
        await app.session.signOut();
        app.announce(removed);
    } finally {
        if (app.vault.state !== "unlocked") await app.navigate("/");
    }
}
