/**
 * How a child communicates, as it is to be expected at its age: suggested where nobody has said it, and changeable.
 * @import { Capture } from "./form.js"
 * @import { Person } from "./people.js"
 */
import { questionsOf, valueOf } from "./definition.js";
import { ageOf } from "./people.js";

const TALKS = 2;
const TELLS = 8;

/** Undefined where the age is not known: then it is asked. @param {Person} child @param {Date} now */
export function wayOf(child, now) {
    if (child.unborn) return "unborn";
    const years = ageOf(child, now);
    if (years === null) return undefined;
    return years < TALKS ? "pre_verbal" : years < TELLS ? "young" : "older";
}

/** @param {Capture} capture */
export function suggestWay(capture) {
    const { sheet, subject } = capture;
    const way = subject && wayOf(subject, new Date());
    const asked = questionsOf(sheet.definition).find((question) => question.id === "mode");
    if (!way || !asked?.options?.includes(way) || valueOf(sheet.answers, "mode") !== null) return;
    capture.put("mode", { value: way, source: "practitioner" }, true);
}
