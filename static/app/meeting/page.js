/**
 * The meeting: joined by a code, opened by its chair, and then its board, which stays until it ends.
 * @import { App, Draft, Id, Mount } from "../types.d.ts"
 */
import { nameOf, peopleOf } from "../capture/people.js";
import { onForm, typed } from "../shell/asked.js";
import { timeOf } from "../shell/moments.js";
import { opened } from "../shell/opening.js";
import { createSteps } from "../shell/steps.js";
import { one, onActs, part, say } from "../shell/words.js";
import { problem } from "../problem.js";
import { ask, meetingCode, open, runningHere } from "./meetings.js";
import { showMeeting } from "./seat.js";

/** @typedef {{page: HTMLElement, app: App, steps: import("../shell/steps.js").Steps, leave: () => void}} Hall */

/** @type {Mount} */
export async function mount(page, app) {
    /** @type {Hall} */
    const hall = { page, app, steps: createSteps(page), leave: () => undefined };
    const stops = [
        onForm(page, "join", (form) => join(hall, form)),
        onForm(page, "open", () => begin(hall)),
        onActs(page, {
            unlock: () => arrive(hall),
            back: (button) => enter(hall, button.dataset.id ?? null),
            another: () => showJoin(hall),
        }),
    ];
    await arrive(hall);
    return () => {
        hall.leave();
        for (const stop of stops) stop();
    };
}

/** @param {Hall} hall */
async function arrive(hall) {
    const { app, steps } = hall;
    if (app.vault.state === "none") return steps.show("nobody");
    if (!(await opened(app))) return steps.show("locked");
    if (hall.page.isConnected) await enter(hall, app.current.encounter);
}

/** Where the encounter in hand stands with its meeting. @param {Hall} hall @param {Id | null} id */
async function enter(hall, id) {
    const { app, page, steps } = hall;
    const encounter = id ? await app.drafts.load(id).catch(() => null) : null;
    app.current.encounter = encounter?.id ?? null;
    const meeting = encounter?.fields.meeting ?? (encounter ? null : app.current.meeting);
    if (meeting) return showMeeting(hall, meeting);
    if (encounter?.fields.kind !== "meeting") return await showJoin(hall);
    one(page, "[data-people]").replaceChildren(...peopleOf(encounter.fields).map((person) => item(nameOf(page, person))));
    one(page, "[data-nobody]").hidden = peopleOf(encounter.fields).length > 0;
    steps.show("open");
}

/** @param {string} text */
function item(text) {
    const made = document.createElement("li");
    const name = document.createElement("bdi");
    name.textContent = text;
    made.append(name);
    return made;
}

/** @param {Hall} hall */
async function showJoin({ app, page, steps, leave }) {
    leave();
    Object.assign(app.current, { encounter: null, draft: null, meeting: null });
    const here = await runningHere(app);
    one(page, "[data-running]").replaceChildren(...here.map((draft) => row(page, draft)));
    one(page, "[data-here]").hidden = here.length === 0;
    steps.show("join");
}

/** @param {HTMLElement} page @param {Draft} draft */
function row(page, { id, fields }) {
    const names = peopleOf(fields).map((person) => person.given_name || nameOf(page, person));
    const made = part(page, "running", { who: names.join(", ") || say(page, "kind-meeting"), ends: timeOf(fields.meeting_ends_at) });
    one(made, "[data-act]").dataset.id = id;
    return made;
}

/** @param {Hall} hall @param {HTMLFormElement} form */
async function join(hall, form) {
    const code = meetingCode(typed(form, "code").code);
    if (!code) throw problem("no-code");
    const meeting = await ask(hall.app, code);
    form.reset();
    hall.app.current.meeting = meeting;
    await showMeeting(hall, meeting);
}

/** @param {Hall} hall */
async function begin(hall) {
    const { app } = hall;
    const id = app.current.encounter ?? "";
    await open(app, await app.drafts.load(id));
    await enter(hall, id);
}
