/** Mounts what a page brings, once for each element, and undoes what has left the document. */

/** @import { App, Unmount } from "./types.d.ts" */

/** @param {App} app @param {typeof import("./mounts.js").MOUNTS} mounts */
export function createMounting(app, mounts) {
    /** @type {Map<HTMLElement, Promise<(void | Unmount)[]>>} */
    const mounted = new Map();

    /** @param {HTMLElement} element */
    async function mountOne(element) {
        const names = (element.dataset.mount ?? "").split(/\s+/).filter(Boolean);
        return await Promise.all(names.map((name) => mountBy(name, element)));
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
            if (element instanceof HTMLElement && !mounted.has(element)) mounted.set(element, mountOne(element));
        }
    };
}
