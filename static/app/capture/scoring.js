/**
 * Before a score: whether it is given alone in a meeting, or would not be blind.
 * @import { Capture } from "./form.js"
 */
import { standingOf } from "../meeting/standing.js";
import { all } from "../shell/words.js";

/** @param {Capture} capture @param {string} name of the part that is shown */
export function showScoring({ page, app, encounter }, name) {
    const place = page.querySelector(`[data-section="${name}"] [data-scoring]`);
    if (!(place instanceof HTMLElement)) return;
    const is = scoringOf(encounter, app.connection.online);
    place.hidden = is === null;
    for (const line of all(place, "[data-scoring-is]")) line.hidden = line.dataset.scoringIs !== is;
}

/** @param {Record<string, any>} encounter @param {boolean} online */
function scoringOf(encounter, online) {
    if (encounter.meeting_revealed) return "over";
    const standing = standingOf({ fields: encounter, state: "open" });
    return standing === "runs" && !online ? "offline" : standing;
}
