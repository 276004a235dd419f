/**
 * A rescue file is brought in: read here, and delivered as any submission is, by whoever is signed in or by this device.
 * @import { App } from "../types.d.ts"
 */
import { onForm } from "./asked.js";
import { fill, one, say } from "./words.js";

/** @param {HTMLElement} page @param {App} app */
export const mount = (page, app) => onForm(page, "rescue", () => bringIn(page, app));

/** @param {HTMLElement} page @param {App} app */
async function bringIn(page, app) {
    const input = /** @type {HTMLInputElement} */ (one(page, "#rescue-file"));
    const [file] = input.files ?? [];
    if (!file) throw Object.assign(new Error("no file"), { code: "fill-file" });
    const { received, known, refused, references } = await app.outbox.bringIn(await file.text());
    const said = [
        say(page, "brought", { received, known }),
        references.length ? say(page, "references", { references: references.join(", ") }) : "",
        refused.length ? say(page, "refused", { n: refused.length, codes: [...new Set(refused)].join(", ") }) : say(page, "all-here"),
    ];
    fill(page, { brought: said.filter(Boolean).join(" ") });
    input.value = "";
}
