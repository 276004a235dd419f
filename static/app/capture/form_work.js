/**
 * What follows from an answer, and from coming to another part of the form.
 * @import { Capture } from "./form.js"
 * @import { createSaying } from "./saying.js"
 */
import { afterFrame } from "../frames.js";
import { defaultSource, entryOf, idOf, questionOf, readAnswer, writeAnswer } from "./answers.js";
import { showCheck } from "./check.js";
import { createFollowUps } from "./follow_ups.js";
import { createKnown } from "./known.js";
import { showNext } from "./next.js";
import { showForAnswers } from "./printing.js";
import { showPlace } from "./section.js";
import { showScoring } from "./scoring.js";
import { showSource } from "./source.js";
import { createSpoken } from "./spoken.js";

/** @param {Capture} capture @param {ReturnType<typeof createSaying>} saying */
export function createWork(capture, saying) {
    const { page, sheet, saver } = capture;
    const followUps = createFollowUps(page, sheet);
    const spoken = createSpoken(page, sheet);
    const known = createKnown(capture);
    let section = "";
    followUps.show();

    /** @param {string} name */
    function shown(name) {
        section = name;
        showPlace(capture, name);
        if (name === "check") showCheck(capture);
        if (name === "check") showForAnswers(capture);
        if (name === "next") showNext(capture);
        known.show(name);
        showScoring(capture, name);
        spoken.show(name);
        if (saver.fields.at !== name && isBegun(capture)) void saver.put("at", name);
        if (capture.focus) goTo(capture);
    }

    /** The save begins, and the frame shows the answer; what follows from it comes in the next one. @type {Capture["put"]} */
    function put(id, entry, controls = false) {
        const question = questionOf(page.querySelector(`#q-${id}`));
        if (controls && question) writeAnswer(question, entry?.value ?? undefined);
        const stored = saver.put(`answer.${id}`, entry);
        sheet.put(id, entry);
        known.answered(id, entry);
        saying.saved(stored);
        afterFrame(() => {
            const change = sheet.change();
            if (change.opens) followUps.show();
            if (question) showSource(capture, question);
            spoken.show(section);
            saying.rules(change);
        });
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
