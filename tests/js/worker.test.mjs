import assert from "node:assert/strict";
import { test } from "node:test";
import { createPhone } from "./fakes/worker.mjs";

/** A phone with one build kept whole. */
async function installed() {
    const phone = createPhone();
    const worker = phone.worker("b1");
    await worker.install();
    return { ...phone, b1: worker };
}

const caches = (/** @type {{ stored: Map<string, unknown> }} */ { stored }) => [...stored.keys()];

test("writes, the API, the desk and other sites are not answered at all", async () => {
    const { b1, service } = await installed();
    service.asked.length = 0;
    for (const path of ["/api/v1/keys", "/api/v1/forms", "/referrals", "/referrals/1", "/submissions", "/audit", "/account", "/schema/openapi.json"]) {
        assert.equal(await b1.get(path), undefined, path);
    }
    assert.equal(await b1.get("/tasks", { method: "POST" }), undefined);
    assert.equal(await b1.get("https://elsewhere.example/tasks"), undefined);
    assert.deepEqual(service.asked, []);
});

test("screens and files come from the cache, in any language, whatever stands behind the question mark", async () => {
    const { b1, service } = await installed();
    service.asked.length = 0;
    for (const path of ["/", "/?source=home", "/pl", "/tasks", "/forms/dash/2026.1/en", "/static/b1/app/main.js"]) {
        assert.ok(await b1.get(path), path);
    }
    assert.deepEqual(service.asked, []);
});

test("an open page of the earlier build is answered from its own cache", async () => {
    const { serve, worker } = await installed();
    serve("b2");
    const b2 = worker("b2");
    await b2.install();
    assert.match((await b2.get("/tasks", { build: "b1" })) ?? "", /by b1/);
    assert.equal(await b2.get("/static/b1/app/late.js"), "// /static/b1/app/late.js");
    assert.match((await b2.get("/tasks")) ?? "", /by b2/);
});

for (const [open, left] of /** @type {[(string | null)[], string[]][]} */ ([
    [["b1", "b2"], ["firsthand-b1", "firsthand-b2", "other"]],
    [["b2"], ["firsthand-b2", "other"]],
    [["b2", null], ["firsthand-b1", "firsthand-b2", "other"]],
])) {
    test(`with pages of ${JSON.stringify(open)} open, what stays is ${left.join(", ")}`, async () => {
        const phone = await installed();
        phone.serve("b2");
        const b2 = phone.worker("b2");
        await b2.install();
        phone.stored.set("other", new Map());
        phone.pages.push(...open.map((build) => (build === null ? null : { build })));
        await b2.tell("here");
        assert.deepEqual(caches(phone).sort(), left);
    });
}

test("a build that takes over leaves the earlier one to a page that is opening", async () => {
    const phone = await installed();
    phone.serve("b2");
    const b2 = phone.worker("b2");
    await b2.install();
    await b2.fire("activate");
    assert.equal(b2.state.claimed, true);
    assert.deepEqual(caches(phone), ["firsthand-b1", "firsthand-b2"]);
});

test("the cache of a build that is on its way in stays", async () => {
    const phone = await installed();
    phone.serve("b2");
    await phone.worker("b2").install();
    phone.pages.push({ build: "b1" });
    await phone.worker("b1", { waiting: true }).tell("here");
    assert.deepEqual(caches(phone), ["firsthand-b1", "firsthand-b2"]);
});

test("a cache that the browser threw away is filled again when a page comes", async () => {
    const phone = createPhone();
    const b1 = phone.worker("b1");
    await b1.tell("here");
    assert.match((await phone.kept("b1", "/tasks")) ?? "", /by b1/);
});

test("a phone whose cache is gone, and its build at the service too, works with what the service has", async () => {
    const phone = createPhone();
    const b1 = phone.worker("b1");
    phone.serve("b5");
    await b1.tell("here");
    assert.match((await b1.get("/tasks")) ?? "", /by b5/);
    assert.equal(await b1.get("/static/b5/app/main.js"), "// /static/b5/app/main.js");
});

test("a service that is replaced between two answers of an install leaves nothing of either", async () => {
    const phone = await installed();
    phone.serve("b2");
    phone.service.before = (path) => void (path === "/tasks" && phone.serve("b3"));
    await assert.rejects(phone.worker("b2").install());
    assert.equal(await phone.kept("b2", "/"), undefined);
    const b3 = phone.worker("b3");
    await b3.install();
    assert.match((await b3.get("/tasks")) ?? "", /by b3/);
});

test("an install that is answered by half, or killed, is no build, and the next try completes it", async () => {
    const phone = await installed();
    phone.serve("b2");
    phone.service.before = (path) => {
        if (path === "/tasks") throw new TypeError("the network went");
    };
    await assert.rejects(phone.worker("b2").install());
    phone.stored.get("firsthand-b2")?.set("/", new Response("left by the killed one"));
    assert.match((await phone.worker("b1").get("/tasks")) ?? "", /by b1/);
    phone.service.before = () => {};
    await phone.worker("b2").install();
    assert.match((await phone.kept("b2", "/")) ?? "", /by b2/);
});

test("a build whose cache is thrown away while it is being filled is none", async () => {
    const phone = await installed();
    phone.serve("b2");
    phone.service.before = (path) => void (path === "/tasks" && phone.stored.delete("firsthand-b2"));
    await assert.rejects(phone.worker("b2").install());
});

test("a service that goes back to the earlier build is followed, without fetching it again", async () => {
    const phone = await installed();
    phone.serve("b2");
    await phone.worker("b2").install();
    phone.serve("b1");
    phone.service.asked.length = 0;
    const b1 = phone.worker("b1");
    await b1.install();
    assert.deepEqual(phone.service.asked, []);
    assert.match((await b1.get("/tasks")) ?? "", /by b1/);
});

const RETIRED = "/forms/dash/2026.1/en";

test("a form that the new build has no more stays, in a document of the new build", async () => {
    const phone = await installed();
    phone.serve("b2", ["/forms/dash/2026.2/en"]);
    const b2 = phone.worker("b2");
    await b2.install();
    assert.equal(await b2.get(RETIRED), `<title>${RETIRED}</title><body data-build="b2"><main>${RETIRED} by b1</main></body>`);
    phone.pages.push({ build: "b2" });
    await b2.tell("here");
    phone.serve("b3", ["/forms/dash/2026.2/en"]);
    const b3 = phone.worker("b3");
    await b3.install();
    assert.match((await b3.get(RETIRED)) ?? "", /data-build="b3".*by b1/);
});

test("a form of the later build stays when the service goes back", async () => {
    const phone = await installed();
    phone.serve("b2", [RETIRED, "/forms/dash/2026.2/en"]);
    await phone.worker("b2").install();
    phone.serve("b1");
    const b1 = phone.worker("b1");
    await b1.install();
    assert.match((await b1.get("/forms/dash/2026.2/en")) ?? "", /data-build="b1".*by b2/);
    assert.match((await b1.get(RETIRED)) ?? "", /by b1/);
});

for (const [pages, taken] of /** @type {[({ build: string, calm?: boolean } | null)[], boolean][]} */ ([
    [[], true],
    [[{ build: "b1", calm: true }, { build: "b1", calm: true }], true],
    [[{ build: "b1", calm: true }, { build: "b1", calm: false }], false],
    [[null, { build: "b1", calm: true }], true],
    [[null, { build: "b1", calm: false }], false],
    [[{ build: "older than the question" }], true],
])) {
    test(`asked to take over before ${JSON.stringify(pages)}, it ${taken ? "does" : "does not"}`, async () => {
        const phone = createPhone();
        phone.pages.push(...pages);
        const worker = phone.worker("b2");
        assert.deepEqual({ ...(await worker.tell("take-over")) }, { taken });
        assert.equal(worker.state.skipped, taken);
    });
}

test("a worker says which build it is", async () => {
    assert.deepEqual({ ...(await createPhone().worker("b2").tell("who")) }, { build: "b2" });
});
