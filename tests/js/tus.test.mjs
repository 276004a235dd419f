/** One file over a line that does everything that lines do: it arrives whole, or it is said why not. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { sendFile } from "../../static/app/outbox/tus.js";
import { createFakeUploads } from "./fakes/attachments.mjs";

/** @typedef {import("../../static/app/outbox/tus.js").FileToSend} FileToSend */

/** The same numbers for the same seed. @param {number} seed */
const chance = (seed) => () => ((seed = (seed * 48271) % 2147483647) / 2147483647);

/** @param {number} size */
function fileOf(size) {
    const bytes = new Uint8Array(size).map((_, at) => at % 251);
    /** @type {FileToSend} */
    const file = { submission: crypto.randomUUID(), id: crypto.randomUUID(), sha256: createHash("sha256").update(bytes).digest("hex") };
    return { file, bytes };
}

/** @param {ReturnType<typeof createFakeUploads>} server @returns {import("../../static/app/outbox/tus.js").Carry} */
const over = (server) => async (method, path, headers, body) => {
    const response = await server.fetch(`/api/v1${path}`, { method, headers, body: body ?? null });
    const isJson = /json/.test(response.headers.get("Content-Type") ?? "");
    return { status: response.status, headers: response.headers, json: isJson ? await response.json() : response.status === 204 ? {} : null, retryAfter: null };
};

const cut = () => Promise.reject(new TypeError("cut"));

/** Sends it until it is there, remembering where. @param {ReturnType<typeof createFakeUploads>} server @param {ReturnType<typeof fileOf>} sent */
async function sendOn(server, { file, bytes }) {
    for (let tries = 1; tries < 200; tries++) {
        const outcome = await sendFile(over(server), file, bytes, async (place) => void (file.place = place));
        if (outcome.kind !== "again") return { outcome, tries };
    }
    throw new Error("never");
}

/** @param {ReturnType<typeof createFakeUploads>} server @param {FileToSend} file */
const arrived = (server, { submission, id, sha256 }) => server.held(submission, [{ id, sha256 }]).length === 1;

test("a large file goes in pieces, in order", async () => {
    const server = createFakeUploads();
    const sent = fileOf(700_000);
    assert.deepEqual((await sendOn(server, sent)).outcome, { kind: "sent" });
    assert.deepEqual(server.calls, ["POST", "PATCH", "PATCH", "PATCH"]);
    assert.ok(arrived(server, sent.file));
});

test("whatever is cut, repeated, lost or refused for now, it arrives whole and once", async () => {
    for (let seed = 1; seed <= 40; seed++) {
        const [server, random] = [createFakeUploads(), chance(seed)];
        const harm = [
            () => cut(),
            (/** @type {any} */ _, /** @type {() => Response} */ answer) => (answer(), cut()),
            (/** @type {any} */ asked, /** @type {() => Response} */ answer) => ((asked.body = asked.body.subarray(0, Math.floor(asked.body.length * random()))), answer(), cut()),
            (/** @type {any} */ asked, /** @type {() => Response} */ answer) => ((asked.body = asked.body.subarray(0, Math.floor(asked.body.length * random()))), answer()),
            () => server.reply(503),
            () => server.reply(423),
            () => server.reply(409),
            () => new Response("<html>", { status: 200, headers: { "Content-Type": "text/html" } }),
            () => (server.uploads.clear(), server.reply(404)),
        ];
        for (let n = 0; n < 12; n++) server.plan.push(random() < 0.6 ? /** @type {any} */ (harm[Math.floor(random() * harm.length)]) : (_, answer) => answer());
        const sent = fileOf(300_000 + Math.floor(random() * 300_000));
        assert.deepEqual((await sendOn(server, sent)).outcome, { kind: "sent" }, `seed ${seed}`);
        assert.ok(arrived(server, sent.file), `seed ${seed}`);
    }
});

test("a place that never goes on is left for later, and not asked for ever", async () => {
    const server = createFakeUploads();
    const { file, bytes } = fileOf(1000);
    server.plan.push((_, answer) => answer(), ...Array.from({ length: 20 }, () => () => server.reply(204, { "Upload-Offset": "0" })));
    assert.deepEqual(await sendFile(over(server), file, bytes, async () => {}), { kind: "again", seconds: 0 });
    assert.deepEqual(server.calls, ["POST", "PATCH", "PATCH", "PATCH"]);
});

for (const [name, reply, outcome] of /** @type {[string, () => Response, any][]} */ ([
    ["a refusal is named by the service's own code", () => Response.json({ code: "too-large" }, { status: 413 }), { kind: "refused", code: "too-large" }],
    ["a refusal without a code is named by its number", () => new Response(null, { status: 415, headers: { "Tus-Resumable": "1.0.0" } }), { kind: "refused", code: "http-415" }],
    ["a portal's refusal is none", () => new Response("<html>", { status: 403 }), { kind: "again", seconds: 0 }],
    ["a missing cookie asks for a sign-in", () => Response.json({ code: "sign-in" }, { status: 401 }), { kind: "sign-in" }],
    ["a place without an address is no place", () => new Response(null, { status: 201, headers: { "Tus-Resumable": "1.0.0" } }), { kind: "again", seconds: 0 }],
])) {
    test(name, async () => {
        const server = createFakeUploads();
        const { file, bytes } = fileOf(10);
        server.plan.push(reply);
        assert.deepEqual(await sendFile(over(server), file, bytes, async () => {}), outcome);
    });
}
