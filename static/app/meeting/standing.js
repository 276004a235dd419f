/**
 * Where an encounter stands with its meeting, for the screens around it.
 * @import { Draft } from "../types.d.ts"
 */
import { all, one } from "../shell/words.js";

/** @param {Record<string, any>} fields of an encounter @param {number} [now] milliseconds */
export const isRunning = ({ meeting, meeting_ends_at: ends }, now = Date.now()) => Boolean(meeting) && !(Date.parse(ends) <= now);

/** Null where there is none to speak of: what was sent without a meeting is past it. @param {Pick<Draft, "fields" | "state">} encounter @returns {null | "unopened" | "runs" | "over"} */
export function standingOf({ fields, state }) {
    if (fields.meeting) return isRunning(fields) ? "runs" : "over";
    return fields.kind === "meeting" && state === "open" ? "unopened" : null;
}

/** @param {HTMLElement} page @param {Draft} encounter */
export function showStanding(page, encounter) {
    const standing = standingOf(encounter);
    one(page, "[data-meeting]").hidden = standing === null;
    for (const line of all(page, "[data-meeting-is]")) line.hidden = line.dataset.meetingIs !== standing;
}
