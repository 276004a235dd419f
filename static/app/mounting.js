/**
 * Mounts what a page brings, once for each element, and undoes what has left the document. A screen stands before its
 * module has arrived: what is pressed meanwhile is held and pressed again once somebody listens.
 */

/** @import { App, Unmount } from "./types.d.ts" */

/** After this the presses are let through, whatever the module still waits for. */
const PATIENCE = 3000;

/** @param {App} app @param {typeof import("./mounts.js").MOUNTS} mounts */
export function createMounting(app, mounts) {
    /** @type {Map<HTMLElement, Promise<(void | Unmount)[]>>} */
    const mounted = new Map();
    /** @type {Map<Element, HTMLElement[]>} */
    const early = new Map();

    window.addEventListener("click", hold, { capture: true });

    /** @param {MouseEvent} event */
    function hold(event) {
        const button = event.target instanceof Element ? event.target.closest("[data-act]") : null;
        const held = early.get(button?.closest("[data-mount]") ?? document.body);
        if (!held || !(button instanceof HTMLElement)) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        held.push(button);
    }

    /** @param {HTMLElement} element */
    function mountAll(element) {
        const names = (element.dataset.mount ?? "").split(/\s+/).filter(Boolean);
        const all = Promise.all(names.map((name) => mountBy(name, element)));
        early.set(element, []);
        void Promise.race([all, new Promise((resolve) => setTimeout(resolve, PATIENCE))]).then(() => letThrough(element));
        return all;
    }

    /** @param {HTMLElement} element */
    function letThrough(element) {
        const held = early.get(element) ?? [];
        early.delete(element);
        for (const button of held) if (button.isConnected) button.click();
    }

    /** A screen that can't be mounted leaves the others standing. @param {string} name @param {HTMLElement} element */
    async function mountBy(name, element) {
        try {
            const module = await mounts[name]?.();
            return element.isConnected ? await module?.mount(element, app) : undefined;
        } catch (error) {
            reportError(error);
            return undefined;
        }
    }

    function sweep() {
        for (const [element, undo] of mounted) {
            if (element.isConnected) continue;
            mounted.delete(element);
            void undo.then((all) => all.forEach((one) => one?.()));
        }
    }

    return () => {
        sweep();
        for (const element of document.querySelectorAll("[data-mount]")) {
            if (element instanceof HTMLElement && !mounted.has(element)) mounted.set(element, mountAll(element));
        }
    };
}
