import assert from "node:assert/strict";
import { test } from "node:test";
import { readRecoveryCode, newRecoveryCode } from "../../static/app/vault/recovery.js";
import { createEnrolledPhone, createPhone, fillForm, PASSPHRASE, coded } from "./fakes/phone.mjs";

test("an enrolment opens the vault, registers the author key and hands over a recovery code", async () => {
    const phone = await createPhone();
    const tab = phone.tab();
    assert.deepEqual(await tab.session.signIn("ada@example.test", PASSPHRASE), { next: "enrol" });
    /** @type {string[]} */
    const steps = [];
    await tab.session.enrol("Ada's phone", (step) => steps.push(step));
    assert.deepEqual(steps, ["vault", "device", "recovery", "keys"]);
    assert.equal(tab.vault.state, "unlocked");
    assert.equal(phone.server.state.devices.size, 1);
    assert.match(String(phone.server.state.recovery), /^([0-9A-Z]{5}-){4}[0-9A-Z]{5}$/);
});

test("an enrolment that the network broke goes on with the same author key", async () => {
    const phone = await createPhone();
    const tab = phone.tab();
    await tab.session.signIn("ada@example.test", PASSPHRASE);
    const broken = tab.session.enrol("Ada's phone", (step) => void (phone.network.up = step !== "recovery"));
    await assert.rejects(broken, coded("offline"));
    assert.equal(tab.vault.state, "none");
    phone.network.up = true;
    await tab.session.enrol("Ada's phone");
    assert.equal(phone.server.state.devices.size, 1);
    assert.equal((await tab.vault.enrolled()).length, 1);
});

test("a new tab is locked, opens with the passphrase and without a network", async () => {
    const phone = await createEnrolledPhone();
    phone.network.up = false;
    const later = phone.newTab();
    await later.vault.refresh();
    assert.equal(later.vault.state, "locked");
    const owner = await later.vault.unlock(PASSPHRASE);
    assert.equal(owner.practitioner.name, "Ada Invented");
    assert.equal(later.vault.state, "unlocked");
});

test("a wrong passphrase is refused ever more slowly, also after a reload, and the right one ends that", async () => {
    const phone = await createEnrolledPhone();
    const tab = phone.newTab();
    for (const seconds of [0, 0, 0, 5]) {
        await assert.rejects(tab.vault.unlock("wrong"), (/** @type {any} */ error) => error.code === "wrong-passphrase" && error.detail.seconds === seconds);
    }
    await assert.rejects(phone.newTab().vault.unlock(PASSPHRASE), coded("pause"));
    phone.clock.now += 5000;
    await tab.vault.unlock(PASSPHRASE);
    await assert.rejects(phone.newTab().vault.unlock("wrong"), coded("wrong-passphrase"));
    await phone.newTab().vault.unlock(PASSPHRASE);
});

test("locking in one tab locks them all, and first saves the answer in hand", async () => {
    const phone = await createEnrolledPhone();
    const other = phone.newTab();
    await other.vault.unlock(PASSPHRASE);
    const { form } = await fillForm(other);
    other.vault.beforeLock(() => other.drafts.put(form, "answer.last", { value: "no" }));
    await phone.tab.vault.lock("asked");
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(other.vault.state, "locked");
    assert.equal(other.vault.safe, null);
    await other.vault.unlock(PASSPHRASE);
    assert.equal((await other.drafts.load(form)).fields["answer.last"].value, "no");
});

test("a page that goes away locks at once and still writes what it began", async () => {
    const { tab } = await createEnrolledPhone();
    const { form } = await fillForm(tab);
    tab.vault.beforeLock(() => void tab.drafts.put(form, "answer.last", { value: "declined" }));
    tab.vault.leave();
    assert.equal(tab.vault.safe, null);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await tab.vault.unlock(PASSPHRASE);
    assert.equal((await tab.drafts.load(form)).fields["answer.last"].value, "declined");
});

test("no key lies in the database", async () => {
    const { tab } = await createEnrolledPhone();
    await fillForm(tab);
    const found = /** @type {unknown[]} */ ([]);
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (value, ...key) {
        found.push(...keysIn(value));
        return put.call(this, value, ...key);
    };
    await tab.session.changePassphrase(PASSPHRASE, "a new long passphrase");
    const { form } = await fillForm(tab);
    await tab.outbox.submit([form]);
    IDBObjectStore.prototype.put = put;
    assert.deepEqual(found, []);
});

/** @param {unknown} value @returns {unknown[]} */
function keysIn(value) {
    if (value instanceof CryptoKey) return [value];
    return value && typeof value === "object" && !ArrayBuffer.isView(value) ? Object.values(value).flatMap(keysIn) : [];
}

test("a passphrase that was changed elsewhere opens with the old one once, and from then on with the new", async () => {
    const phone = await createEnrolledPhone();
    await phone.tab.vault.lock();
    phone.server.state.passphrase = "another long passphrase";
    const tab = phone.newTab();
    assert.deepEqual(await tab.session.signIn("ada@example.test", "another long passphrase"), { next: "old-passphrase", drafts: 0 });
    await assert.rejects(tab.session.openOld("not this either"), coded("wrong-passphrase"));
    await tab.session.openOld(PASSPHRASE);
    await tab.vault.lock();
    await tab.vault.unlock("another long passphrase");
});

test("the recovery code opens a vault whose passphrase is forgotten, and is replaced by a new one", async () => {
    const phone = await createEnrolledPhone();
    const { form } = await fillForm(phone.tab);
    await phone.tab.vault.lock();
    const code = String(phone.server.state.recovery);
    phone.server.state.passphrase = "set by a reset";
    const tab = phone.newTab();
    assert.deepEqual(await tab.session.signIn("ada@example.test", "set by a reset"), { next: "old-passphrase", drafts: 2 });
    await tab.session.openOld(code.toLowerCase().replaceAll("-", " "));
    assert.equal((await tab.drafts.load(form)).form, "dash");
    assert.notEqual(phone.server.state.recovery, code);
});

test("where both are gone the vault is kept, a new one begins, and what can't be read is counted", async () => {
    const phone = await createEnrolledPhone();
    await fillForm(phone.tab);
    await phone.tab.vault.lock();
    phone.server.state.passphrase = "set by a reset";
    const tab = phone.newTab();
    await tab.session.signIn("ada@example.test", "set by a reset");
    assert.deepEqual(await tab.session.startAnew("Ada's phone"), { unreadable: 2 });
    assert.equal(tab.vault.state, "unlocked");
    assert.deepEqual((await tab.vault.enrolled()).map(({ kept }) => kept).sort(), [false, true]);
});

test("changing the passphrase wraps anew beside the old, and both open where nobody knows what the server did", async () => {
    const phone = await createEnrolledPhone();
    phone.network.up = false;
    await assert.rejects(phone.tab.session.changePassphrase(PASSPHRASE, "a new long passphrase"), coded("offline"));
    await phone.newTab().vault.unlock(PASSPHRASE);
    await phone.newTab().vault.unlock("a new long passphrase");
    phone.network.up = true;
    await phone.tab.session.changePassphrase(PASSPHRASE, "the newest passphrase");
    await assert.rejects(phone.newTab().vault.unlock(PASSPHRASE), coded("wrong-passphrase"));
    await phone.newTab().vault.unlock("the newest passphrase");
});

test("a change that the server refused leaves the old passphrase alone", async () => {
    const phone = await createEnrolledPhone();
    phone.server.state.passphrase = "changed on another device";
    await assert.rejects(phone.tab.session.changePassphrase(PASSPHRASE, "a new long passphrase"), coded("wrong-passphrase"));
    await assert.rejects(phone.newTab().vault.unlock("a new long passphrase"), coded("wrong-passphrase"));
    await phone.newTab().vault.unlock(PASSPHRASE);
});

test("parameters that have risen are used from the next unlock on", async () => {
    const phone = await createPhone();
    const low = phone.tab({ cost: { memory: 19 * 1024, passes: 2, lanes: 1 } });
    await low.session.signIn("ada@example.test", PASSPHRASE);
    await low.session.enrol("Ada's phone");
    const tab = phone.tab();
    await tab.vault.unlock(PASSPHRASE);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const [record] = await tab.registry.vaults();
    assert.deepEqual(record?.wraps.find(({ kind }) => kind === "passphrase")?.cost, { memory: 65536, passes: 3, lanes: 1 });
    await phone.tab().vault.unlock(PASSPHRASE);
});

test("somebody else who signs in closes the open vault", async () => {
    const phone = await createEnrolledPhone();
    phone.server.state.who = { ...phone.server.state.who, id: "018f0000-0000-7000-8000-000000000002", name: "Bo Invented" };
    assert.deepEqual(await phone.tab.session.signIn("bo@example.test", PASSPHRASE), { next: "enrol" });
    assert.equal(phone.tab.vault.state, "locked");
});

test("a session of somebody else is signed out when the vault opens", async () => {
    const phone = await createEnrolledPhone();
    await phone.tab.vault.lock();
    phone.server.state.who = { ...phone.server.state.who, id: "018f0000-0000-7000-8000-000000000002" };
    await phone.tab.vault.unlock(PASSPHRASE);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(phone.server.state.signedIn, null);
    assert.equal(phone.tab.session.who, null);
});

test("a recovery code is read however it was typed", () => {
    const code = newRecoveryCode(new Uint8Array(25).map((_, i) => i));
    assert.equal(code, "01234-56789-ABCDE-FGHJK-MNPQR".replace("MNPQR", "MNPQR"));
    assert.equal(readRecoveryCode(" o1234 56789abcde-fghjk mnpqr "), code);
    assert.equal(readRecoveryCode("01234"), null);
    assert.equal(readRecoveryCode("U1234-56789-ABCDE-FGHJK-MNPQR"), null);
});
