/** A service and a browser's caches, and service workers of any build between them. */
import { readFile } from "node:fs/promises";
import { runInNewContext } from "node:vm";

const SOURCE = await readFile(new URL("../../../static/service-worker.js", import.meta.url), "utf8");
export const ORIGIN = "https://firsthand.example";

/**
 * What a service of one build answers; every document says whose it is.
 * @param {string} build @param {string[]} [forms] paths @returns {Record<string, string>}
 */
export function served(build, forms = ["/forms/dash/2026.1/en"]) {
    const documents = ["/", "/pl", "/tasks", ...forms].map((path) => [path, documentOf(build, path)]);
    const files = [`/static/${build}/app/main.js`, `/static/${build}/app/late.js`].map((path) => [path, `// ${path}`]);
    const urls = [...documents, ...files].map(([path]) => path);
    return Object.fromEntries([...documents, ...files, [`/precache/${build}.json`, JSON.stringify({ build, urls })]]);
}

/** @param {string} build @param {string} path */
const documentOf = (build, path) => `<title>${path}</title><body data-build="${build}"><main>${path} by ${build}</main></body>`;

export function createPhone() {
    /** @type {Map<string, Map<string, Response>>} */
    const stored = new Map();
    /** @type {{ build: string, answers: Record<string, string>, asked: string[], before: (path: string) => void }} */
    const service = { build: "b1", answers: served("b1"), asked: [], before: () => {} };
    /** What each open page answers: null is a page that sleeps. @type {({ build: string, calm?: boolean } | null)[]} */
    const pages = [];

    const fetch = async (/** @type {any} */ request) => {
        const path = new URL(request.url ?? request, ORIGIN).pathname;
        service.before(path);
        service.asked.push(path);
        const body = service.answers[path];
        return new Response(body ?? "", { status: body === undefined ? 404 : 200, headers: { "X-Build": service.build } });
    };

    return {
        stored,
        service,
        pages,
        /** @param {string} build @param {string[]} [forms] paths */
        serve: (build, forms) => void Object.assign(service, { build, answers: served(build, forms) }),
        /** What is kept, as text. @param {string} build @param {string} path */
        kept: async (build, path) => await stored.get(`firsthand-${build}`)?.get(path)?.clone().text(),
        /** @param {string} build @param {{ waiting?: boolean }} [beside] */
        worker: (build, { waiting = false } = {}) => createWorker({ build, waiting, stored, pages, fetch }),
    };
}

/** @param {{ build: string, waiting: boolean, stored: Map<string, Map<string, Response>>, pages: any[], fetch: (request: any) => Promise<Response> }} world */
function createWorker({ build, waiting, stored, pages, fetch }) {
    /** @type {Record<string, (event: any) => void>} */
    const handlers = {};
    const state = { skipped: false, claimed: false };
    const self = {
        addEventListener: (/** @type {string} */ name, /** @type {any} */ handler) => void (handlers[name] = handler),
        location: { origin: ORIGIN },
        clients: { claim: async () => void (state.claimed = true), matchAll: async () => pages.map(client) },
        registration: { installing: null, waiting: waiting ? {} : null },
        skipWaiting: async () => void (state.skipped = true),
    };
    const world = { self, caches: cachesOf(stored), fetch, Request: Asked, Response, Headers, URL, MessageChannel: Channel, setTimeout: early };
    runInNewContext(SOURCE.replace("__BUILD__", build), world);

    /** @param {string} name @param {object} [event] */
    async function fire(name, event = {}) {
        const waits = /** @type {Promise<unknown>[]} */ ([]);
        let answer = /** @type {Promise<Response> | undefined} */ (undefined);
        const waitUntil = (/** @type {Promise<unknown>} */ work) => waits.push(work);
        handlers[name]?.({ ...event, waitUntil, respondWith: (/** @type {Promise<Response>} */ work) => void (answer = work) });
        await Promise.all(waits);
        return await answer;
    }

    return {
        state,
        fire,
        install: () => fire("install"),
        /** What the worker answers to a page. @param {string} said */
        async tell(said) {
            /** @type {any} */
            let heard = null;
            await fire("message", { data: { tell: said }, ports: [{ postMessage: (/** @type {unknown} */ data) => void (heard = data) }] });
            return heard;
        },
        /** The text, or undefined where it doesn't answer. @param {string} path @param {{ method?: string, build?: string | null }} [how] */
        async get(path, { method = "GET", build: from = null } = {}) {
            const answer = await fire("fetch", { request: { method, url: new URL(path, ORIGIN).href, headers: { get: () => from } } });
            return await answer?.text();
        },
    };
}

/** @param {{ build: string, calm?: boolean } | null} page */
const client = (page) => ({ postMessage: (/** @type {unknown} */ _, /** @type {any[]} */ [port]) => page && port.postMessage(page) });

/** @param {Map<string, Map<string, Response>>} stored */
function cachesOf(stored) {
    const open = async (/** @type {string} */ name) => {
        const kept = stored.get(name) ?? new Map();
        stored.set(name, kept);
        return {
            put: async (/** @type {string} */ path, /** @type {Response} */ response) => void kept.set(path, response),
            match: async (/** @type {string} */ path) => kept.get(path)?.clone(),
            keys: async () => [...kept.keys()].map((path) => ({ url: new URL(path, ORIGIN).href })),
        };
    };
    const has = async (/** @type {string} */ name) => stored.has(name);
    return { open, has, keys: async () => [...stored.keys()], delete: async (/** @type {string} */ name) => stored.delete(name) };
}

class Asked {
    /** @param {string} url */
    constructor(url) {
        this.url = url;
    }
}

class Channel {
    port1 = { onmessage: (/** @type {any} */ _) => {} };
    port2 = { postMessage: (/** @type {unknown} */ data) => this.port1.onmessage({ data }) };
}

const early = (/** @type {() => void} */ work) => setTimeout(work, 5);
