/**
 * Drawings of a form. What they need is fetched when one is opened, or is there to be shown.
 * @import { Capture } from "./form.js"
 */
import { later } from "../later.js";
import { all, onActs, part, say } from "../shell/words.js";

/** Milliseconds that a style is waited for. */
const PATIENCE = 3000;

/** @param {Capture} capture @returns {() => void} */
export function mountDrawings(capture) {
    const { page, app, saver } = capture;
    const questions = all(page, '[data-kind="drawing"]');
    if (questions.length === 0) return () => {};
    const drawings = later(async () => {
        const [{ createDrawings }] = await Promise.all([import("./drawings.js"), styled(page)]);
        return createDrawings(capture);
    });
    const list = (/** @type {HTMLElement} */ question) => void drawings().then((there) => there.list(question), () => {});
    const changes = new MutationObserver((changed) => changed.forEach(({ target }) => list(/** @type {HTMLElement} */ (target))));
    const isAny = Object.keys(saver.fields).some((name) => name.startsWith("drawing."));
    for (const question of questions) {
        changes.observe(question, { attributeFilter: ["data-drawings"] });
        if (isAny || question.dataset.drawings) list(question);
    }
    /** @param {"draw" | "undraw" | "redraw"} name */
    const act = (name) => (/** @type {HTMLElement} */ button) => drawings().then((there) => there.acts[name](button)).catch(() => app.announce(say(page, "failed")));
    const stop = onActs(page, { draw: act("draw"), undraw: act("undraw"), redraw: act("redraw") });
    return () => {
        changes.disconnect();
        stop();
        void drawings().then((there) => there.stop(), () => {});
    };
}

/** @param {HTMLElement} page */
function styled(page) {
    const link = part(page, "drawing-style");
    return new Promise((resolve) => {
        for (const name of ["load", "error"]) link.addEventListener(name, resolve);
        setTimeout(resolve, PATIENCE);
        page.append(link);
    });
}
