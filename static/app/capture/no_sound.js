/**
 * Where no sound is recorded: at an incident, where body-worn video is; once the child tells of a crime, from then on; and
 * where a browser can't.
 * @import { Capture } from "./form.js"
 * @import { Definition } from "./definition.js"
 */
import { all } from "../shell/words.js";
import { hasOneOf, questionsOf, valueOf } from "./definition.js";

/** @param {Capture} capture @returns {"" | "incident" | "crime" | "browser"} */
export function noSound({ encounter, saver, sheet }) {
    if (encounter.kind === "incident") return "incident";
    if (hasOneOf(valueOf(sheet.answers, "crime"), ["told"]) && !saver.fields.crime_told) void saver.put("crime_told", true);
    if (saver.fields.crime_told) return "crime";
    return typeof globalThis.MediaRecorder === "function" && navigator.mediaDevices ? "" : "browser";
}

/** Says which of them it is. @param {Capture} capture */
export function showNoSound(capture) {
    const notes = all(capture.page, "[data-no-sound]");
    const why = notes.length ? noSound(capture) : "";
    for (const note of notes) note.hidden = note.dataset.noSound !== why;
}

/** Without the part for sound at an incident, unless something in it was answered before it was one. @param {Definition} definition @param {Record<string, any>} encounter @param {Record<string, any>} answers @returns {Definition} */
export function askedAt(definition, { kind }, answers) {
    if (kind !== "incident") return definition;
    const sections = definition.sections.filter((section) => {
        const asked = questionsOf({ ...definition, sections: [section] });
        return !asked.some((question) => question.kind === "sound") || asked.some(({ id }) => valueOf(answers, id) !== null);
    });
    return { ...definition, sections };
}
