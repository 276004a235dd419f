/**
 * Changing the passphrase where the vault is: both are wrapped anew together, so that no draft asks for the earlier one.
 * @import { Mount } from "../types.d.ts"
 */
import { onForm, typed } from "./asked.js";
import { one } from "./words.js";

/** @type {Mount} */
export function mount(page, app) {
    const show = () => void (page.hidden = app.vault.state !== "unlocked");
    const stops = [
        app.vault.subscribe(show),
        onForm(page, "passphrase", async (form) => {
            const done = one(form, "[data-done]");
            done.hidden = true;
            const { current, next } = typed(form, "current", "next");
            await app.session.changePassphrase(current, next);
            form.reset();
            done.hidden = false;
        }),
    ];
    show();
    return () => stops.forEach((stop) => stop());
}
