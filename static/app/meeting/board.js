/**
 * The board of a meeting, as the service shows it to whoever looks: fetched anew whenever something changed there. Where
 * the stream is cut it is fetched when the phone comes back, and by a button.
 * @import { App, Id } from "../types.d.ts"
 */
import htmx from "../shell/htmx.js";
import { one } from "../shell/words.js";
import { createStream } from "./stream.js";

/** Still: it stands, and does not change by itself. @typedef {"live" | "still" | "lost" | "signed-out" | "gone"} Hearing */
/** @typedef {ReturnType<typeof mountBoard>} Board */

/** Answers after which nothing more is to be heard. @type {Record<number, Hearing>} */
const OVER = { 401: "signed-out", 404: "gone" };

/**
 * @param {object} parts
 * @param {HTMLElement} parts.page @param {App} parts.app @param {Id} parts.meeting
 * @param {(board: DOMStringMap) => void} parts.shown  each time that it stands: what its root says of itself
 * @param {(hearing: Hearing) => void} parts.heard
 */
export function mountBoard({ page, app, meeting, shown, heard }) {
    const place = one(page, "#board");
    const address = `${document.body.dataset.prefix ?? ""}/meetings/${meeting}`;
    const fetchBoard = () => void htmx.ajax("GET", `${address}/board`, { source: place, target: place, select: "[data-board]", swap: "innerMorph" });
    const left = new AbortController();
    let hears = true;
    let within = false;
    const stream = createStream(`/meetings/${meeting}/changes`, {
        changed: () => ((hears = true), fetchBoard()),
        lost: cut,
        ended: () => heard("signed-out"),
    });

    /** Why, the board says that is fetched then. */
    function cut() {
        hears = false;
        if (app.connection.online) fetchBoard();
        else heard("lost");
    }

    /** An answer that is no board takes the place of none. @param {Event} event */
    function judge(event) {
        const { status } = /** @type {CustomEvent} */ (event).detail.ctx.response;
        if (status < 400) return;
        event.preventDefault();
        if (status === 403) void app.session.refresh().catch(() => {});
        const over = OVER[status];
        if (over) stream.close();
        heard(over ?? "lost");
    }

    function swapped() {
        const board = place.querySelector("[data-board]");
        heard(board ? (hears ? "live" : "still") : "signed-out");
        if (board instanceof HTMLElement) shown(board.dataset);
        if (within && !place.contains(document.activeElement)) one(page, '[data-step="board"] h1').focus({ preventScroll: true });
    }

    /** A button that was pressed may be gone with what it did. */
    const swapping = () => void (within = place.contains(document.activeElement));

    /** Said here, and not once more for the whole app. @param {Event} event */
    function lost(event) {
        event.stopPropagation();
        heard("lost");
    }
    const events = { "htmx:before:response": judge, "htmx:before:swap": swapping, "htmx:after:swap": swapped, "htmx:error": lost };
    for (const [name, listener] of Object.entries(events)) place.addEventListener(name, listener, { signal: left.signal });

    function look() {
        stream.open();
        fetchBoard();
    }
    document.addEventListener("visibilitychange", () => void (document.hidden || look()), { signal: left.signal });
    const deaf = app.connection.subscribe((online) => (online ? look() : heard("lost")));
    look();
    return {
        look,
        /** Nothing of this meeting stays, should another follow. */
        stop() {
            left.abort();
            deaf();
            stream.close();
            place.replaceChildren();
        },
    };
}
