/**
 * Where no sound is recorded: at an incident, where body-worn video is; once the child tells of a crime, from then on; and
 * where a browser can't.
 * @import { Capture } from "./form.js"
 * @import { Definition } from "./definition.js"
 */
import { all } from "../shell/words.js";
import { hasOneOf, valueOf } from "./definition.js";

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
    if (why) for (const button of all(capture.page, "[data-new-sound]")) button.setAttribute("disabled", "");
}

/** The form as it is asked here: without the part for sound at an incident, unless something in it was answered before. @param {Definition} definition @param {Record<string, any>} encounter @param {Record<string, any>} answers @returns {Definition} */
export function askedAt(definition, { kind }, answers) {
    stayOpen(definition, answers);
    if (kind !== "incident") return definition;
    const sections = definition.sections.filter((section) => !soundIn(section) || section.question.some(({ id }) => valueOf(answers, id) !== null));
    return { ...definition, sections };
}

/** Where something was recorded it stays in sight, whatever is answered after. @param {Definition} definition changed @param {Record<string, any>} answers */
export function stayOpen({ sections }, answers) {
    for (const section of sections) {
        const sound = soundIn(section);
        if (sound && valueOf(answers, sound.id) !== null) delete section.opens_when, delete sound.opens_when;
    }
}

/** @param {import("./definition.js").Section} section */
const soundIn = ({ question }) => question.find(({ kind }) => kind === "sound");
