/**
 * What the service knows of an encounter's people before a score is given, asked where there is a signal and somebody
 * signed in. It never blocks, and what stood here when the number was given goes along with it. The answer lives in the
 * draft.
 * @import { Capture } from "./form.js"
 * @import { Entry } from "./sheet.js"
 * @import { Knew, Known, Past } from "./pasts.js"
 * @import { Person } from "./people.js"
 */
import { codeOf } from "../problem.js";
import { timeOf } from "../shell/moments.js";
import { all, counted, one, onActs, part, say } from "../shell/words.js";
import { canBeFound } from "./findable.js";
import { showLevels } from "./graded.js";
import { answers, asked, isFresh, isNewer, knewOf, knownOf, questionOf } from "./pasts.js";
import { nameOf, peopleOf } from "./people.js";

/** Why nothing is known, by the code of the problem. @type {Record<string, string>} */
const WHY = { offline: "offline", "sign-in": "signed-out", "slow-down": "slow" };

/** @param {Capture} capture */
export function createKnown(capture) {
    const { page, app, saver, sheet } = capture;
    const people = asked(peopleOf(capture.encounter));
    const scales = all(page, '[data-kind="scale"]').map((question) => question.dataset.question ?? "");
    /** @type {HTMLElement | null} */
    let place = null;
    /** @type {Known | undefined} what stands on the screen */
    let shown;
    /** Why nothing newer is; "" once it is there. */
    let why = "asking";
    let busy = false;

    const question = () => questionOf(app.current.encounter, people);

    /** @param {string} name of the part that is shown */
    function show(name) {
        const found = page.querySelector(`[data-section="${name}"] [data-known]`);
        if (!(found instanceof HTMLElement)) return;
        if (!place) follow(found);
        place = found;
        void showLevels(capture, place);
        const kept = /** @type {Known | undefined} */ (saver.fields.known);
        shown = answers(kept, question()) ? kept : undefined;
        if (shown) why = "";
        tell();
        if (!shown || !isFresh(shown, Date.now())) void ask();
    }

    /** Asks again by itself once there is a signal, or somebody has signed in. @param {HTMLElement} found */
    function follow(found) {
        onActs(found, { "ask-known": ask, "keep-score": keep });
        const again = () => {
            if (!page.isConnected) stops.forEach((stop) => stop());
            else if (!shown && place?.offsetParent) void ask();
        };
        const stops = [app.connection.subscribe(again), app.session.subscribe(again)];
    }

    async function ask() {
        if (busy) return;
        busy = true;
        await tryToAsk().finally(() => (busy = false));
    }

    async function tryToAsk() {
        const wanted = question();
        tell(reason(wanted.people.length));
        if (why !== "asking") return;
        const answer = await app.session.call("POST", "/histories", /** @type {any} */ (wanted)).catch((problem) => codeOf(problem) ?? "failed");
        if (typeof answer === "string") return tell(WHY[answer] ?? "failed");
        shown = knownOf(wanted, answer);
        if (app.current.draft) void saver.put("known", shown);
        tell("");
    }

    /** @param {number} people who can be found */
    function reason(people) {
        if (people === 0) return "nobody";
        if (!app.connection.online) return "offline";
        return app.vault.state === "unlocked" && app.session.who ? "asking" : "signed-out";
    }

    function tell(is = why) {
        why = is;
        if (!place?.isConnected) return;
        const newer = shown !== undefined && score() !== null && isNewer(saver.fields.knew, shown);
        one(place, "[data-pasts]").replaceChildren(...people.map((person) => row(page, person, shown)));
        const said = shown ? (newer ? "newer" : "at") : why;
        one(place, "[data-known-said]").textContent = say(page, `known-${said}`, { time: shown ? timeOf(shown.at) : "", n: score() ?? "" });
        one(place, '[data-act="ask-known"]').hidden = ["", "asking", "nobody"].includes(why);
        one(place, '[data-act="keep-score"]').hidden = said !== "newer";
    }

    const score = () => scales.map((id) => sheet.answers[id]?.value).find((value) => value !== null && value !== undefined) ?? null;

    /** What stood on the screen goes along with the number. @param {string} id @param {Entry | undefined} entry */
    function answered(id, entry) {
        if (!scales.includes(id)) return;
        void saver.put("knew", entry ? knewOf(shown) : undefined);
        tell();
    }

    /** The number stands, now that more is known. */
    function keep() {
        void saver.put("knew", knewOf(shown));
        tell();
        app.announce(say(page, "known-kept"));
    }

    return { show, answered };
}

/** @param {HTMLElement} page @param {Person} person @param {Known | undefined} known */
function row(page, person, known) {
    const past = known?.people[person.id];
    const why = canBeFound(person) ? (past ? "" : "–") : say(page, "past-unfound");
    return part(page, "past", { name: nameOf(page, person), incidents: "", ever: "", days: "", why, ...(past ? sentences(page, past) : {}) });
}

/** @param {HTMLElement} page @param {Past} past */
function sentences(page, { in_12_months, ever, incidents_in_12_months, incidents_ever, days_since_last }) {
    if (!ever) return { why: say(page, "past-none") };
    const of = (/** @type {number} */ n) => say(page, "past-recent", { n });
    return {
        incidents: `${counted(page, "past-incidents", incidents_ever)}, ${of(incidents_in_12_months)}`,
        ever: `${counted(page, "past-ever", ever)}, ${of(in_12_months)}`,
        days: days_since_last === null ? "" : counted(page, "past-days", days_since_last),
    };
}
