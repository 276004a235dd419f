/**
 * Answers GETs of the app's own screens and files from the cache of one build, whole. It never touches a write, the
 * API or a page of the desk: those it does not answer at all. A new build waits until a page tells it to take over.
 */
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const BUILD = "__BUILD__";
const PREFIX = "firsthand-";
const CACHE = PREFIX + BUILD;

/** The first part of a screen's path, behind the language of the interface; "" is the start. */
const SCREENS = new Set(["", "sign-in", "encounter", "tasks", "forms", "outbox", "sent", "help", "privacy", "accessibility"]);
const LANGUAGE = /^\/(?!api\/)[a-z]{2,3}(-[a-z]+)?(?=\/|$)/i;
const PATIENCE = 1000;

worker.addEventListener("install", (event) => event.waitUntil(keepAll()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim().then(prune)));
worker.addEventListener("message", (event) => {
    if (event.data?.tell === "take-over") event.waitUntil(worker.skipWaiting());
    if (event.data?.tell === "here") event.waitUntil(mend().then(prune));
});
worker.addEventListener("fetch", (event) => {
    const { method, url } = event.request;
    const { origin, pathname } = new URL(url);
    if (method === "GET" && origin === worker.location.origin && isOurs(pathname)) event.respondWith(answer(event.request, pathname));
});

async function keepAll() {
    const { urls } = await (await fetch(`/precache/${BUILD}.json`, { cache: "no-store", credentials: "omit" })).json();
    const cache = await caches.open(CACHE);
    await cache.addAll(urls.map((/** @type {string} */ url) => new Request(url, { cache: "no-cache", credentials: "omit" })));
}

/** A browser that was short of room may have thrown the cache away and left the worker. */
async function mend() {
    if (!(await caches.has(CACHE))) await keepAll().catch(() => caches.delete(CACHE));
}

/** @param {string} path */
function isOurs(path) {
    if (path.startsWith("/static/") || path === "/manifest.webmanifest") return true;
    const [, first = ""] = path.replace(LANGUAGE, "").split("/");
    return SCREENS.has(first);
}

/** A document asks with its own build; a file has it in its path; a fresh page takes ours. @param {Request} request @param {string} path */
async function answer(request, path) {
    const build = request.headers.get("X-Build") ?? /^\/static\/([^/]+)\//.exec(path)?.[1] ?? BUILD;
    const cached = await match(PREFIX + build, path);
    return cached ?? (await match(CACHE, path)) ?? (await fetch(request));
}

/** @param {string} name @param {string} path */
async function match(name, path) {
    if (!(await caches.has(name))) return undefined;
    return await (await caches.open(name)).match(path, { ignoreVary: true });
}

/** Caches of builds that no page runs any more go; one page that doesn't answer, or a build on its way in, keeps them all. */
async function prune() {
    if (worker.registration.installing || worker.registration.waiting) return;
    const pages = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
    const builds = await Promise.all(pages.map(buildOf));
    if (builds.includes(null)) return;
    const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
    await Promise.all(names.filter((name) => !builds.includes(name.slice(PREFIX.length))).map((name) => caches.delete(name)));
}

/** @param {Client} page @returns {Promise<string | null>} */
function buildOf(page) {
    return new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => resolve(data.build);
        setTimeout(() => resolve(null), PATIENCE);
        page.postMessage({ ask: "build" }, [port2]);
    });
}
