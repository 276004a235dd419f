/**
 * The service worker's life. A first one takes the page at once; a later build waits until nobody types here,
 * and the page is then loaded anew in it. Pages of the old build keep their own cache until they are gone.
 */
import { trusted } from "./trusted.js";

const LOOK = 60 * 60 * 1000;

/**
 * @param {object} parts
 * @param {ServiceWorkerContainer | undefined} parts.container
 * @param {string} parts.build
 * @param {() => boolean} parts.idle  nothing is open, nothing is unsaved
 * @param {() => void} parts.reload
 * @param {Promise<unknown>} [parts.after]  the network belongs to the screen until then
 */
export function createUpdate({ container, build, idle, reload, after = Promise.resolve() }) {
    const script = trusted.createScriptURL("/service-worker.js");
    const registered = container && after.then(() => container.register(script, { scope: "/", updateViaCache: "none" }));
    registered?.catch(() => {});
    let controlled = Boolean(container?.controller);
    let outdated = false;

    container?.addEventListener("message", ({ data, ports }) => data?.ask === "build" && ports[0]?.postMessage({ build }));
    container?.addEventListener("controllerchange", () => {
        outdated ||= controlled;
        controlled = true;
        void update.offer();
    });
    void registered?.then(watchNext).catch(() => {});
    setInterval(() => void registered?.then((registration) => registration.update()).catch(() => {}), LOOK);
    void registered?.then(({ active }) => active?.postMessage({ tell: "here" })).catch(() => {});

    /** @param {ServiceWorkerRegistration} registration */
    function watchNext(registration) {
        registration.addEventListener("updatefound", () => {
            const { installing } = registration;
            installing?.addEventListener("statechange", () => installing.state === "installed" && void update.offer());
        });
    }

    const update = {
        /** Lets a waiting build take over, or goes to the one that has, where that disturbs nobody. */
        async offer() {
            if (!idle()) return;
            if (outdated) return reload();
            const registration = await registered?.catch(() => undefined);
            registration?.waiting?.postMessage({ tell: "take-over" });
        },

        /** Resolves once a worker has every screen; rejects where it could not fetch them. */
        async ready() {
            const registration = await registered;
            if (!registration) throw new Error("no service worker here");
            if (!registration.active) await settled(registration.installing ?? registration.waiting);
        },
    };
    return update;
}

/** @param {ServiceWorker | null} worker @returns {Promise<void>} */
function settled(worker) {
    return new Promise((resolve, reject) => {
        const look = () => {
            if (worker?.state === "activated") resolve();
            if (!worker || worker.state === "redundant") reject(new Error("not every screen could be kept"));
        };
        worker?.addEventListener("statechange", look);
        look();
    });
}
