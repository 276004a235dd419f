/**
 * What the other forms of an encounter on this phone say, each as its level.
 * @import { Capture } from "./form.js"
 */
import { has, one, say } from "../shell/words.js";
import { fetchWorkList } from "./work_list.js";

/** @param {Capture} capture @param {HTMLElement} place */
export async function showLevels({ page, app }, place) {
    if (!app.current.encounter) return;
    const list = await fetchWorkList(app, app.current.encounter).catch(() => null);
    const graded = (list?.tasks ?? []).filter(({ form, level, draft }) => level && draft && draft.id !== app.current.draft && has(page, `title.${form}`));
    const told = graded.map((task) => item(`${say(page, `title.${task.form}`)}: ${say(page, `level.${task.level}`)}`));
    one(place, "[data-levels]").replaceChildren(...told);
}

/** @param {string} text */
function item(text) {
    const made = document.createElement("li");
    made.textContent = text;
    return made;
}
