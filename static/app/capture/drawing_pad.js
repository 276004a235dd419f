/**
 * The pad: one sheet over the whole screen, for a child's fingers. It is held. What is drawn is saved, encrypted, as each
 * stroke ends, and once a second while one lasts.
 * @import { Capture } from "./form.js"
 * @import { Act, Colour, Drawing, Size, Stroke } from "./strokes.js"
 */
import { codeOf } from "../problem.js";
import { afterFrame } from "../frames.js";
import { has, one, onActs, part, say } from "../shell/words.js";
import { ink, inked, layOut, show } from "./drawing_ink.js";
import { followFingers } from "./drawing_fingers.js";
import { hold } from "./held.js";
import { added, cleared, redo, room, strokesOf, undo } from "./strokes.js";

/** Milliseconds between two saves of a stroke that lasts. */
const OFTEN = 1000;
/** Points after which a line goes on as the next stroke, so that a long one is drawn and saved as fast as a short one. */
const LONG = 400;
/** The shorter side of a new sheet, and how much longer the other may be. */
const SIDE = { short: 1000, most: 2000 };

/** What a sheet begins with: without a size it is as large as there is room. @typedef {{ acts: Act[], size: Size | null, title: string, language: string }} Begun */
/** @typedef {(before: Act[], acts: Act[], size: Size) => Promise<unknown>} Keep */

/**
 * @param {Capture} capture @param {Begun} begun @param {{ keep: Keep, left: () => void }} then
 * @returns {() => void} takes the pad away
 */
export function openPad({ page, app }, { acts, size, title, language }, { keep, left }) {
    const pad = /** @type {HTMLDialogElement} */ (part(page, "pad", { question: title }));
    one(pad, "[data-slot=question]").lang = language;
    document.body.append(pad);
    const free = hold(page, app, pad, away);
    pad.showModal();
    const sheet = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (pad.querySelector("[data-sheet]")));
    const laid = size ?? sizeOf(sheet.getBoundingClientRect());
    layOut(sheet, laid);

    /** @type {Drawing} */
    let drawing = { acts, undone: [] };
    let saved = acts;
    let open = true;
    /** Under fingers now. @type {Map<number, { stroke: Stroke, path: SVGPathElement }>} */
    const live = new Map();
    show(sheet, strokesOf(acts));

    const fingers = followFingers(sheet, laid, { began, moved, ended });
    const often = setInterval(() => live.size && save(), OFTEN);
    const stops = [app.vault.beforeLock(save), onActs(pad, { undo: () => act(undo), redo: () => act(redo), clear }), fingers];
    tell("");
    one(pad, "[data-slot=question]").focus({ preventScroll: true });

    /** @param {number} finger @param {import("./strokes.js").Point} point */
    function began(finger, point) {
        if (room(drawing.acts) === 0) return tell("drawing-full");
        /** @type {Stroke} */
        const stroke = { colour: /** @type {Colour} */ (chosen("colour")), width: Number(chosen("width")), points: [point] };
        const path = inked(stroke);
        sheet.append(path);
        live.set(finger, { stroke, path });
        tell("");
    }

    /** @param {number} finger @param {import("./strokes.js").Point[]} points */
    function moved(finger, points) {
        const now = live.get(finger);
        if (!now || now.stroke.points.length > room(drawing.acts)) return;
        now.stroke = { ...now.stroke, points: [...now.stroke.points, ...points] };
        ink(now.path, now.stroke, false);
        const last = now.stroke.points.at(-1);
        if (now.stroke.points.length < LONG || !last) return;
        ended(finger);
        began(finger, last);
    }

    /** @param {number} finger */
    function ended(finger) {
        const now = live.get(finger);
        if (!now) return;
        live.delete(finger);
        const before = drawing;
        drawing = added(drawing, now.stroke);
        if (drawing === before) now.path.remove();
        else ink(now.path, /** @type {Stroke} */ (drawing.acts.at(-1)), true);
        tell("");
        afterFrame(() => void save());
    }

    /** @param {(drawing: Drawing) => Drawing} change */
    function act(change) {
        drawing = change(drawing);
        show(sheet, strokesOf(drawing.acts));
        sheet.append(...[...live.values()].map(({ path }) => path));
        tell("");
        void save();
    }

    function clear() {
        act(cleared);
        tell("drawing-cleared");
    }

    /** With what is under a finger. */
    async function save() {
        const now = [...live.values()].reduce((all, { stroke }) => added(all, stroke), drawing).acts;
        if (now === saved) return;
        const before = saved;
        saved = now;
        await keep(before, now, laid).catch((/** @type {unknown} */ problem) => {
            const code = codeOf(problem) ?? "storage";
            tell(has(page, code) ? code : "storage");
        });
    }

    /** @param {string} key */
    function tell(key) {
        const said = key || app.drafts.saving.problem || "";
        one(pad, "[data-said]").textContent = said && say(page, said);
        const empty = strokesOf(drawing.acts).length === 0;
        for (const [name, disabled] of Object.entries({ undo: drawing.acts.length === 0, redo: drawing.undone.length === 0, clear: empty })) {
            /** @type {HTMLButtonElement} */ (one(pad, `[data-act="${name}"]`)).disabled = disabled;
        }
    }

    /** @param {string} name */
    const chosen = (name) => /** @type {HTMLInputElement} */ (one(pad, `[name="pad-${name}"]:checked`)).value;

    function away() {
        if (!open) return;
        open = false;
        for (const finger of [...live.keys()]) ended(finger);
        void save();
        clearInterval(often);
        for (const stop of stops) stop();
        free();
        pad.close();
        pad.remove();
        left();
    }
    return away;
}

/** A sheet as large as there is room. @param {DOMRect} rect @returns {Size} */
function sizeOf({ width, height }) {
    const scale = SIDE.short / Math.max(1, Math.min(width, height));
    const [w, h] = [width, height].map((side) => Math.min(SIDE.most, Math.max(SIDE.short, Math.round(side * scale))));
    return { width: w ?? SIDE.short, height: h ?? SIDE.short };
}
