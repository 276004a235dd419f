/**
 * What is known before a score is given: what the other forms of this encounter say, and what this phone can't know.
 * @import { Capture } from "./form.js"
 */
import { one, say } from "../shell/words.js";
import { fetchWorkList } from "./work_list.js";

/** @param {Capture} capture @param {string} name of the part that is shown */
export async function showKnown({ page, app }, name) {
    const place = page.querySelector(`[data-section="${name}"] [data-known]`);
    if (!(place instanceof HTMLElement) || !app.current.encounter) return;
    const list = await fetchWorkList(app, app.current.encounter).catch(() => null);
    const graded = (list?.tasks ?? []).filter((task) => task.level && task.draft && task.draft.id !== app.current.draft);
    const told = graded.map((task) => item(`${say(page, `title.${task.form}`)}: ${say(page, `level.${task.level}`)}`));
    one(place, "ul").replaceChildren(...told);
}

/** @param {string} text */
function item(text) {
    const made = document.createElement("li");
    made.textContent = text;
    return made;
}
