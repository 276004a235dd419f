/** What a device says of itself, and what it notices by itself. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createDevice } from "../../static/app/shell/device.js";
import { createEnrolledPhone, createPhone, fillForm, PASSPHRASE } from "./fakes/phone.mjs";

const MINUTE = 60_000;

/** @typedef {Awaited<ReturnType<typeof createEnrolledPhone>>} Enrolled */

/** @param {Enrolled} phone */
const last = ({ server }) => server.state.reports.at(-1);

/** It has tried, in vain, when this is done. @param {Enrolled} phone @param {number} count */
async function submitOffline(phone, count) {
    phone.network.up = false;
    const forms = [];
    for (let n = 0; n < count; n++) forms.push((await fillForm(phone.tab)).form);
    for (const form of forms) await phone.tab.outbox.submit([form]);
    await phone.tab.outbox.deliver();
    await phone.tab.outbox.report();
    return forms;
}

/** @param {Enrolled} phone @param {string[]} stores */
const clear = ({ tab }, stores) =>
    tab.databases.of(String(tab.vault.safe?.database)).write(stores, async (tx) => {
        for (const store of stores) await tx.objectStore(store).clear();
    });

const EVERYTHING = ["drafts", "fields", "outbox", "envelopes", "received"];

test("a report names what waits and counts the open drafts, and says nothing else", async () => {
    const phone = await createEnrolledPhone();
    const forms = await submitOffline(phone, 2);
    await fillForm(phone.tab);
    phone.network.up = true;
    await phone.tab.outbox.report({ anew: true });
    const { installation, turn, devices, ...rest } = last(phone);
    assert.match(installation, /^[0-9a-f]{32}$/);
    assert.ok(turn >= 1);
    assert.deepEqual(rest, {});
    const device = (await phone.tab.registry.vaults())[0]?.device;
    assert.deepEqual(devices, [{ device, waiting: forms.sort(), drafts: 2, emptied: false }]);
});

test("it is said at once where something changed, and else not again for ten minutes", async () => {
    const phone = await createEnrolledPhone();
    await phone.tab.outbox.report({ anew: true });
    const { length } = phone.server.state.reports;
    await phone.tab.outbox.report();
    assert.equal(phone.server.state.reports.length, length);
    await fillForm(phone.tab);
    await phone.tab.outbox.report();
    assert.equal(phone.server.state.reports.length, length + 1);
    phone.clock.now += 11 * MINUTE;
    await phone.tab.outbox.report();
    assert.equal(phone.server.state.reports.length, length + 2);
    const turns = phone.server.state.reports.map(({ turn }) => turn);
    assert.deepEqual(turns, [...new Set(turns)].sort((a, b) => a - b));
});

test("a delivery and a start each bring a report", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone, 1);
    phone.network.up = true;
    await phone.tab.outbox.deliver();
    await until(() => last(phone)?.devices[0]?.waiting.length === 0);
    const { length } = phone.server.state.reports;
    phone.clock.now += 11 * MINUTE;
    await phone.newTab().outbox.deliver();
    await until(() => phone.server.state.reports.length > length);
});

test("a browser where nobody is enrolled asks once whether somebody was", async () => {
    const phone = await createPhone();
    const tab = phone.tab();
    await tab.outbox.report();
    assert.equal(phone.server.state.calls.length, 0);
    await tab.outbox.prune();
    assert.deepEqual(phone.server.state.calls, ["POST /devices/report"]);
});

test("somebody who signs in where nobody is enrolled lets the browser ask", async () => {
    const phone = await createPhone();
    const tab = phone.tab();
    await tab.session.signIn("ada@example.test", PASSPHRASE);
    await tab.outbox.report();
    assert.ok(phone.server.state.calls.includes("POST /devices/report"));
});

test("a device that is revoked learns it though nothing waits, and erases its keys", async () => {
    const phone = await createEnrolledPhone();
    phone.server.state.revoked = true;
    await phone.tab.outbox.report({ anew: true });
    assert.equal(phone.tab.vault.state, "locked");
    assert.deepEqual((await phone.tab.registry.vaults()).map(({ revoked, wraps }) => [revoked, wraps.length]), [[true, 0]]);
});

test("a device that is revoked keeps its keys until what waits has gone", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone, 1);
    phone.server.state.revoked = true;
    phone.network.up = true;
    await phone.tab.outbox.report({ anew: true });
    assert.deepEqual((await phone.tab.registry.vaults()).map(({ revoked, erase }) => [revoked, erase]), [[false, true]]);
    await phone.tab.outbox.deliver();
    assert.equal((await phone.tab.registry.vaults())[0]?.revoked, true);
});

test("without a network the device itself sees that its submissions are gone, and tells the service later", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone, 3);
    const since = new Date(phone.clock.now).toISOString();
    await clear(phone, ["outbox", "envelopes"]);
    phone.clock.now += 60 * MINUTE;
    await phone.tab.outbox.report();
    assert.deepEqual(await phone.tab.outbox.missing(), { submissions: 3, drafts: 0, since });
    phone.network.up = true;
    phone.server.state.missing = [{ submissions: 3, drafts: 0, since }];
    await phone.tab.outbox.report();
    assert.deepEqual(last(phone)?.devices[0].waiting, []);
    assert.deepEqual(await phone.tab.outbox.missing(), { submissions: 3, drafts: 0, since });
    phone.server.state.missing = [];
    await phone.tab.outbox.report({ anew: true });
    assert.equal(await phone.tab.outbox.missing(), null);
});

test("a store that is found empty takes its drafts with it, and says so until it was heard", async () => {
    const phone = await createEnrolledPhone();
    await fillForm(phone.tab);
    await phone.tab.outbox.report({ anew: true });
    await clear(phone, EVERYTHING);
    phone.network.up = false;
    await phone.tab.outbox.report();
    await phone.tab.outbox.report();
    assert.equal((await phone.tab.outbox.missing())?.drafts, 2);
    phone.network.up = true;
    await phone.tab.outbox.report();
    assert.deepEqual([last(phone)?.devices[0].drafts, last(phone)?.devices[0].emptied], [0, true]);
    await phone.tab.outbox.report({ anew: true });
    assert.equal(last(phone)?.devices[0].emptied, false);
});

test("what was received, sent or discarded is not missing", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone, 2);
    const { encounter } = await fillForm(phone.tab);
    phone.network.up = true;
    await phone.tab.outbox.report({ anew: true });
    await phone.tab.outbox.deliver();
    await phone.tab.drafts.discard(encounter, "begun twice");
    await phone.tab.outbox.report({ anew: true });
    assert.equal(await phone.tab.outbox.missing(), null);
});

test("a store that does not answer is said not to be known, and nothing of it is missing", async () => {
    const phone = await createEnrolledPhone();
    await submitOffline(phone, 1);
    phone.network.up = true;
    const database = phone.tab.databases.of(String(phone.tab.vault.safe?.database));
    const { read } = database;
    database.read = () => Promise.reject(new Error("it does not answer"));
    await phone.tab.outbox.report({ anew: true });
    database.read = read;
    assert.deepEqual([last(phone)?.devices[0].waiting, last(phone)?.devices[0].drafts], [null, null]);
    assert.equal(await phone.tab.outbox.missing(), null);
});

test("a service that knows no reports is left in peace", async () => {
    const phone = await createEnrolledPhone();
    const { fetch } = phone.server;
    let asked = 0;
    phone.server.fetch = async (path, init) => (String(path).endsWith("/report") ? (asked++, phone.server.refusal(404, "not-found")) : await fetch(path, init));
    await phone.tab.outbox.report({ anew: true });
    await phone.tab.outbox.report();
    assert.equal(asked, 1);
});

test("a device hears how far its clock is off, and says so beyond five minutes", async () => {
    const phone = await createEnrolledPhone();
    const device = createDevice({ registry: phone.tab.registry, vault: /** @type {any} */ (phone.tab.vault), navigator: /** @type {any} */ ({}), ready: async () => {} });
    for (const [minutes, ahead] of [[4, 0], [-4, 0], [24 * 60, 24 * 60 * MINUTE], [-24 * 60, -24 * 60 * MINUTE]]) {
        phone.server.state.clock = new Date(phone.clock.now - Number(minutes) * MINUTE).toISOString();
        await phone.tab.outbox.report({ anew: true });
        assert.equal(await device.ahead(), ahead);
    }
});

/** @param {() => boolean} is */
async function until(is) {
    for (let n = 0; n < 200 && !is(); n++) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.ok(is());
}
