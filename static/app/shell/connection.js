/** What the browser believes of the network, and the moments at which it is worth trying to send. */
import { createListeners } from "../listeners.js";

const EVERY = 60_000;

/** @param {Window} window */
export function createConnection(window) {
    /** @type {ReturnType<typeof createListeners<[boolean]>>} */
    const changes = createListeners();
    const online = () => window.navigator.onLine;
    for (const event of ["online", "offline"]) window.addEventListener(event, () => changes.tell(online()));

    return {
        get online() {
            return online();
        },

        /** @param {(online: boolean) => void} changed */
        subscribe: (changed) => changes.add(changed),

        /** At once, when the network or the page comes back, and every minute. @param {() => void} work */
        onChance(work) {
            window.addEventListener("online", work);
            window.document.addEventListener("visibilitychange", () => window.document.hidden || work());
            window.setInterval(() => window.document.hidden || work(), EVERY);
            work();
        },
    };
}
