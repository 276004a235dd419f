/**
 * What is said while answering, quietly: that it is saved (once), that it isn't, and a rule that begins to speak.
 * @import { Capture } from "./form.js"
 * @import { Change } from "./sheet.js"
 */
import { codeOf } from "../problem.js";
import { has, one, say } from "../shell/words.js";
import { pathOf } from "./form_editing.js";

/** @param {Capture} capture */
export function createSaying(capture) {
    const { page, app, sheet } = capture;
    const place = one(page, "[data-saved]");
    let asking = false;
    let said = false;

    const unsaved = (/** @type {any} */ event) => {
        const code = codeOf(event.detail) ?? "storage";
        place.textContent = say(page, has(page, code) ? code : "storage");
    };
    page.addEventListener("unsaved", unsaved);
    const mended = app.drafts.subscribe(({ problem, unsaved: left }) => void (!problem && !left && (place.textContent = "")));
    const opened = app.vault.subscribe((state) => void (state === "unlocked" && app.current.draft && reload()));

    /** The draft that was shut may hold more than the page shows. */
    const reload = () => setTimeout(() => page.isConnected && app.navigate(pathOf(page)));

    async function askToUnlock() {
        place.textContent = say(page, app.vault.state === "none" ? "not-enrolled" : "not-saved");
        if (asking || app.vault.state === "none") return;
        asking = true;
        await app.unlock();
        asking = false;
    }

    return {
        /** @param {Promise<void>} stored */
        saved(stored) {
            if (app.drafts.saving.needsUnlock || app.vault.state !== "unlocked") void askToUnlock();
            void stored.then(() => {
                if (app.drafts.saving.problem) return;
                place.textContent = "";
                if (!said) app.announce(say(page, "saved"));
                said = true;
            });
        },
        /** @param {Change} change */
        rules({ prompts, reasons }) {
            const keys = [...prompts.map((code) => `prompt.${code}`), ...reasons.map((code) => `reason.${code}`)];
            const sentences = keys.map((key) => say(page, key, sheet.assessment.counts)).filter(Boolean);
            if (sentences.length) app.announce(sentences.join(" "));
        },
        stop() {
            opened();
            mended();
            page.removeEventListener("unsaved", unsaved);
        },
    };
}
