/**
 * Drawings and recordings of a form. What they need is fetched when one is opened, or is there to be shown.
 * @import { Capture } from "./form.js"
 */
import { later } from "../later.js";
import { all, onActs, part, say } from "../shell/words.js";
import { showNoSound } from "./no_sound.js";

/** @typedef {{ list: (question: HTMLElement) => void, acts: Record<string, (button: HTMLElement) => unknown>, changed?: (question: HTMLElement) => void, stop: () => void }} Shown */

/** Milliseconds that a style is waited for. */
const PATIENCE = 3000;

/** @type {Record<string, { acts: string[], load: (capture: Capture) => Promise<Shown> }>} */
const KINDS = {
    drawing: { acts: ["draw", "undraw", "redraw"], load: async (capture) => (await import("./drawings.js")).createDrawings(capture) },
    sound: { acts: ["record", "unrecord", "rerecord"], load: async (capture) => (await import("./sounds.js")).createSounds(capture) },
};

/** Nothing is heard in a form that asks for neither. @param {Capture} capture @returns {() => void} */
export function mountAttachments(capture) {
    const { page } = capture;
    const kinds = Object.keys(KINDS).flatMap((kind) => mountKind(capture, kind));
    if (kinds.length === 0) return () => {};
    const changed = () => {
        showNoSound(capture);
        for (const kind of kinds) kind.changed();
    };
    const stop = onActs(page, { crime: changed });
    page.addEventListener("change", changed);
    showNoSound(capture);
    return () => {
        stop();
        page.removeEventListener("change", changed);
        for (const kind of kinds) kind.stop();
    };
}

/** None where the form has no question of the kind. @param {Capture} capture @param {string} kind */
function mountKind(capture, kind) {
    const { page, app, saver } = capture;
    const questions = all(page, `[data-kind="${kind}"]`);
    const of = KINDS[kind];
    if (questions.length === 0 || !of) return [];
    /** @type {Shown | null} */
    let fetched = null;
    const shown = later(async () => {
        const [there] = await Promise.all([of.load(capture), styled(page, kind)]);
        return (fetched = there);
    });
    const list = (/** @type {HTMLElement} */ question) => void shown().then((there) => there.list(question), () => {});
    const changes = new MutationObserver((changed) => changed.forEach(({ target }) => list(/** @type {HTMLElement} */ (target))));
    const isAny = Object.keys(saver.fields).some((name) => name.startsWith(`${kind}.`));
    for (const question of questions) {
        changes.observe(question, { attributeFilter: ["data-attachments"] });
        if (isAny || question.dataset.attachments) list(question);
    }
    const act = (/** @type {string} */ name) => (/** @type {HTMLElement} */ button) => shown().then((there) => (page.isConnected ? there.acts[name]?.(button) : undefined)).catch(() => app.announce(say(page, "failed")));
    const stop = onActs(page, Object.fromEntries(of.acts.map((name) => [name, act(name)])));
    const changed = () => questions.forEach((question) => fetched?.changed?.(question));
    return [{ changed, stop: () => (changes.disconnect(), stop(), fetched?.stop()) }];
}

/** @param {HTMLElement} page @param {string} kind */
function styled(page, kind) {
    const link = part(page, `${kind}-style`);
    return new Promise((resolve) => {
        for (const name of ["load", "error"]) link.addEventListener(name, resolve);
        setTimeout(resolve, PATIENCE);
        page.append(link);
    });
}
