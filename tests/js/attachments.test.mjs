/** Drawings on their way: sealed, sent after their submission, cut and resumed, and never let go unless a receipt names them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createEnrolledPhone, createPhone, everythingStored, fillForm, PASSPHRASE } from "./fakes/phone.mjs";
import { ADA, BEN, createTablet } from "./fakes/tablet.mjs";

/** @typedef {Awaited<ReturnType<typeof createEnrolledPhone>>} Enrolled */

/** @param {number} n */
const stroke = (n) => ({ colour: "red", width: 12, points: [[10, 10], [n, 20], [n, 900]] });

/** A form with drawings, each of as many strokes. @param {Pick<Enrolled, "tab">} phone @param {number[]} strokes */
async function draw({ tab }, ...strokes) {
    const ids = strokes.map(() => crypto.randomUUID());
    const drawings = ids.flatMap((id, place) => [
        [`drawing.${id}`, { width: 1000, height: 1400 }],
        [`drawing.${id}.0`, Array.from({ length: strokes[place] ?? 0 }, (_, n) => stroke(n))],
    ]);
    const { form } = await fillForm(tab, { "answer.drawing": { value: ids, source: "child" }, ...Object.fromEntries(drawings) });
    return { form, ids };
}

/** Submitted without a network. @param {Enrolled} phone @param {number[]} strokes */
async function submitOffline(phone, ...strokes) {
    phone.network.up = false;
    const drawn = await draw(phone, ...strokes);
    await phone.tab.outbox.submit([drawn.form]);
    await phone.tab.outbox.deliver();
    phone.network.up = true;
    return drawn;
}

/** Until nothing more is under way. @param {Pick<Enrolled, "tab">} phone */
async function deliver({ tab }) {
    for (let n = 0; n < 8; n++) {
        await tab.outbox.deliver();
        await tab.outbox.upload();
    }
}

/** Delivers, and waits until the files wait for their next try. @param {Enrolled} phone @returns {Promise<number>} milliseconds until then */
async function deliverUntilPause({ tab, timers }) {
    timers.length = 0;
    await tab.outbox.deliver();
    while (timers.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    return timers.at(-1)?.milliseconds ?? 0;
}

/** @param {Enrolled} phone */
const item = async ({ tab }) => (await tab.outbox.items())[0];

/** What the service reads of a drawing. @param {Enrolled} phone @param {string} id */
async function opened(phone, id) {
    const { payload } = await phone.server.open(String(phone.server.rows[0]?.envelope));
    return JSON.parse(await plain(phone, payload, id));
}

/** @param {Enrolled} phone @param {any} payload @param {string} id */
async function plain({ server }, payload, id) {
    const { bytes } = /** @type {any} */ ([...server.attachments.uploads.values()].find(({ attachment }) => attachment === id));
    const key = await crypto.subtle.importKey("raw", Buffer.from(payload.attachment_keys[id], "base64url"), "AES-GCM", false, ["decrypt"]);
    const additionalData = new TextEncoder().encode(`fh-attachment-1|${payload.about.id}|${id}`);
    const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes.subarray(0, 12), additionalData }, key, bytes.subarray(12));
    return new TextDecoder().decode(text);
}

test("a drawing is sealed as the protocol says, and the service reads what was drawn", async () => {
    const phone = await createEnrolledPhone();
    const { form, ids } = await draw(phone, 3, 1);
    await phone.tab.outbox.submit([form]);
    await deliver(phone);
    const { header, payload } = await phone.server.open(String(phone.server.rows[0]?.envelope));
    assert.deepEqual(payload.answers.drawing.value, ids);
    assert.deepEqual(header.attachments, payload.about.attachments);
    const named = /** @type {any[]} */ (header.attachments);
    assert.deepEqual(named.map(({ id, media_type }) => [id, media_type]), ids.map((id) => [id, "application/json"]));
    assert.deepEqual(Object.keys(payload.attachment_keys), ids);
    assert.equal(new Set(Object.values(payload.attachment_keys)).size, 2);
    assert.deepEqual(await opened(phone, String(ids[0])), {
        ...{ kind: "drawing", version: 1, width: 1000, height: 1400 },
        strokes: [stroke(0), stroke(1), stroke(2)],
    });
});

test("the submission is received before its files, and nothing is left here once a receipt has named them", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone, 1, 1);
    phone.server.attachments.plan.push(() => phone.server.attachments.reply(503));
    await phone.tab.outbox.deliver();
    const waiting = await item(phone);
    assert.deepEqual([waiting?.state, waiting?.files], ["files", { sent: 0, total: 2, problem: null }]);
    assert.match(String(waiting?.reference), /^FH-/);
    await deliver(phone);
    assert.deepEqual([(await item(phone))?.state, (await phone.tab.outbox.items()).length], ["received", 1]);
    assert.deepEqual((await phone.tab.outbox.summary()).waiting, 0);
    const db = await databaseOf(phone);
    for (const store of ["outbox", "envelopes", "files"]) assert.equal((await all(db, store)).length, 0, store);
    db.close();
});

test("what its author could read of it goes with the receipt, what is sealed stays for its files", async () => {
    const phone = await createEnrolledPhone();
    const { form } = await submitOffline(phone, 1);
    phone.server.attachments.plan.push(() => phone.server.attachments.reply(503));
    await phone.tab.outbox.deliver();
    assert.equal(await phone.tab.outbox.read(form), null);
    const db = await databaseOf(phone);
    assert.deepEqual(Object.keys((await all(db, "envelopes"))[0]).sort(), ["envelope", "id"]);
    db.close();
});

test("nothing that was drawn lies readable on the disk, in the draft or on its way", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone, 40);
    const stored = await everythingStored();
    for (const word of ["strokes", "colour", '"points"']) assert.ok(!stored.includes(word), word);
});

test("a file that is cut goes on from where it was, in a tab that was never unlocked", async () => {
    const phone = await createEnrolledPhone();
    const { ids } = await submitOffline(phone, 15, 1);
    const { attachments } = phone.server;
    const cut = () => Promise.reject(new TypeError("connection reset"));
    attachments.plan.push(
        (_, answer) => answer(),
        (asked, answer) => ((asked.body = asked.body.subarray(0, 100)), answer(), cut()),
    );
    await deliverUntilPause(phone);
    await phone.tab.session.signOut();
    const tab = phone.newTab();
    attachments.calls.length = 0;
    await deliver({ ...phone, tab });
    assert.deepEqual(attachments.calls, ["HEAD", "PATCH", "POST", "PATCH"]);
    assert.equal((await opened(phone, String(ids[0]))).strokes.length, 15);
    assert.equal(attachments.uploads.size, 2);
});

test("an upload that the service let expire is begun anew", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone, 2);
    const { attachments } = phone.server;
    attachments.plan.push((_, answer) => answer(), () => Promise.reject(new TypeError("cut")));
    await deliverUntilPause(phone);
    attachments.uploads.clear();
    await deliver(phone);
    assert.equal((await item(phone))?.state, "received");
});

test("a submission never waits for a file", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone, 1);
    /** @type {(answer: Response) => void} */
    let answer = () => {};
    const stalled = new Promise((resolve) => (answer = resolve));
    phone.server.attachments.plan.push(() => /** @type {Promise<Response>} */ (stalled));
    await phone.tab.outbox.deliver();
    const { form } = await fillForm(phone.tab);
    await phone.tab.outbox.submit([form]);
    await phone.tab.outbox.deliver();
    assert.equal(phone.server.rows.length, 2);
    answer(phone.server.attachments.reply(503));
    await deliver(phone);
    assert.equal((await phone.tab.outbox.summary()).waiting, 0);
});

test("a refused file is named, holds up no other, and can be tried again", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone, 1, 1);
    phone.server.attachments.plan.push(() => phone.server.attachments.reply(413));
    await deliver(phone);
    const refused = await item(phone);
    assert.deepEqual([refused?.state, refused?.files], ["attention", { sent: 1, total: 2, problem: "http-413" }]);
    assert.match(String(refused?.reference), /^FH-/);
    await phone.tab.outbox.retry(String(refused?.id));
    await deliver(phone);
    assert.equal((await item(phone))?.state, "received");
});

test("a file that was spoilt on the phone is named, and the others arrive", async () => {
    const phone = await createEnrolledPhone();
    const { ids } = await submitOffline(phone, 1, 1);
    const db = await databaseOf(phone);
    const [file] = (await all(db, "files")).filter(({ id }) => id === ids[0]);
    file.bytes[20] ^= 1;
    await asked(db.transaction("files", "readwrite").objectStore("files").put(file));
    db.close();
    await deliver(phone);
    assert.deepEqual((await item(phone))?.files, { sent: 1, total: 2, problem: "damaged" });
});

test("what arrives otherwise than it was sent goes three times, is then named, and never let go", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone, 1);
    const { plan } = phone.server.attachments;
    for (let n = 0; n < 3; n++) plan.push((_, answer) => answer(), ({ body }, answer) => (body.writeUInt8(body.readUInt8(20) ^ 1, 20), answer()));
    await deliver(phone);
    const spoilt = await item(phone);
    assert.deepEqual([spoilt?.state, spoilt?.files], ["attention", { sent: 0, total: 1, problem: "not-taken" }]);
    await phone.tab.outbox.retry(String(spoilt?.id));
    await deliver(phone);
    assert.equal((await item(phone))?.state, "received");
});

test("a receipt that names another hash lets no file go", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone, 1);
    phone.server.attachments.held = (_, named) => named.map(({ id }) => ({ id, sha256: "0".repeat(64) }));
    await deliver(phone);
    assert.equal((await item(phone))?.state, "attention");
    const db = await databaseOf(phone);
    assert.equal((await all(db, "files")).length, 1);
    db.close();
});

test("a service that has no such call yet is asked again much later", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone, 1);
    phone.server.attachments.plan.push(() => phone.server.refusal(404, "not-found"));
    assert.equal(await deliverUntilPause(phone), 300_000);
    assert.deepEqual([(await item(phone))?.state, (await item(phone))?.files?.problem], ["files", null]);
});

test("a network's own page is no answer, and a place elsewhere is not written to", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone, 1);
    const { attachments } = phone.server;
    const portal = () => new Response("<html>", { status: 200, headers: { "Content-Type": "text/html" } });
    attachments.plan.push(portal, () => attachments.reply(201, { Location: "https://elsewhere.test/steal" }));
    await deliverUntilPause(phone);
    await deliverUntilPause(phone);
    assert.deepEqual([attachments.calls.every((call) => call === "POST"), attachments.uploads.size], [true, 0]);
    await deliver(phone);
    assert.equal((await item(phone))?.state, "received");
});

test("an upload asks for a sign-in where the device cookie is gone, and typing goes on", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone, 1);
    phone.server.attachments.plan.push(() => Response.json({ code: "sign-in" }, { status: 401 }));
    await phone.tab.outbox.deliver();
    await phone.tab.outbox.upload();
    assert.equal((await phone.tab.outbox.summary()).hold, "sign-in");
    await deliver(phone);
    assert.equal((await item(phone))?.state, "received");
});

test("a token that is out of date is fetched anew for a file too", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone, 1);
    phone.server.attachments.plan.push(() => phone.server.refusal(403, "csrf"));
    await deliver(phone);
    assert.equal((await item(phone))?.state, "received");
});

test("an empty drawing is not sent", async () => {
    const phone = await createEnrolledPhone();
    const { form, ids } = await draw(phone, 0, 1);
    await phone.tab.outbox.submit([form]);
    await deliver(phone);
    const { payload } = await phone.server.open(String(phone.server.rows[0]?.envelope));
    assert.deepEqual(payload.about.attachments.map((/** @type {any} */ { id }) => id), [ids[1]]);
});

test("a recording is sealed as the one file that its pieces are, under the type that the browser gave it", async () => {
    const phone = await createEnrolledPhone();
    const id = crypto.randomUUID();
    const piece = (/** @type {string} */ text, /** @type {number} */ ms) => ({ data: btoa(text), ms, peak: 0.2 });
    const head = { question: "sound", media_type: "audio/webm", whole: true };
    const recorded = { [`sound.${id}`]: head, [`sound.${id}.0`]: piece("a child ", 5000), [`sound.${id}.1`]: piece("spoke", 7000) };
    const { form } = await fillForm(phone.tab, { "answer.sound": { value: [id], source: "child" }, ...recorded });
    await phone.tab.outbox.submit([form]);
    assert.ok(!(await everythingStored()).includes("a child spoke"));
    await deliver(phone);
    const { header, payload } = await phone.server.open(String(phone.server.rows[0]?.envelope));
    const [about] = /** @type {any[]} */ (header.attachments);
    assert.deepEqual([about.id, about.media_type], [id, "audio/webm"]);
    assert.equal(await plain(phone, payload, id), "a child spoke");
});

test("a rescue file takes the drawings along, and whoever brings it in delivers them", async () => {
    const phone = await createEnrolledPhone();
    const { ids } = await submitOffline(phone, 2);
    const { text, count, damaged } = await phone.tab.outbox.rescue();
    assert.deepEqual([count, damaged], [1, 0]);
    assert.deepEqual(Object.keys(JSON.parse(text)), ["submissions", "attachments"]);
    const other = (await createPhone({ server: phone.server })).tab();
    await other.session.signIn("ada@example.test", PASSPHRASE);
    await other.outbox.bringIn(text);
    assert.equal((await opened(phone, String(ids[0]))).strokes.length, 2);
    phone.server.attachments.calls.length = 0;
    await deliver(phone);
    assert.deepEqual([(await item(phone))?.state, phone.server.attachments.calls], ["received", []]);
});

test("on a shared tablet whoever is next sends another's drawing, and sees nothing of it but that it waits", async () => {
    const tablet = await createTablet(ADA, BEN);
    tablet.network.up = false;
    await tablet.open(ADA);
    const { form } = await draw({ ...tablet, tab: tablet.one }, 2);
    await tablet.one.outbox.submit([form]);
    await tablet.one.vault.lock();
    tablet.network.up = true;
    await tablet.open(BEN);
    tablet.server.attachments.plan.push(() => tablet.server.attachments.reply(503));
    await tablet.one.outbox.deliver();
    const [theirs] = await tablet.one.outbox.items();
    assert.deepEqual([theirs?.state, theirs?.mine, theirs?.form, theirs?.reference, theirs?.files?.total], ["files", false, null, null, 1]);
    await assert.rejects(tablet.one.drafts.load(form));
    await deliver({ tab: tablet.one });
    assert.deepEqual(await tablet.one.outbox.items(), []);
    await tablet.open(ADA);
    assert.deepEqual((await tablet.one.outbox.items()).map(({ state }) => state), ["received"]);
});

test("a store with files that wait is not taken off the device, and a revoked device keeps its keys until they are there", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone, 1);
    phone.server.attachments.plan.push(() => phone.server.attachments.reply(503));
    phone.server.state.revoked = true;
    await phone.tab.outbox.deliver();
    assert.equal((await phone.tab.vault.held()).unsent, 1);
    assert.equal(phone.tab.vault.state, "unlocked");
    await deliver(phone);
    assert.equal((await phone.tab.registry.vaults())[0]?.revoked, true);
});

/** The one with drafts in it. @param {Enrolled} phone @returns {Promise<IDBDatabase>} */
async function databaseOf({ tab }) {
    const [record] = await tab.registry.vaults();
    return /** @type {Promise<IDBDatabase>} */ (asked(indexedDB.open(String(record?.database))));
}

/** @param {IDBDatabase} db @param {string} store @returns {Promise<any[]>} */
const all = (db, store) => asked(db.transaction(store).objectStore(store).getAll());

/** @param {IDBRequest} request @returns {Promise<any>} */
const asked = (request) =>
    new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
