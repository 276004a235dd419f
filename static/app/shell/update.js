/**
 * The service worker's life. A first one takes the page at once; a later build is kept whole beside it and takes over
 * where no page has anything open. A page is then loaded anew, by itself while it is locked, else when somebody says
 * so. Pages of the old build keep their own cache until they are gone.
 */
import { createListeners } from "../listeners.js";
import { trusted } from "./trusted.js";

const LOOK = 15 * 60 * 1000;
const PATIENCE = 1000;
/** A worker that is asked to take over asks every page, and waits ten seconds for one that sleeps. */
const LONG = 15_000;
/** Where something is open, or about to be typed: behind the language of the interface. */
const OPEN = /^(\/[a-z]{2,3}(-[a-z]+)?)?\/(encounter|tasks|forms|meeting|sign-in)(\/|$)/i;

/** @typedef {ReturnType<typeof createUpdate>} UpdateCore */

/**
 * @param {object} parts
 * @param {ServiceWorkerContainer | undefined} parts.container
 * @param {string} parts.build
 * @param {() => boolean} parts.calm  nothing is open, nothing is unsaved, nothing is being typed
 * @param {() => boolean} parts.locked
 * @param {() => void} parts.reload
 * @param {Promise<unknown>} [parts.after]  the network belongs to the screen until then
 */
export function createUpdate({ container, build, calm, locked, reload, after = Promise.resolve() }) {
    /** @type {Promise<ServiceWorkerRegistration | undefined>} */
    const registered = after.then(register);
    /** @type {ServiceWorkerRegistration | undefined} */
    let known;
    let controlled = Boolean(container?.controller);
    let outdated = false;
    let accepted = false;
    let looked = Date.now();
    /** @type {ReturnType<typeof createListeners<[]>>} */
    const changes = createListeners();

    container?.addEventListener("message", ({ data, ports }) => data?.ask && ports[0]?.postMessage({ build, calm: calm() }));
    container?.addEventListener("controllerchange", () => void compare());
    registered.then((registration) => registration?.active?.postMessage({ tell: "here" }), () => {});

    async function register() {
        const script = trusted.createScriptURL("/service-worker.js");
        known = await container?.register(script, { scope: "/", updateViaCache: "none" });
        known?.addEventListener("updatefound", watch);
        watch();
        return known;
    }

    function watch() {
        known?.installing?.addEventListener("statechange", moved);
        moved();
    }

    function moved() {
        changes.tell();
        void update.offer();
    }

    /** An install that failed is gone with its registration, where it was the first. */
    async function look() {
        looked = Date.now();
        await register().then((registration) => registration?.update()).catch(() => {});
    }

    /** Another build has taken over, unless it says that it is ours; workers of the first build say nothing. */
    async function compare() {
        const answer = await asked(container?.controller, "who", PATIENCE);
        outdated = answer ? answer.build !== build : outdated || controlled;
        controlled = true;
        changes.tell();
        if (outdated && accepted && calm()) reload();
        else await update.offer();
    }

    const update = {
        /** Another build is kept whole, and this page does not run it. */
        get offered() {
            return outdated || Boolean(known?.waiting);
        },

        /** Lets a waiting build take over, or goes to the one that has, where that disturbs nobody. */
        async offer() {
            if (Date.now() - looked > LOOK) void look();
            if (!calm()) return;
            if (known?.waiting) known.waiting.postMessage({ tell: "take-over" });
            else if (outdated && locked()) reload();
        },

        /** Somebody says so: true once it is on its way, false while something is open, in this window or another. */
        async accept() {
            if (!calm()) return false;
            accepted = true;
            if (!known?.waiting) return (reload(), true);
            const answer = await asked(known.waiting, "take-over", LONG);
            return (accepted = answer?.taken ?? true);
        },

        /** Resolves once a worker has every screen; rejects where it could not fetch them. */
        async ready() {
            await registered.catch(() => {});
            if (!known?.active && !known?.installing) await look();
            if (!known) throw new Error("no service worker here");
            if (!known.active) await settled(known.installing ?? known.waiting);
        },

        /** @param {() => void} changed */
        subscribe: (changed) => changes.add(changed),
    };
    return update;
}

/** Something is open on this screen, or a passphrase is being typed. */
export function isOpen() {
    const typed = [...document.querySelectorAll('input[type="password"]')].some((input) => /** @type {HTMLInputElement} */ (input).value !== "");
    return typed || OPEN.test(location.pathname);
}

/** Null where it says nothing in time. @param {ServiceWorker | null | undefined} worker @param {string} tell @param {number} patience ms @returns {Promise<any>} */
function asked(worker, tell, patience) {
    return new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => resolve(data);
        setTimeout(() => resolve(null), patience);
        worker?.postMessage({ tell }, [port2]);
    });
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
