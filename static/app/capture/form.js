/**
 * A form: rendered by the server whole, so that it can be answered before this runs. Here each answer is saved at once,
 * what it opens is opened, and what the answers add up to is said. One listener; only what changed is worked out again.
 * @import { App, Id, Mount } from "../types.d.ts"
 * @import { Person } from "./people.js"
 * @import { Entry, Sheet } from "./sheet.js"
 * @import { Saver } from "./saver.js"
 */
import { turn } from "../frames.js";
import { all, one } from "../shell/words.js";
import { defaultSource, entryOf, idOf, questionOf, readAnswer, writeAnswer } from "./answers.js";
import { answersOf } from "./asked.js";
import { beginDraft, findDraft } from "./form_draft.js";
import { mountActs } from "./form_acts.js";
import { mountAttachments } from "./form_attachments.js";
import { createWork } from "./form_work.js";
import { mountEditing } from "./form_editing.js";
import { fillPeople, knownOf, showAbout, subjectOf } from "./form_people.js";
import { mountMarks, noteWhy } from "./marks.js";
import { keepNext, restoreNext } from "./next.js";
import { askedAt } from "./no_sound.js";
import { showShape, showTranslated } from "./quotes.js";
import { createSaver } from "./saver.js";
import { createSaying } from "./saying.js";
import { mountScreens } from "./screens.js";
import { createSheet } from "./sheet.js";
import { showSource } from "./source.js";
import { suggestWay } from "./ways.js";

/**
 * @typedef {object} Capture
 * @property {HTMLElement} page
 * @property {App} app
 * @property {Sheet} sheet
 * @property {Saver} saver
 * @property {Record<string, any>} encounter fields of the encounter
 * @property {Person | null} subject the child whom it is about
 * @property {() => Promise<Id>} draft the draft's id; one is begun where there is none
 * @property {(id: string, entry: Entry | undefined, shown?: boolean) => void} put `shown`: set the controls too
 * @property {string} focus the question to go to once its part is shown
 */

/** In turns, so that no tap waits for all of it. @type {Mount} */
export async function mount(page, app) {
    const { draft, encounter } = await findDraft(app);
    fillPeople(page, encounter);
    const subject = subjectOf(encounter, draft);
    const capture = createCapture(page, app, encounter, subject, draft?.fields ?? {});
    showAbout(page, encounter, subject);
    await turn();
    if (!page.isConnected) return;
    const { shown, stop } = listen(capture, draft !== null);
    await turn();
    const stops = page.isConnected ? mountParts(capture, shown) : [];
    if (draft) stops.push(await mountEditing(capture, draft.id));
    void app.outbox.summary().then(() => delete document.body.dataset.early);
    return () => {
        void capture.saver.flush();
        for (const undo of [...stops, stop]) undo();
    };
}

/** From here on every answer is kept, and what was tapped before. @param {Capture} capture @param {boolean} kept */
function listen(capture, kept) {
    const { page } = capture;
    const tapped = readPage(page);
    restore(capture, tapped);
    const saying = createSaying(capture);
    const { shown, put, typed } = createWork(capture, saying);
    capture.put = put;
    const heard = (/** @type {Event} */ event) => hear(capture, event, typed);
    page.addEventListener("input", heard);
    page.addEventListener("change", heard);
    for (const [id, entry] of tapped) put(id, entry);
    if (kept) suggestWay(capture);
    comeBack(capture);
    const stop = () => {
        saying.stop();
        page.removeEventListener("input", heard);
        page.removeEventListener("change", heard);
    };
    return { shown, stop };
}

/** @param {Capture} capture @param {(name: string) => void} shown */
function mountParts(capture, shown) {
    const { page, app, saver } = capture;
    takeParts(page);
    return [
        mountScreens(page, { leaving: saver.flush, shown }),
        mountActs(capture),
        mountAttachments(capture),
        mountMarks(capture),
        app.vault.beforeLock(saver.flush),
    ];
}

/** What was answered before this ran. @param {HTMLElement} page @returns {Map<string, Entry>} */
function readPage(page) {
    const said = all(page, "[data-question]").map((question) => [question, readAnswer(question)]);
    const given = said.filter(([, value]) => value !== undefined);
    return new Map(given.map(([question, value]) => [idOf(question), { value, source: defaultSource(question) }]));
}

/** @param {HTMLElement} page @param {App} app @param {Record<string, any>} encounter @param {Person | null} subject @param {Record<string, any>} fields @returns {Capture} */
function createCapture(page, app, encounter, subject, fields) {
    const answers = answersOf(fields);
    const definition = askedAt(JSON.parse(one(page, "#definition").textContent ?? "{}"), encounter, answers);
    const sheet = createSheet(definition, answers, knownOf(encounter, subject));
    /** @type {Promise<Id> | null} */
    let begun = null;
    const draft = () => (app.current.draft ? Promise.resolve(app.current.draft) : (begun ??= beginDraft(app, page.dataset)));
    const drafts = { put: async (/** @type {Id} */ _, /** @type {string} */ field, /** @type {unknown} */ value) => app.drafts.put(await draft(), field, value) };
    const saver = createSaver(/** @type {any} */ (drafts), "", fields, (problem) => page.dispatchEvent(new CustomEvent("unsaved", { detail: problem })));
    return { page, app, sheet, saver, encounter, subject, draft, put: () => undefined, focus: "" };
}

/** What was tapped counts from here on, so that what it opened stays open. @param {Capture} capture @param {Map<string, Entry>} tapped */
function restore(capture, tapped) {
    for (const [id, entry] of tapped) capture.sheet.put(id, entry);
    for (const question of all(capture.page, "[data-question]")) {
        const entry = capture.sheet.answers[idOf(question)];
        if (entry && !tapped.has(idOf(question))) writeAnswer(question, entry.value ?? undefined);
        if (entry) showSource(capture, question);
    }
    restoreNext(capture);
}

/** From here on the parts are shown by `screens.js`: as targets of a fragment they would be scrolled to besides. @param {HTMLElement} page */
function takeParts(page) {
    page.dataset.live = "";
    for (const section of all(page, "[data-section]")) section.removeAttribute("id");
    if (location.hash) scrollTo(0, 0);
}

/** Where somebody was when the phone was put away. @param {Capture} capture */
function comeBack({ saver }) {
    const at = saver.fields.at;
    if (at && !location.hash) history.replaceState(history.state, "", `#${at}`);
}

/** @param {Capture} capture @param {Event} event @param {(question: HTMLElement) => void} typed */
function hear(capture, event, typed) {
    const target = /** @type {HTMLInputElement} */ (event.target);
    const question = questionOf(target);
    if (event.type === "input") {
        if (question && target.type !== "radio" && target.type !== "checkbox") typed(question);
        if (target.dataset.key === "prompt") showShape(/** @type {HTMLElement} */ (target.closest("[data-quote]")));
        return;
    }
    if (question) answer(capture, question, target);
    else if (target.matches("[data-why]")) noteWhy(capture, /** @type {HTMLElement} */ (target.closest("[data-section]")));
    else if (target.closest('[data-section="next"]')) keepNext(capture);
}

/** @param {Capture} capture @param {HTMLElement} question @param {HTMLElement} target */
function answer(capture, question, target) {
    const quote = target.closest("[data-quote]");
    if (quote instanceof HTMLElement) showTranslated(quote);
    if (quote instanceof HTMLElement) showShape(quote);
    const id = idOf(question);
    capture.put(id, entryOf(readAnswer(question), capture.sheet.answers[id], defaultSource(question)));
}

