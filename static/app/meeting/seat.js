/**
 * Somebody's seat in a meeting: the board, and beside it what this phone alone knows, one's own score.
 * @import { App, Id } from "../types.d.ts"
 * @import { Hearing } from "./board.js"
 * @import { Hall } from "./page.js"
 */
import { timeOf } from "../shell/moments.js";
import { all, fill, one, onActs, say } from "../shell/words.js";
import { mountBoard } from "./board.js";
import { take } from "./meetings.js";
import { openScore, ownScore } from "./scores.js";

/** @param {Hall} hall @param {Id} meeting */
export function showMeeting(hall, meeting) {
    const { page, app, steps } = hall;
    hall.leave();
    steps.show("board");
    /** @type {DOMStringMap} */
    let last = {};
    /** @type {Promise<Id> | null} */
    let taking = null;
    let here = true;

    const showOwn = () => void show(page, app, last);

    /** Let in: the encounter comes to this phone too. @param {DOMStringMap} board */
    function shown(board) {
        if (board.said !== last.said && last.state) app.announce(board.said ?? "");
        last = { ...board };
        fill(page, { seen: say(page, "seen-at", { time: timeOf(new Date().toISOString()) }) });
        if (app.current.encounter || !isIn(board)) return showOwn();
        taking ??= take(app, meeting).finally(() => (taking = null));
        taking.then((encounter) => {
            if (!here) return;
            Object.assign(app.current, { encounter, meeting: null });
            showOwn();
        }, reportError);
    }

    tell(page, "live");
    const board = mountBoard({ page, app, meeting, shown, heard: (hearing) => tell(page, hearing) });
    const stops = [
        board.stop,
        () => (here = false),
        app.outbox.subscribe(showOwn),
        onActs(page, { look: board.look, score: () => score(app, last) }),
    ];
    showOwn();
    hall.leave = () => stops.forEach((stop) => stop());
}

/** @param {DOMStringMap} board */
const isIn = ({ standing }) => standing === "admitted" || standing === "chair";

/** @param {HTMLElement} page @param {Hearing} hearing */
function tell(page, hearing) {
    for (const note of all(page, "[data-hearing]")) note.hidden = note.dataset.hearing !== hearing;
}

/** @param {App} app @param {DOMStringMap} board */
async function score(app, board) {
    const { encounter } = app.current;
    if (!encounter) return;
    const standing = await ownScore(app, encounter);
    if (board.state === "revealed") {
        await app.drafts.reopen(encounter);
        await keepReveal(app, encounter);
    }
    await openScore(app, standing);
}

/** What this phone knows of one's own score. @param {HTMLElement} page @param {App} app @param {DOMStringMap} board */
async function show(page, app, board) {
    const { encounter } = app.current;
    if (encounter && board.state === "revealed") void keepReveal(app, encounter).catch(() => {});
    const standing = encounter && board.state !== "ended" ? await ownScore(app, encounter).catch(() => null) : null;
    if (!page.isConnected) return;
    const late = board.state === "revealed" ? "-late" : "";
    one(page, "[data-own]").hidden = standing === null || !standing.task || board.score === "no";
    if (!standing) return;
    one(page, "[data-act=score]").classList.toggle("govuk-button--secondary", !["none", "begun"].includes(standing.own));
    fill(page, { own: say(page, `own-${standing.own}${late}`), score: say(page, `score-${standing.own}`) });
}

/** So that its forms say so without the board; of what was sent once it is opened again. @param {App} app @param {Id} encounter */
async function keepReveal({ drafts }, encounter) {
    const { state, fields } = await drafts.load(encounter);
    if (state === "open" && !fields.meeting_revealed) await drafts.put(encounter, "meeting_revealed", true);
}
