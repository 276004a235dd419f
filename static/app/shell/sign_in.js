/**
 * One page for everybody: unlocks where this device holds a vault, else signs in and enrols.
 * @import { App, Enrolled, Mount, SignedIn } from "../types.d.ts"
 */
import { forget, onForm, typed } from "./asked.js";
import { mountEnrol } from "./enrol.js";
import { showReady } from "./ready.js";
import { createSteps } from "./steps.js";
import { waitsOf } from "./waits.js";
import { offerWho } from "./who.js";
import { all, fill, one, onActs, say } from "./words.js";

/** Whoever has no field app is led on from there, by their role. */
const DESK = "/desk";

/** @type {Mount} */
export async function mount(page, app) {
    const steps = createSteps(page);
    const go = { steps, field: () => app.navigate("/"), ready: (/** @type {number} */ unreadable) => showReady(page, app, steps, unreadable) };
    const stops = [
        onForm(page, "unlock", (form) => unlock(app, form, go)),
        onForm(page, "sign-in", (form) => signIn(page, app, form, go)),
        onForm(page, "invitation", (form) => signIn(page, app, form, go)),
        onForm(page, "old", (form) => openOld(app, form, go)),
        mountEnrol(page, app, go),
        mountOffline(page, app),
        mountWaits(page, app),
        onActs(page, { to: (button) => steps.show(button.dataset.goTo ?? ""), reveal: (button) => reveal(page, button) }),
    ];
    await begin(page, app, steps);
    return () => stops.forEach((stop) => stop());
}

/** @typedef {{steps: import("./steps.js").Steps, field: () => Promise<void>, ready: (unreadable: number) => Promise<void>}} Go */

/** @param {HTMLElement} page @param {App} app @param {Go["steps"]} steps */
async function begin(page, app, steps) {
    const enrolled = (await app.vault.enrolled()).filter((one) => !one.revoked);
    showOwners(page, enrolled);
    const shut = enrolled.length > 0 && app.vault.state !== "unlocked";
    steps.show(shut && location.hash !== "#sign-in" ? "unlock" : "sign-in");
}

/** @param {HTMLElement} page @param {Enrolled[]} enrolled */
function showOwners(page, enrolled) {
    offerWho(page, enrolled, { then: one(page, "#unlock-passphrase") });
    one(page, "[data-only-one]").hidden = enrolled.length !== 1;
    fill(page, { owner: enrolled[0]?.mark ?? "" });
}

/** @param {HTMLElement} page @param {App} app */
function mountWaits(page, app) {
    const show = async () => fill(page, { waits: waitsOf(await app.vault.enrolled(), await app.outbox.summary()) });
    void show();
    return app.outbox.subscribe(() => void show());
}

/** @param {App} app @param {HTMLFormElement} form @param {Go} go */
async function unlock(app, form, go) {
    const { vault, passphrase } = typed(form, "passphrase");
    await app.vault.unlock(passphrase, vault ? { vault } : undefined);
    forget(form);
    await go.field();
}

/** @param {HTMLElement} page @param {App} app @param {HTMLFormElement} form @param {Go} go */
async function signIn(page, app, form, go) {
    const needed = form.dataset.form === "invitation" ? ["email", "code", "passphrase"] : ["email", "passphrase"];
    const { email, passphrase, code } = typed(form, ...needed);
    const next = await app.session.signIn(email.trim(), passphrase, code);
    forget(form);
    await goOn(page, app, next, go);
}

/** @param {HTMLElement} page @param {App} app @param {SignedIn} signedIn @param {Go} go */
async function goOn(page, app, signedIn, go) {
    if (signedIn.next === "desk") location.assign(DESK);
    else if (signedIn.next === "field") await go.field();
    else if (signedIn.next === "enrol") go.steps.show("enrol");
    else {
        fill(page, { drafts: signedIn.drafts });
        go.steps.show("old");
    }
}

/** @param {App} app @param {HTMLFormElement} form @param {Go} go */
async function openOld(app, form, go) {
    const { passphrase } = typed(form, "passphrase");
    await app.session.openOld(passphrase);
    forget(form);
    await go.field();
}

/** @param {HTMLElement} page @param {App} app */
function mountOffline(page, app) {
    const show = (/** @type {boolean} */ online) => all(page, "[data-offline]").forEach((note) => (note.hidden = online));
    show(app.connection.online);
    return app.connection.subscribe(show);
}

/** @param {HTMLElement} page @param {HTMLElement} button */
function reveal(page, button) {
    const input = /** @type {HTMLInputElement} */ (one(page, `#${button.getAttribute("aria-controls")}`));
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
    button.textContent = say(page, shown ? "conceal" : "reveal");
}
