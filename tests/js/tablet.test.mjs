import assert from "node:assert/strict";
import { test } from "node:test";
import { createGesture } from "../../static/app/shell/gesture.js";
import { byMark } from "../../static/app/shell/waits.js";
import { initialsOf } from "../../static/app/vault/initials.js";
import { sha256 } from "../../static/app/vault/seal.js";
import { coded, fillForm } from "./fakes/phone.mjs";
import { ADA, AMY, BEN, createTablet } from "./fakes/tablet.mjs";

/** @typedef {import("./fakes/tablet.mjs").Tablet} Tablet */
/** @typedef {import("./fakes/tablet.mjs").Person} Person */

/** Locked again. @param {Tablet} tablet @param {Person} someone */
async function submitOffline(tablet, someone) {
    tablet.network.up = false;
    await tablet.open(someone);
    const { form, encounter } = await fillForm(tablet.one);
    await tablet.one.outbox.submit([form]);
    await tablet.one.outbox.deliver();
    await tablet.one.vault.lock();
    tablet.network.up = true;
    tablet.clock.now += 1000;
    return { form, encounter };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 50));

test("whoever used the tablet last stands first, by initials, numbered where two have the same", async () => {
    const tablet = await createTablet(ADA, BEN, AMY);
    const shown = async () => (await tablet.one.vault.enrolled()).map(({ mark }) => mark);
    assert.deepEqual(await shown(), ["AI (2)", "BE", "AI"]);
    await tablet.open(ADA);
    assert.deepEqual(await shown(), ["AI", "AI (2)", "BE"]);
});

test("nobody reads, changes or discards another's draft or submission by any call", async () => {
    const tablet = await createTablet(ADA, BEN);
    const sent = await submitOffline(tablet, ADA);
    await tablet.open(ADA);
    const { form, encounter } = await fillForm(tablet.one);
    await tablet.one.vault.lock();
    const raw = await (await tablet.storeOf(ADA)).read(["drafts"], (tx) => tx.objectStore("drafts").getAll());
    await tablet.open(BEN);
    const { drafts, outbox, vault } = tablet.one;
    assert.deepEqual([await drafts.list(), await drafts.count()], [[], 0]);
    for (const id of [form, encounter, sent.form]) {
        await assert.rejects(drafts.load(id), coded("no-such-draft"));
        await assert.rejects(drafts.put(id, "answer.a", { value: "no" }), coded("no-such-draft"));
        await assert.rejects(drafts.discard(id, "not mine"), coded("no-such-draft"));
        await assert.rejects(outbox.submit([id]), coded("no-such-draft"));
        assert.equal(await outbox.read(id), null);
    }
    const [item] = await outbox.items();
    assert.deepEqual([item?.mine, item?.form, item?.encounter, item?.captured_at, item?.reference], [false, null, null, null, null]);
    for (const row of raw) await assert.rejects(async () => vault.safe?.open("drafts", row.key, row.version, row));
    await tablet.open(ADA);
    assert.equal((await drafts.load(form)).fields["answer.injured_now"].value, "yes");
});

test("what could not be saved for one is shown to and stored for nobody else, and is there when its author is back", async () => {
    const tablet = await createTablet(ADA, BEN);
    const { drafts, vault } = tablet.one;
    await tablet.open(ADA);
    const { form } = await fillForm(tablet.one);
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = () => {
        throw new DOMException("full", "QuotaExceededError");
    };
    await assert.rejects(drafts.put(form, "answer.words", { value: "Ada's alone" }), coded("quota"));
    const begun = drafts.create({ type: "encounter" }).catch(() => {});
    await begun;
    IDBObjectStore.prototype.put = put;
    tablet.one.vault.drop("asked");
    assert.deepEqual(await drafts.list(), []);
    await assert.rejects(drafts.load(form), coded("locked"));
    await tablet.open(BEN);
    await settled();
    assert.deepEqual([await drafts.list(), drafts.saving.unsaved > 0], [[], true]);
    await vault.lock();
    await tablet.open(ADA);
    await settled();
    assert.equal((await drafts.load(form)).fields["answer.words"].value, "Ada's alone");
    assert.equal(drafts.saving.unsaved, 0);
});

for (const [carrier, open] of /** @type {[string, Person | null][]} */ ([["a third practitioner", AMY], ["nobody", null]])) {
    test(`${carrier} carries everybody's submissions, and each author alone sees the reference`, async () => {
        const tablet = await createTablet(ADA, BEN, AMY);
        const forms = [(await submitOffline(tablet, ADA)).form, (await submitOffline(tablet, BEN)).form];
        const { outbox, vault } = tablet.one;
        assert.deepEqual((await outbox.summary()).whose.map(({ unsent }) => unsent), [1, 1]);
        if (open) await tablet.open(open);
        await outbox.deliver();
        assert.deepEqual(tablet.server.rows.map(({ id }) => id), forms);
        assert.deepEqual([(await outbox.summary()).whose, await outbox.items()], [[], []]);
        await vault.lock();
        await tablet.open(BEN);
        assert.deepEqual((await outbox.items()).map(({ id, mine }) => [id, mine]), [[forms[1], true]]);
    });
}

test("nobody waits behind all of another's", async () => {
    const tablet = await createTablet(ADA, BEN);
    const first = await submitOffline(tablet, ADA);
    await submitOffline(tablet, ADA);
    const bens = await submitOffline(tablet, BEN);
    tablet.server.plan.push(() => new Response("", { status: 413 }));
    await tablet.one.outbox.deliver();
    assert.deepEqual(tablet.server.rows.slice(0, 2).map(({ id }) => id), [first.form, bens.form]);
});

test("a store that hangs delays nobody else's unlock and delivery, and is said not to answer", async () => {
    const tablet = await createTablet(ADA, BEN);
    await submitOffline(tablet, ADA);
    const bens = await submitOffline(tablet, BEN);
    const hung = await tablet.storeOf(ADA);
    const { read } = hung;
    hung.read = () => new Promise(() => {});
    const began = Date.now();
    await tablet.open(BEN);
    await tablet.one.outbox.deliver();
    assert.deepEqual(tablet.server.rows.map(({ id }) => id), [bens.form]);
    assert.deepEqual((await tablet.one.outbox.summary()).whose, [{ vault: await tablet.vaultOf(ADA), unsent: null }]);
    await tablet.one.drafts.count();
    assert.ok(Date.now() - began < 6000, "it was waited for more than once");
    hung.read = read;
});

test("a store that fails in the middle of a delivery holds up nobody else's", async () => {
    const tablet = await createTablet(ADA, BEN);
    await submitOffline(tablet, ADA);
    await submitOffline(tablet, BEN);
    const failing = await tablet.storeOf(ADA);
    const { write } = failing;
    failing.write = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
    await tablet.one.outbox.deliver();
    const { whose, hold } = await tablet.one.outbox.summary();
    assert.deepEqual([whose, hold], [[{ vault: await tablet.vaultOf(ADA), unsent: 1 }], "trying-again"]);
    failing.write = write;
    await tablet.one.outbox.deliver();
    assert.deepEqual((await tablet.one.outbox.summary()).whose, []);
    assert.equal(tablet.server.rows.length, 2);
});

test("one that the service refuses is laid aside for its author, and another's goes on", async () => {
    const tablet = await createTablet(ADA, BEN);
    await submitOffline(tablet, ADA);
    const bens = await submitOffline(tablet, BEN);
    tablet.server.plan.push(() => tablet.server.refusal(422, "invalid"), () => tablet.server.refusal(422, "invalid"));
    await tablet.one.outbox.deliver();
    assert.deepEqual(tablet.server.rows.map(({ id }) => id), [bens.form]);
    assert.deepEqual((await tablet.one.outbox.summary()).whose, [{ vault: await tablet.vaultOf(ADA), unsent: 1 }]);
});

test("one practitioner at a time: opening another's vault in one tab locks the first one's in the other, its answer saved", async () => {
    const tablet = await createTablet(ADA, BEN);
    const other = tablet.newTab();
    await tablet.open(ADA);
    const { form } = await fillForm(tablet.one);
    tablet.one.vault.beforeLock(() => tablet.one.drafts.put(form, "answer.last", { value: "no" }));
    await tablet.open(BEN, other);
    await settled();
    assert.deepEqual([tablet.one.vault.state, other.vault.state], ["locked", "unlocked"]);
    await tablet.open(ADA);
    await settled();
    assert.deepEqual([tablet.one.vault.state, other.vault.state], ["unlocked", "locked"]);
    assert.equal((await tablet.one.drafts.load(form)).fields["answer.last"].value, "no");
});

test("a sign-in in one tab locks another practitioner's vault in the other", async () => {
    const tablet = await createTablet(ADA, BEN);
    await tablet.open(ADA);
    await tablet.signIn(BEN, tablet.newTab());
    await settled();
    assert.equal(tablet.one.vault.state, "locked");
});

test("somebody's session is nobody's while another's vault is open", async () => {
    const tablet = await createTablet(ADA, BEN);
    await tablet.signIn(ADA);
    assert.equal(tablet.one.session.who?.name, "Ada Invented");
    await tablet.open(BEN);
    assert.equal(tablet.one.session.who, null);
    await settled();
    assert.equal(tablet.server.state.signedIn, null);
});

test("wrong tries at somebody's initials don't keep them out once the service has taken their passphrase", async () => {
    const tablet = await createTablet(ADA, BEN);
    const ada = await tablet.vaultOf(ADA);
    for (let n = 0; n < 5; n++) await tablet.one.vault.unlock("a guess", { vault: ada }).catch(() => {});
    await assert.rejects(tablet.open(ADA), coded("pause"));
    await tablet.open(BEN);
    assert.deepEqual(await tablet.signIn(ADA), { next: "field" });
    assert.equal(tablet.one.vault.owner?.practitioner.name, "Ada Invented");
});

test("where nobody can be asked who it is, each opens their own, and that is no wrong try at the others'", async () => {
    const tablet = await createTablet(ADA, BEN, AMY);
    for (let n = 0; n < 6; n++) {
        assert.equal((await tablet.one.vault.unlock(ADA.passphrase, { anyone: true })).practitioner.name, "Ada Invented");
        await tablet.one.vault.lock();
        assert.equal((await tablet.one.vault.unlock(BEN.passphrase, { anyone: true })).practitioner.name, "Ben Example");
        await tablet.one.vault.lock();
    }
    await assert.rejects(tablet.one.vault.unlock("nobody's", { anyone: true }), coded("wrong-passphrase"));
});

test("one is removed by oneself alone, once nothing is unsent and the drafts are given up, and nothing of the others goes", async () => {
    const tablet = await createTablet(ADA, BEN);
    const { vault, outbox, registry } = tablet.one;
    await submitOffline(tablet, BEN);
    await assert.rejects(vault.remove(ADA.passphrase), coded("locked"));
    await submitOffline(tablet, ADA);
    await tablet.open(ADA);
    assert.deepEqual(await vault.held(), { unsent: 1, drafts: 0 });
    await assert.rejects(vault.remove(ADA.passphrase), coded("unsent"));
    await outbox.deliver();
    await fillForm(tablet.one);
    assert.deepEqual(await vault.held(), { unsent: 0, drafts: 2 });
    await assert.rejects(vault.remove(ADA.passphrase), coded("drafts"));
    await assert.rejects(vault.remove(ADA.passphrase, { givenUp: 1 }), coded("drafts"));
    await assert.rejects(vault.remove(BEN.passphrase, { givenUp: 2 }), coded("wrong-passphrase"));
    const gone = await registry.vault(await tablet.vaultOf(ADA));
    await vault.remove(ADA.passphrase, { givenUp: 2 });
    assert.deepEqual((await vault.enrolled()).map(({ practitioner }) => practitioner.name), ["Ben Example"]);
    assert.ok(!(await indexedDB.databases()).some(({ name }) => name === gone?.database));
    assert.deepEqual((await registry.removed()).map(({ device }) => device), [gone?.device]);
    assert.equal(vault.state, "locked");
    await tablet.open(BEN);
    assert.equal((await outbox.items()).length, 1);
});

test("a removal is finished at the next start where its tab died in the middle", async () => {
    const tablet = await createTablet(ADA, BEN);
    await tablet.open(ADA);
    await fillForm(tablet.one);
    const record = await tablet.one.registry.vault(await tablet.vaultOf(ADA));
    await tablet.one.vault.lock();
    if (record) await tablet.one.registry.remove(record, tablet.clock.now);
    await tablet.newTab().tidy();
    assert.ok(!(await indexedDB.databases()).some(({ name }) => name === record?.database));
});

test("a removed store is reported as empty, and missed by nobody", async () => {
    const tablet = await createTablet(ADA, BEN);
    await tablet.open(ADA);
    await fillForm(tablet.one);
    await tablet.one.outbox.report({ anew: true });
    const { device } = (await tablet.one.registry.vault(await tablet.vaultOf(ADA))) ?? {};
    await tablet.one.vault.remove(ADA.passphrase, { givenUp: 2 });
    await tablet.one.outbox.report({ anew: true });
    const said = tablet.server.state.reports.at(-1).devices.find((/** @type {any} */ one) => one.device === device);
    assert.deepEqual(said, { device, waiting: [], drafts: 0, emptied: false });
    assert.equal(await tablet.one.outbox.missing(), null);
});

test("an answer that says revoked, and not whose, costs nobody of several their keys", async () => {
    const tablet = await createTablet(ADA, BEN);
    await submitOffline(tablet, ADA);
    tablet.server.plan.push(async ({ reply }) => Response.json({ ...(await (await reply()).json()), device: "revoked" }));
    await tablet.one.outbox.deliver();
    assert.equal(tablet.server.rows.length, 1);
    for (const someone of [ADA, BEN]) await tablet.open(someone);
});

test("a device that is revoked for one is erased for that one alone, once nothing of theirs waits", async () => {
    const tablet = await createTablet(ADA, BEN);
    await submitOffline(tablet, ADA);
    await submitOffline(tablet, BEN);
    const { registry, outbox } = tablet.one;
    await registry.change(await tablet.vaultOf(ADA), (record) => ({ ...record, erase: true }));
    tablet.network.up = false;
    await outbox.deliver();
    await tablet.open(ADA);
    await tablet.one.vault.lock();
    tablet.network.up = true;
    await outbox.deliver();
    await assert.rejects(tablet.open(ADA), coded("revoked"));
    await tablet.open(BEN);
    assert.equal(tablet.server.rows.length, 2);
});

test("a rhythm of taps uncovers its owner's open screen and nobody else's, and any of them a locked one", async () => {
    const tablet = await createTablet(ADA, BEN);
    const gesture = createGesture(tablet.one);
    await tablet.one.registry.set("gesture", { salt: "", digest: await sha256("1,1,1"), length: 3 });
    await assert.rejects(gesture.setGesture([0, 1, 0]), coded("locked"));
    await tablet.open(BEN);
    await gesture.setGesture([0, 1, 0]);
    assert.deepEqual(await Promise.all([gesture.isGesture([1, 0, 1, 0]), gesture.isGesture([1, 1, 1])]), [true, false]);
    await tablet.open(ADA);
    assert.deepEqual(await Promise.all([gesture.isGesture([0, 1, 0]), gesture.isGesture([1, 1, 1])]), [false, true]);
    await tablet.one.vault.lock();
    assert.deepEqual(await Promise.all([gesture.isGesture([0, 1, 0]), gesture.isGesture([1, 1, 1])]), [true, true]);
});

test("what waits is said by initials, the stores of one practitioner together, and who does not answer apart", () => {
    const enrolled = /** @type {any} */ ([{ vault: "a", mark: "AB" }, { vault: "b", mark: "CD" }, { vault: "old", mark: "AB" }]);
    const whose = [{ vault: "a", unsent: 1 }, { vault: "b", unsent: null }, { vault: "old", unsent: 2 }, { vault: "half", unsent: 1 }];
    assert.deepEqual(byMark(enrolled, whose), { waits: [["AB", 3], ["?", 1]], silent: ["CD"] });
});

test("initials are of the first two words and the last, in any script, and never nothing", () => {
    const names = { "Ada Invented": "AI", "PC Quill Example": "PQE", "Anna Maria de Invented-Sample": "AMI", "Łucja": "Ł", "łucja (ź)": "ŁŹ", "…": "?" };
    assert.deepEqual(Object.keys(names).map(initialsOf), Object.values(names));
});
