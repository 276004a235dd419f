/**
 * What follows from an answer, and from coming to another part of the form.
 * @import { Capture } from "./form.js"
 * @import { createSaying } from "./saying.js"
 */
import { defaultSource, entryOf, idOf, questionOf, readAnswer, writeAnswer } from "./answers.js";
import { showCheck } from "./check.js";
import { createFollowUps } from "./follow_ups.js";
import { showNext } from "./next.js";
import { showPlace } from "./section.js";
import { showSource } from "./source.js";
import { createSpoken } from "./spoken.js";

/** @param {Capture} capture @param {ReturnType<typeof createSaying>} saying */
export function createWork(capture, saying) {
    const { page, sheet, saver } = capture;
    const followUps = createFollowUps(page, sheet);
    const spoken = createSpoken(page, sheet);
    let section = "";
    followUps.show();

    /** @param {string} name */
    function shown(name) {
        section = name;
        showPlace(capture, name);
        if (name === "check") showCheck(capture);
        if (name === "next") showNext(capture);
        spoken.show(name);
        if (saver.fields.at !== name && isBegun(capture)) void saver.put("at", name);
        if (capture.focus) goTo(capture);
    }

    /** @type {Capture["put"]} */
    function put(id, entry, controls = false) {
        const question = questionOf(page.querySelector(`#q-${id}`));
        if (controls && question) writeAnswer(question, entry?.value ?? undefined);
        const change = sheet.put(id, entry);
        if (question) showSource(capture, question);
        if (change.opens) followUps.show();
        spoken.show(section);
        saying.rules(change);
        saying.saved(saver.put(`answer.${id}`, entry));
    }

    /** @param {HTMLElement} question */
    const typed = (question) =>
        saver.soon(`answer.${idOf(question)}`, () => entryOf(readAnswer(question), sheet.answers[idOf(question)], defaultSource(question)));

    return { shown, put, typed };
}

/** A place is kept only in a draft that there is. @param {Capture} capture */
const isBegun = ({ app: { current } }) => current.draft !== null;

/** @param {Capture} capture */
function goTo(capture) {
    const legend = capture.page.querySelector(`#q-${capture.focus} > legend`);
    capture.focus = "";
    if (!(legend instanceof HTMLElement)) return;
    requestAnimationFrame(() => {
        legend.focus();
        legend.scrollIntoView({ block: "center" });
    });
}
