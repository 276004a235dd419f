import assert from "node:assert/strict";
import { test } from "node:test";
import { coded, createEnrolledPhone, everythingStored, fillForm, PASSPHRASE } from "./fakes/phone.mjs";

test("a form that was submitted arrives sealed, signed, once, and leaves a reference", async () => {
    const phone = await createEnrolledPhone();
    const { outbox, drafts } = phone.tab;
    const { encounter, form } = await fillForm(phone.tab);
    await drafts.put(encounter, "person.p1", { role: "child", given_name: "Invented" });
    assert.deepEqual(await outbox.submit([form]), [form]);
    await outbox.deliver();
    const [row, ...more] = phone.server.rows;
    assert.deepEqual(more, []);
    const { header, signature, payload } = await phone.server.open(String(row?.envelope));
    assert.deepEqual(Object.keys(header).sort(), ["alg", "attachments", "author", "captured_at", "cty", "device", "enc", "encounter", "epk", "form", "form_version", "id", "kid", "typ"]);
    assert.deepEqual([header.alg, header.enc, header.typ, header.cty], ["ECDH-ES", "A256GCM", "fh-submission+jwe", "JWS"]);
    assert.deepEqual(Object.keys(signature).sort(), ["alg", "kid"]);
    for (const [name, value] of Object.entries(payload.about)) assert.deepEqual(header[name], value, name);
    assert.equal(payload.encounter.danger_now, undefined);
    assert.deepEqual(payload.encounter.people, [{ role: "child", given_name: "Invented", id: "p1" }]);
    const summary = await outbox.summary();
    assert.deepEqual([summary.waiting, summary.attention, summary.last?.reference], [0, 0, row?.reference]);
    const states = new Map((await drafts.list()).map(({ id, state }) => [id, state]));
    assert.deepEqual([states.get(form), states.get(encounter)], ["submitted", "submitted"]);
});

test("a submitted draft is frozen, and is not submitted twice", async () => {
    const { tab } = await createEnrolledPhone();
    const { form } = await fillForm(tab);
    await tab.outbox.submit([form]);
    await assert.rejects(tab.drafts.put(form, "answer.b", { value: "no" }), coded("submitted"));
    await assert.rejects(tab.outbox.submit([form]), coded("submitted"));
    await assert.rejects(tab.drafts.discard(form, "why not"), coded("submitted"));
});

test("several forms of one encounter are submitted together; another form opens the encounter again", async () => {
    const phone = await createEnrolledPhone();
    const { drafts, outbox } = phone.tab;
    const { encounter, form } = await fillForm(phone.tab);
    const voice = await drafts.create({ type: "form", encounter, form: "child_voice", version: "2026.1", subject: "p1" });
    await outbox.submit([form, voice]);
    await outbox.deliver();
    assert.equal(phone.server.rows.length, 2);
    await drafts.create({ type: "form", encounter, form: "signs_of_safety", version: "2026.1", amends: form });
    assert.equal((await drafts.load(encounter)).state, "open");
});

test("forms of different encounters, and no encounter, are refused before anything is sealed", async () => {
    const { tab } = await createEnrolledPhone();
    const one = await fillForm(tab);
    const other = await fillForm(tab);
    await assert.rejects(tab.outbox.submit([one.form, other.form]), coded("no-encounter"));
    await assert.rejects(tab.outbox.submit([one.encounter]), coded("no-encounter"));
    assert.equal((await tab.outbox.summary()).waiting, 0);
});

test("what is too large is refused while it can still be edited", async () => {
    const { tab } = await createEnrolledPhone();
    const { form } = await fillForm(tab, { "answer.account": { value: "x".repeat(131_000) } });
    await assert.rejects(tab.outbox.submit([form]), coded("too-large"));
    await tab.drafts.put(form, "answer.account", { value: "shorter" });
    await tab.outbox.submit([form]);
});

test("while it waits, its author can read what was sent, and the disk shows only the envelope's header", async () => {
    const phone = await createEnrolledPhone();
    const secret = "said under her breath";
    phone.network.up = false;
    const { form } = await fillForm(phone.tab, { "answer.account": { value: secret } });
    await phone.tab.outbox.submit([form]);
    assert.equal(/** @type {any} */ (await phone.tab.outbox.read(form)).answers.account.value, secret);
    await phone.tab.vault.lock();
    await assert.rejects(phone.tab.outbox.read(form), coded("locked"));
    assert.ok(!(await everythingStored()).includes(secret));
});

test("a submission that fails to be stored leaves the draft open and nothing in the outbox", async () => {
    const { tab } = await createEnrolledPhone();
    const { form } = await fillForm(tab);
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...args) {
        if (this.name === "outbox") throw new DOMException("full", "QuotaExceededError");
        return put.apply(this, args);
    };
    await assert.rejects(tab.outbox.submit([form]), coded("quota"));
    IDBObjectStore.prototype.put = put;
    assert.equal((await tab.drafts.load(form)).state, "open");
    assert.deepEqual(await tab.outbox.items(), []);
    await tab.drafts.put(form, "answer.b", { value: "no" });
    await tab.outbox.submit([form]);
});

test("two tabs that submit the same draft at once leave one submission", async () => {
    const phone = await createEnrolledPhone();
    const { form } = await fillForm(phone.tab);
    const other = phone.newTab();
    await other.vault.unlock(PASSPHRASE);
    const ends = await Promise.allSettled([phone.tab.outbox.submit([form]), other.outbox.submit([form])]);
    assert.deepEqual(ends.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    await phone.tab.outbox.deliver();
    assert.equal(phone.server.rows.length, 1);
});

test("a tab that edited a draft which another one submitted can't write to it any more", async () => {
    const phone = await createEnrolledPhone();
    const { form } = await fillForm(phone.tab);
    const other = phone.newTab();
    await other.vault.unlock(PASSPHRASE);
    await other.outbox.submit([form]);
    await assert.rejects(phone.tab.drafts.put(form, "answer.b", { value: "no" }), coded("submitted"));
});

test("a draft that is typed into while it is sealed is sealed once more, with what was typed or without it", async () => {
    const phone = await createEnrolledPhone();
    const { encounter, form } = await fillForm(phone.tab);
    const sent = phone.tab.outbox.submit([form]);
    const typed = Promise.allSettled(Array.from({ length: 5 }, (_, n) => phone.tab.drafts.put(encounter, "language", `l${n}`)));
    assert.deepEqual(await sent, [form]);
    await typed;
    await phone.tab.outbox.deliver();
    assert.equal(phone.server.rows.length, 1);
});
