import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "../../static/app/store/ids.js";
import { coded, createEnrolledPhone, createPhone, everythingStored, fillForm, PASSPHRASE } from "./fakes/phone.mjs";

const DAY = 24 * 60 * 60 * 1000;

test("an id is a UUIDv7 of its moment (RFC 9562, appendix A.6)", () => {
    const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
    assert.equal(newId(0x017f22e279b0, random), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
});

test("an answer is there after a restart", async () => {
    const phone = await createEnrolledPhone();
    const { form } = await fillForm(phone.tab);
    const later = phone.newTab();
    await later.vault.unlock(PASSPHRASE);
    const draft = await later.drafts.load(form);
    assert.deepEqual(draft.fields, { "answer.injured_now": { value: "yes", source: "victim" } });
    assert.deepEqual([draft.form, draft.version, draft.language, draft.state, draft.saved], ["dash", "2026.1", "pl", "open", true]);
});

test("nothing typed, no form and no question can be read in the database", async () => {
    const { tab } = await createEnrolledPhone();
    const typed = "the kitchen door was broken";
    const { form } = await fillForm(tab, { "answer.injured_now": { value: "yes", note: typed } });
    await tab.drafts.discard(form, "begun on the wrong family");
    await tab.vault.lock();
    const stored = await everythingStored();
    for (const word of [typed, "injured_now", "dash", "incident", "wrong family", form]) assert.ok(!stored.includes(word), word);
});

test("answers of different lengths lie in the database at the same length", async () => {
    const { tab } = await createEnrolledPhone();
    const { form } = await fillForm(tab, {});
    await tab.drafts.putAll(form, { "answer.a": { value: "no" }, "answer.b": { value: "not_asked_unsafe" } });
    const database = tab.databases.of(String(tab.vault.safe?.database));
    const rows = await database.read(["fields"], (tx) => tx.objectStore("fields").getAll());
    assert.deepEqual([...new Set(rows.map(({ data }) => data.byteLength))], [256 + 16]);
});

test("what is typed before the unlock is kept in memory, said to be unsaved, and saved by the unlock", async () => {
    const phone = await createEnrolledPhone();
    const tab = phone.newTab();
    await tab.vault.refresh();
    const encounter = await tab.drafts.create({ type: "encounter" });
    const form = await tab.drafts.create({ type: "form", encounter, form: "dash", version: "2026.1" });
    const saved = tab.drafts.put(form, "answer.a", { value: "yes" });
    assert.deepEqual(tab.drafts.saving, { unsaved: 3, needsUnlock: true, problem: null });
    assert.deepEqual((await tab.drafts.load(form)).fields, { "answer.a": { value: "yes" } });
    assert.deepEqual((await tab.drafts.list()).map((draft) => draft.saved), [false, false]);
    await tab.vault.unlock(PASSPHRASE);
    await saved;
    await tab.drafts.settle(encounter);
    assert.deepEqual(tab.drafts.saving, { unsaved: 0, needsUnlock: false, problem: null });
    const other = phone.newTab();
    await other.vault.unlock(PASSPHRASE);
    assert.deepEqual((await other.drafts.load(form)).fields, { "answer.a": { value: "yes" } });
});

test("before anybody is enrolled a draft begins in memory", async () => {
    const tab = (await createPhone()).tab();
    const id = await tab.drafts.create({ type: "encounter" });
    void tab.drafts.put(id, "kind", "incident");
    assert.equal((await tab.drafts.load(id)).fields.kind, "incident");
    assert.equal(await tab.drafts.count(), 1);
});

test("drafts are counted while locked and not read", async () => {
    const phone = await createEnrolledPhone();
    const { form } = await fillForm(phone.tab);
    const tab = phone.newTab();
    assert.equal(await tab.drafts.count(), 2);
    await assert.rejects(tab.drafts.load(form), coded("locked"));
    assert.deepEqual(await tab.drafts.list(), []);
});

test("many puts to one field at once leave the last one, and every caller is told", async () => {
    const { tab } = await createEnrolledPhone();
    const { form } = await fillForm(tab, {});
    await Promise.all(Array.from({ length: 40 }, (_, n) => tab.drafts.put(form, "answer.text", { value: String(n) })));
    assert.equal((await tab.drafts.load(form)).fields["answer.text"].value, "39");
    const database = tab.databases.of(String(tab.vault.safe?.database));
    assert.equal((await database.read(["fields"], (tx) => tx.objectStore("fields").getAllKeys())).length, 4);
});

test("a field that is taken back is gone", async () => {
    const { tab } = await createEnrolledPhone();
    const { form } = await fillForm(tab);
    await tab.drafts.put(form, "answer.injured_now", undefined);
    assert.deepEqual((await tab.drafts.load(form)).fields, {});
    await tab.drafts.put(form, "answer.injured_now", null);
    assert.deepEqual((await tab.drafts.load(form)).fields, { "answer.injured_now": null });
});

test("a second tab sees that the draft is edited elsewhere, takes it over, and the first one saves and stops", async () => {
    const phone = await createEnrolledPhone();
    const { form } = await fillForm(phone.tab);
    const first = await phone.tab.drafts.edit(form);
    assert.equal(first.mine, true);
    const second = phone.newTab();
    await second.vault.unlock(PASSPHRASE);
    const edit = await second.drafts.edit(form);
    assert.equal(edit.mine, false);
    await assert.rejects(second.drafts.put(form, "answer.b", { value: "no" }), coded("elsewhere"));
    let told = 0;
    first.onLost(() => (told++, phone.tab.drafts.put(form, "answer.in_hand", { value: "declined" })));
    await edit.takeOver();
    assert.deepEqual([told, first.mine, edit.mine], [1, false, true]);
    await second.drafts.put(form, "answer.b", { value: "no" });
    assert.deepEqual(Object.keys((await second.drafts.load(form)).fields).sort(), ["answer.b", "answer.in_hand", "answer.injured_now"]);
    await assert.rejects(phone.tab.drafts.put(form, "answer.b", { value: "yes" }), coded("elsewhere"));
    assert.equal((await second.drafts.load(form)).fields["answer.b"].value, "no");
});

test("a tab that wrote in passing gives way to the next one that writes", async () => {
    const phone = await createEnrolledPhone();
    const { encounter } = await fillForm(phone.tab);
    const other = phone.newTab();
    await other.vault.unlock(PASSPHRASE);
    await other.drafts.put(encounter, "language", "pl");
    await phone.tab.drafts.put(encounter, "address_as", "f");
    await other.drafts.put(encounter, "language", "ro");
    const { language, address_as, kind } = (await phone.tab.drafts.load(encounter)).fields;
    assert.deepEqual([language, address_as, kind], ["ro", "f", "incident"]);
});

test("a tab that doesn't answer is taken from", { timeout: 10_000 }, async () => {
    const phone = await createEnrolledPhone();
    const { form } = await fillForm(phone.tab);
    const hung = await phone.tab.drafts.edit(form);
    let lost = 0;
    hung.onLost(() => (lost++, new Promise(() => {})));
    const other = phone.newTab();
    await other.vault.unlock(PASSPHRASE);
    await (await other.drafts.edit(form)).takeOver();
    assert.deepEqual([hung.mine, lost], [false, 2]);
    await other.drafts.put(form, "answer.b", { value: "no" });
});

test("a lock lets go of what was edited", async () => {
    const phone = await createEnrolledPhone();
    const { form } = await fillForm(phone.tab);
    const other = phone.newTab();
    await other.vault.unlock(PASSPHRASE);
    phone.tab.vault.drop("left");
    await new Promise((resolve) => setTimeout(resolve, 5));
    await other.drafts.put(form, "answer.b", { value: "no" });
});

test("a discarded encounter takes its forms with it, says why, comes back within seven days and is gone after", async () => {
    const phone = await createEnrolledPhone();
    const { drafts } = phone.tab;
    const { encounter, form } = await fillForm(phone.tab);
    await drafts.discard(encounter, "started twice");
    assert.deepEqual((await drafts.list()).map(({ state }) => state), ["discarded", "discarded"]);
    await assert.rejects(drafts.put(form, "answer.b", { value: "no" }), coded("discarded"));
    assert.equal(await drafts.count(), 0);
    await drafts.restore(encounter);
    assert.deepEqual((await drafts.list()).map(({ state, reason }) => [state, reason]), [["open", undefined], ["open", undefined]]);
    await drafts.put(form, "answer.b", { value: "no" });

    await drafts.discard(encounter, "started twice");
    phone.clock.now += 6 * DAY;
    assert.equal((await reopened(phone)).length, 2);
    phone.clock.now += 2 * DAY;
    assert.equal((await reopened(phone)).length, 0);
    const database = phone.tab.databases.of(String(phone.tab.vault.safe?.database));
    assert.deepEqual(await database.read(["fields"], (tx) => tx.objectStore("fields").getAllKeys()), []);
});

test("an open draft is never swept", async () => {
    const phone = await createEnrolledPhone();
    await fillForm(phone.tab);
    phone.clock.now += 400 * DAY;
    assert.equal((await reopened(phone)).length, 2);
});

test("a record that was moved to another place does not open", async () => {
    const { tab } = await createEnrolledPhone();
    const { form } = await fillForm(tab, { "answer.a": { value: "yes" }, "answer.b": { value: "no" } });
    const database = tab.databases.of(String(tab.vault.safe?.database));
    await database.write(["fields"], async (tx) => {
        const rows = await tx.objectStore("fields").getAll();
        const [one, other] = rows.filter(({ draft }) => rows.filter((row) => row.draft === draft).length === 2);
        await tx.objectStore("fields").put({ ...one, iv: other.iv, data: other.data });
    });
    const { fields, unreadable } = await tab.drafts.load(form);
    assert.deepEqual([Object.keys(fields).length, unreadable], [1, 1]);
    assert.equal(fields["answer.a"]?.value ?? "yes", "yes");
    assert.equal(fields["answer.b"]?.value ?? "no", "no");
});

test("a dead connection is opened again", async () => {
    const { tab } = await createEnrolledPhone();
    const { form } = await fillForm(tab);
    await tab.databases.close();
    await tab.drafts.put(form, "answer.b", { value: "no" });
    const database = tab.databases.of(String(tab.vault.safe?.database));
    await database.read(["fields"], () => 0);
    closeUnder(database);
    await tab.drafts.put(form, "answer.c", { value: "no" });
    assert.equal((await tab.drafts.load(form)).fields["answer.c"].value, "no");
});

test("a write that fails is said, held, and goes with the next one", async () => {
    const { tab } = await createEnrolledPhone();
    const { form } = await fillForm(tab);
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = () => {
        throw new DOMException("full", "QuotaExceededError");
    };
    await assert.rejects(tab.drafts.put(form, "answer.b", { value: "no" }), coded("quota"));
    assert.deepEqual(tab.drafts.saving, { unsaved: 1, needsUnlock: false, problem: "quota" });
    IDBObjectStore.prototype.put = put;
    assert.equal((await tab.drafts.load(form)).fields["answer.b"].value, "no");
    await tab.drafts.put(form, "answer.c", { value: "no" });
    assert.deepEqual(tab.drafts.saving, { unsaved: 0, needsUnlock: false, problem: null });
    assert.deepEqual(Object.keys((await tab.drafts.load(form)).fields).sort(), ["answer.b", "answer.c", "answer.injured_now"]);
});

/** @param {Awaited<ReturnType<typeof createEnrolledPhone>>} phone */
async function reopened({ tab }) {
    await tab.vault.lock();
    await tab.vault.unlock(PASSPHRASE);
    await new Promise((resolve) => setTimeout(resolve, 30));
    return await tab.drafts.list();
}

/** What WebKit does under memory pressure. @param {import("../../static/app/store/database.js").Database} database */
function closeUnder(database) {
    const { transaction } = IDBDatabase.prototype;
    let dead = true;
    IDBDatabase.prototype.transaction = function (...args) {
        if (!dead || this.name !== database.name) return transaction.apply(this, args);
        dead = false;
        throw new DOMException("the connection is closing", "InvalidStateError");
    };
}
