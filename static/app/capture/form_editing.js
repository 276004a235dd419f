/**
 * One window edits a form; another shows it, and may take over.
 * @import { Id } from "../types.d.ts"
 * @import { Capture } from "./form.js"
 */
import { all, one, onActs } from "../shell/words.js";

/** @param {Capture} capture @param {Id} id @returns {Promise<() => void>} */
export async function mountEditing({ page, app, saver }, id) {
    const edit = await app.drafts.edit(id);
    const show = (/** @type {boolean} */ mine) => {
        one(page, "[data-not-mine]").hidden = mine;
        for (const section of all(page, "[data-section]")) section.inert = !mine;
    };
    show(edit.mine);
    const lost = edit.onLost(() => saver.flush().finally(() => show(false)));
    const acts = onActs(page, { "take-over": () => edit.takeOver().then(() => app.navigate(pathOf(page))) });
    return () => {
        lost();
        acts();
        edit.release();
    };
}

/** @param {HTMLElement} page */
export const pathOf = ({ dataset: { form, version, language } }) => `/forms/${form}/${version}/${language}`;
