/**
 * What is handed over is held: neither Escape nor "back" leaves it, only the practitioner's gesture on its heading or
 * the passphrase.
 * @import { App } from "../types.d.ts"
 */
import { codeOf } from "../problem.js";
import { rhythm } from "../shell/privacy.js";
import { fill, has, one, say } from "../shell/words.js";

/**
 * @param {HTMLElement} page whose words say what was wrong @param {App} app
 * @param {HTMLDialogElement} cover @param {() => void} away takes it from the screen
 * @returns {() => void} lets go of it
 */
export function hold(page, app, cover, away) {
    const free = stay(cover);
    offerGesture(app, cover, away);
    offerReturn(page, app, cover, away);
    return free;
}

/** @param {HTMLDialogElement} cover */
function stay(cover) {
    let held = true;
    const stop = (/** @type {Event} */ event) => event.preventDefault();
    const keys = (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && event.preventDefault();
    const again = () => void (held && cover.isConnected && cover.showModal());
    const forward = () => history.forward();
    cover.addEventListener("cancel", stop);
    cover.addEventListener("keydown", keys);
    cover.addEventListener("close", again);
    addEventListener("popstate", forward);
    document.addEventListener("htmx:before:history:restore", stop);
    return () => {
        held = false;
        removeEventListener("popstate", forward);
        document.removeEventListener("htmx:before:history:restore", stop);
    };
}

/** @param {App} app @param {HTMLElement} cover @param {() => void} away */
function offerGesture(app, cover, away) {
    /** @type {number[]} */
    const taps = [];
    one(cover, "[data-slot=question]").addEventListener("click", async () => {
        if (await app.device.isGesture(rhythm(taps))) away();
    });
}

/** @param {HTMLElement} page @param {App} app @param {HTMLDialogElement} cover @param {() => void} away */
function offerReturn(page, app, cover, away) {
    const form = one(cover, "[data-give-back]");
    const secret = /** @type {HTMLInputElement} */ (one(form, "input"));
    one(cover, '[data-act="give-back"]').addEventListener("click", () => {
        form.hidden = !form.hidden;
        if (!form.hidden) secret.focus();
    });
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        const typed = secret.value;
        secret.value = "";
        const refusal = await app.vault.unlock(typed, { vault: app.vault.owner?.vault ?? "" }).then(() => null, (problem) => problem);
        if (!refusal) return away();
        const code = codeOf(refusal) ?? "failed";
        fill(form, { problem: say(page, has(page, code) ? code : "failed", { seconds: Math.ceil(refusal.detail?.seconds ?? 0) }) });
    });
}
