/**
 * Danger now, and what happened where and when.
 * @import { App } from "../types.d.ts"
 * @import { Saver } from "./saver.js"
 */
import { all, one, onActs } from "../shell/words.js";
import { rfc3339 } from "../time.js";
import { writeField } from "./fields.js";

const LONG_AGO_MS = 7 * 24 * 60 * 60 * 1000;
const LENIENCE_MS = 5 * 60 * 1000;

/** @param {{page: HTMLElement, app: App, saver: Saver}} parts */
export function mountPlace({ page, saver }) {
    const show = () => showWarnings(page, saver);
    const now = () => {
        saver.put("started_at", rfc3339(new Date()));
        writeField(one(page, '[data-field="started_at"]'), saver.fields);
        show();
    };
    if (!saver.fields.started_at) now();
    const acts = onActs(page, { now });
    page.addEventListener("change", show);
    show();
    return () => {
        acts();
        page.removeEventListener("change", show);
    };
}

/** @param {HTMLElement} page @param {Saver} saver */
function showWarnings(page, saver) {
    const { danger_now: danger, started_at: started } = saver.fields;
    const ahead = started ? Date.parse(started) - Date.now() : 0;
    warn(page, "danger", danger === "yes");
    warn(page, "future", ahead > LENIENCE_MS);
    warn(page, "long-ago", ahead < -LONG_AGO_MS);
}

/** @param {ParentNode} page @param {string} name @param {boolean} shown */
export function warn(page, name, shown) {
    for (const warning of all(page, `[data-warn="${name}"]`)) warning.hidden = !shown;
}
