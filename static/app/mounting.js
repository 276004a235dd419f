/**
 * Mounts what a page brings, once for each element, and undoes what has left the document. `first.js` holds what is
 * pressed until an element says `mounted`.
 */

/** @import { App, Unmount } from "./types.d.ts" */

/** After this the presses are let through, whatever the module still waits for. */
const PATIENCE = 3000;

/** @param {App} app @param {typeof import("./mounts.js").MOUNTS} mounts */
export function createMounting(app, mounts) {
    /** @type {Map<HTMLElement, Promise<(void | Unmount)[]>>} */
    const mounted = new Map();

    /** @param {HTMLElement} element */
    async function mountAll(element) {
        const names = (element.dataset.mount ?? "").split(/\s+/).filter(Boolean);
        const all = Promise.all(names.map((name) => mountBy(name, element)));
        mounted.set(element, all);
        await Promise.race([all, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
        element.dataset.mounted = "";
        element.dispatchEvent(new Event("mounted"));
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

    /** Resolves once what is new has been mounted, or waits for somebody. */
    return async () => {
        sweep();
        const fresh = [...document.querySelectorAll("[data-mount]")].filter((element) => element instanceof HTMLElement && !mounted.has(element));
        await Promise.all(fresh.map((element) => mountAll(/** @type {HTMLElement} */ (element))));
    };
}
