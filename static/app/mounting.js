/** Mounts what a page brings, once for each element, and undoes what has left the document. */

/** @import { App, Unmount } from "./types.d.ts" */

/** Milliseconds that a tap is held at most: some mounts go on waiting for an answer of the network. */
const LONGEST_HOLD = 2000;

/** @param {App} app @param {typeof import("./mounts.js").MOUNTS} mounts */
export function createMounting(app, mounts) {
    /** @type {Map<HTMLElement, Promise<(void | Unmount)[]>>} */
    const mounted = new Map();
    /** @type {WeakSet<Element>} */
    const listening = new WeakSet();

    /** @param {HTMLElement} element */
    async function mountOne(element) {
        const names = (element.dataset.mount ?? "").split(/\s+/).filter(Boolean);
        return await Promise.all(names.map((name) => mountBy(name, element)));
    }

    /** A screen that can't be mounted leaves the others standing. @param {string} name @param {HTMLElement} element */
    async function mountBy(name, element) {
        try {
            const module = await mounts[name]?.();
            if (!element.isConnected) return undefined;
            setTimeout(() => listening.add(element), LONGEST_HOLD);
            const undo = await module?.mount(element, app);
            listening.add(element);
            return undo;
        } catch (error) {
            reportError(error);
            return undefined;
        }
    }

    /** A tap on what is shown but not mounted yet is held, and done as soon as it can be. @param {Event} event */
    function hold(event) {
        const act = event.target instanceof Element ? event.target.closest("[data-act]") : null;
        const element = act?.closest("[data-mount]");
        if (!(act instanceof HTMLElement) || !(element instanceof HTMLElement) || listening.has(element)) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        const again = () => void (listening.has(element) ? act.click() : element.isConnected && setTimeout(again, 30));
        again();
    }
    document.addEventListener("click", hold, { capture: true });

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
            if (element instanceof HTMLElement && !mounted.has(element)) mounted.set(element, mountOne(element));
        }
    };
}
