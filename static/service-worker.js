/**
 * Answers GETs of the app's own screens and files from the cache of one build, whole. It never touches a write, the
 * API or a page of the desk: those it does not answer at all. A new build waits until a page tells it to take over,
 * and no page has anything open. What is said between pages and workers is read by builds before and after this one.
 */
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const BUILD = "__BUILD__";
const PREFIX = "firsthand-";
const CACHE = PREFIX + BUILD;
const FILES = `/static/${BUILD}/`;
/** Kept last: where it is, the whole build is. */
const LIST = `/precache/${BUILD}.json`;

/** The first part of a screen's path, behind the language of the interface; "" is the start. */
const SCREENS = new Set(["", "sign-in", "encounter", "tasks", "forms", "meeting", "outbox", "sent", "rescue", "help", "privacy", "accessibility"]);
const LANGUAGE = /^\/(?!api\/)[a-z]{2,3}(-[a-z]+)?(?=\/|$)/i;
const FORM = /^(\/[a-z-]+)?\/forms\/[^/]+\/[^/]+\/[^/]+$/i;
/** What a form's page brings: the rest of a document belongs to its build. */
const BROUGHT = [/<title>[^<]*<\/title>/, /<main[\s\S]*<\/main>/];
/** Milliseconds that a page has for its answer. */
const PATIENCE = { build: 1000, calm: 10_000 };

worker.addEventListener("install", (event) => event.waitUntil(keepAll()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("message", (event) => {
    const { tell } = event.data ?? {};
    const answer = (/** @type {unknown} */ data) => event.ports?.[0]?.postMessage(data);
    if (tell === "take-over") event.waitUntil(takeOver().then((taken) => answer({ taken })));
    if (tell === "here") event.waitUntil(mend().then(prune));
    if (tell === "who") answer({ build: BUILD });
});
worker.addEventListener("fetch", (event) => {
    const { method, url } = event.request;
    const { origin, pathname } = new URL(url);
    if (method === "GET" && origin === worker.location.origin && isOurs(pathname)) event.respondWith(answer(event.request, pathname));
});

async function keepAll() {
    const cache = await caches.open(CACHE);
    if (!(await cache.match(LIST))) await fill(cache);
    await keepEarlierForms(cache);
    if (!(await match(CACHE, LIST))) throw new Error(`build ${BUILD} was thrown away meanwhile`);
}

/** @param {Cache} cache */
async function fill(cache) {
    const list = await ofThisBuild(LIST);
    const { urls } = await list.clone().json();
    const kept = await Promise.all(urls.map(async (/** @type {string} */ url) => ({ url, response: await ofThisBuild(url) })));
    for (const { url, response } of kept) await cache.put(url, response);
    await cache.put(LIST, list);
}

/** The service may be replaced between two answers: then none of them is kept. @param {string} url */
async function ofThisBuild(url) {
    const named = url.startsWith(FILES);
    const response = await fetch(new Request(url, { cache: named ? "default" : "no-cache", credentials: "omit" }));
    if (response.ok && (named || response.headers.get("X-Build") === BUILD)) return response;
    throw new Error(`${url} is not of build ${BUILD}`);
}

/** A draft is finished in the version that it was begun in, also where the service has that version no more. @param {Cache} cache */
async function keepEarlierForms(cache) {
    for (const name of (await caches.keys()).filter((each) => each.startsWith(PREFIX) && each !== CACHE).reverse()) {
        const earlier = await caches.open(name);
        const paths = (await earlier.keys()).map(({ url }) => new URL(url).pathname).filter((path) => FORM.test(path));
        for (const path of paths) if (!(await found(cache, path))) await cache.put(path, await grafted(cache, earlier, path));
    }
}

/** What the page of a form brings, in a document of this build. @param {Cache} cache @param {Cache} earlier @param {string} path */
async function grafted(cache, earlier, path) {
    const frame = /** @type {Response} */ ((await found(cache, LANGUAGE.exec(path)?.[0] ?? "/")) ?? (await found(cache, "/")));
    const [around, brought] = await Promise.all([frame.text(), (await found(earlier, path))?.text() ?? ""]);
    const page = BROUGHT.reduce((text, part) => text.replace(part, () => part.exec(brought)?.[0] ?? ""), around);
    const headers = new Headers(frame.headers);
    for (const name of ["Content-Encoding", "Content-Length", "ETag"]) headers.delete(name);
    return new Response(page, { headers });
}

/** A browser that was short of room may have thrown the cache away and left the worker. */
async function mend() {
    if (!(await match(CACHE, LIST))) await keepAll().catch(() => {});
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
    return (await caches.has(name)) ? await found(await caches.open(name), path) : undefined;
}

/** @param {Cache} cache @param {string} path */
const found = (cache, path) => cache.match(path, { ignoreVary: true });

/** Refused while a page has something open. One that doesn't answer holds nobody up: it keeps its own build. */
async function takeOver() {
    const pages = await windows();
    const calm = await Promise.all(pages.map((page) => ask(page, "calm")));
    if (calm.includes(false)) return false;
    await worker.skipWaiting();
    return true;
}

/**
 * Caches of builds that no page runs any more go; one page that doesn't answer, or a build on its way in, keeps them
 * all. Not when this build takes over: another page of the old one may be opening at that moment.
 */
async function prune() {
    const builds = await Promise.all((await windows()).map((page) => ask(page, "build")));
    if (builds.includes(null) || worker.registration.installing || worker.registration.waiting) return;
    const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
    await Promise.all(names.filter((name) => !builds.includes(name.slice(PREFIX.length))).map((name) => caches.delete(name)));
}

const windows = () => worker.clients.matchAll({ type: "window", includeUncontrolled: true });

/** What a page says of itself; null where it doesn't. @param {Client} page @param {"build" | "calm"} what @returns {Promise<any>} */
function ask(page, what) {
    return new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => resolve(data[what] ?? null);
        setTimeout(() => resolve(null), PATIENCE[what]);
        page.postMessage({ ask: what }, [port2]);
    });
}
