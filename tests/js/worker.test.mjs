import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { runInNewContext } from "node:vm";

const SOURCE = await readFile(new URL("../../static/service-worker.js", import.meta.url), "utf8");
const ORIGIN = "https://firsthand.example";

/** A worker of one build in a browser of its own. @param {{ build?: string, stored?: Map<string, Map<string, string>>, pages?: (string | null)[], waiting?: boolean }} [world] */
function createWorker({ build = "b2", stored = new Map(), pages = [], waiting = false } = {}) {
    /** @type {Record<string, (event: any) => void>} */
    const handlers = {};
    /** @type {string[]} */
    const asked = [];
    const fetch = async (/** @type {any} */ request) => {
        asked.push(String(request.url ?? request));
        return { json: async () => ({ urls: ["/", "/tasks", `/static/${build}/app/main.js`] }) };
    };
    const open = async (/** @type {string} */ name) => {
        const kept = stored.get(name) ?? new Map();
        stored.set(name, kept);
        return {
            addAll: async (/** @type {{ url: string }[]} */ requests) => requests.forEach(({ url }) => kept.set(new URL(url, ORIGIN).pathname, name)),
            match: async (/** @type {string} */ path) => kept.get(path),
        };
    };
    const caches = { open, has: async (/** @type {string} */ name) => stored.has(name), keys: async () => [...stored.keys()], delete: async (/** @type {string} */ name) => stored.delete(name) };
    const clients = {
        claim: async () => {},
        matchAll: async () => pages.map((page) => ({ postMessage: (/** @type {unknown} */ _, /** @type {any[]} */ [port]) => page && port.postMessage({ build: page }) })),
    };
    let skipped = false;
    const self = {
        addEventListener: (/** @type {string} */ name, /** @type {any} */ handler) => void (handlers[name] = handler),
        location: { origin: ORIGIN },
        clients,
        registration: { installing: null, waiting: waiting ? {} : null },
        skipWaiting: async () => void (skipped = true),
    };
    class Request {
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
    runInNewContext(SOURCE.replace("__BUILD__", build), { self, caches, fetch, Request, URL, MessageChannel: Channel, setTimeout: early });

    /** @param {string} name @param {object} [event] */
    async function fire(name, event = {}) {
        const waits = /** @type {Promise<unknown>[]} */ ([]);
        let answer = /** @type {Promise<unknown> | undefined} */ (undefined);
        handlers[name]?.({ ...event, waitUntil: (/** @type {Promise<unknown>} */ work) => waits.push(work), respondWith: (/** @type {Promise<unknown>} */ work) => void (answer = work) });
        await Promise.all(waits);
        return await answer;
    }
    /** @param {string} path @param {{ method?: string, build?: string }} [how] */
    const get = (path, { method = "GET", build: from } = {}) =>
        fire("fetch", { request: { method, url: new URL(path, ORIGIN).href, headers: { get: () => from ?? null } } });
    return { fire, get, stored, asked, skipped: () => skipped };
}

test("writes, the API, the desk and other sites are not answered at all", async () => {
    const worker = createWorker();
    await worker.fire("install");
    for (const path of ["/api/v1/keys", "/api/v1/forms", "/referrals", "/referrals/1", "/submissions", "/audit", "/account", "/schema/openapi.json"]) {
        assert.equal(await worker.get(path), undefined, path);
    }
    assert.equal(await worker.get("/tasks", { method: "POST" }), undefined);
    assert.equal(await worker.get("https://elsewhere.example/tasks"), undefined);
    assert.deepEqual(worker.asked, ["/precache/b2.json"]);
});

test("screens and files come from the cache, in any language, whatever stands behind the question mark", async () => {
    const stored = new Map([["firsthand-b2", new Map(["/", "/pl", "/pl/tasks", "/forms/dash/2026.1/pl", "/static/b2/app/main.js"].map((path) => [path, "kept"]))]]);
    const worker = createWorker({ stored });
    for (const path of ["/", "/?source=home", "/pl", "/pl/tasks", "/forms/dash/2026.1/pl", "/static/b2/app/main.js"]) {
        assert.equal(await worker.get(path), "kept", path);
    }
    assert.deepEqual(worker.asked, []);
});

test("an open page of the earlier build is answered from its own cache", async () => {
    const stored = new Map([
        ["firsthand-b1", new Map([["/tasks", "old"], ["/static/b1/app/x.js", "old"]])],
        ["firsthand-b2", new Map([["/tasks", "new"]])],
    ]);
    const worker = createWorker({ stored });
    assert.equal(await worker.get("/tasks", { build: "b1" }), "old");
    assert.equal(await worker.get("/static/b1/app/x.js"), "old");
    assert.equal(await worker.get("/tasks"), "new");
});

for (const [pages, kept] of /** @type {[(string | null)[], string[]][]} */ ([
    [["b1", "b2"], ["firsthand-b1", "firsthand-b2", "other"]],
    [["b2"], ["firsthand-b2", "other"]],
    [[], ["firsthand-b2", "other"]],
    [["b2", null], ["firsthand-b1", "firsthand-b2", "other"]],
])) {
    test(`with pages of ${JSON.stringify(pages)} open, what stays is ${kept.join(", ")}`, async () => {
        const stored = new Map(["firsthand-b1", "firsthand-b2", "other"].map((name) => [name, new Map()]));
        const worker = createWorker({ stored, pages });
        await worker.fire("activate");
        assert.deepEqual([...stored.keys()], kept);
    });
}

test("the cache of a build that is on its way in stays", async () => {
    const stored = new Map(["firsthand-b2", "firsthand-b3"].map((name) => [name, new Map()]));
    const worker = createWorker({ stored, pages: ["b2"], waiting: true });
    await worker.fire("message", { data: { tell: "here" } });
    assert.deepEqual([...stored.keys()], ["firsthand-b2", "firsthand-b3"]);
});

test("a cache that the browser threw away is filled again when a page comes", async () => {
    const worker = createWorker();
    await worker.fire("message", { data: { tell: "here" } });
    assert.equal(await worker.get("/tasks"), "firsthand-b2");
});

test("a new build waits until it is told to take over", async () => {
    const worker = createWorker();
    await worker.fire("install");
    assert.equal(worker.skipped(), false);
    await worker.fire("message", { data: { tell: "take-over" } });
    assert.equal(worker.skipped(), true);
});
