/**
 * The draft that a form page writes to. An answer may be tapped before the vault is open, or before anything was
 * begun: the draft is then made for it, so that nothing said is lost.
 * @import { App, Draft, Id } from "../types.d.ts"
 */
import { openDraft } from "../shell/opening.js";
import { rfc3339 } from "../time.js";

/** @typedef {{draft: Draft | null, encounter: Record<string, any>}} Found */

/** The form in hand with the encounter it belongs to. @param {App} app @returns {Promise<Found>} */
export async function findDraft(app) {
    const draft = await openDraft(app, app.current.draft);
    const encounter = draft?.encounter ? await app.drafts.load(draft.encounter).catch(() => null) : null;
    if (draft?.encounter) app.current.encounter = draft.encounter;
    return { draft, encounter: encounter?.fields ?? {} };
}

/** @param {App} app @param {DOMStringMap} page the form's own data attributes @returns {Promise<Id>} */
export async function beginDraft(app, { form = "", version = "", language = "en" }) {
    const encounter = app.current.encounter ?? (await app.drafts.create({ type: "encounter" }));
    const begun = { kind: "other", started_at: rfc3339(new Date()) };
    if (!app.current.encounter) app.drafts.putAll(encounter, begun).catch(() => undefined);
    app.current.encounter = encounter;
    const start = { encounter, form, version, language: language === "en" ? null : language };
    app.current.draft = await app.drafts.create({ type: "form", ...start });
    return app.current.draft;
}
